import { listInWords } from "../../list-words";
import type { Filter, Tag } from "../query";

/** What a scope asks for, to stand after "where": `env is dev and role is not db`; nothing where it is everything. */
export function filterInWords(filter: Filter): string | undefined {
  const words = clause(filter);
  return words.text === "" ? undefined : words.text;
}

interface Clause {
  readonly text: string;
  /** What joins it, so that brackets are put where another word joins it to others. */
  readonly joined?: "and" | "or";
}

function clause(filter: Filter): Clause {
  switch (filter.kind) {
    case "everything":
      return { text: "" };
    case "tag":
      return { text: tagInWords(filter, "is") };
    case "in": {
      const values = listInWords(filter.values, "disjunction");
      return {
        text: `${filter.key} is ${filter.negated ? "none of " : ""}${filter.negated ? listInWords(filter.values) : values}`,
      };
    }
    case "not":
      return { text: filter.filter.kind === "tag" ? tagInWords(filter.filter, "is not") : negated(filter.filter) };
    case "all":
      return joinedBy("and", filter.filters);
    case "any":
      return joinedBy("or", filter.filters);
  }
}

function negated(filter: Filter): string {
  const { text } = clause(filter);
  return text === "" ? "nothing is so" : `not (${text})`;
}

function joinedBy(word: "and" | "or", filters: readonly Filter[]): Clause {
  // All of everything and something is the something; any of them is everything.
  if (word === "or" && filters.some(({ kind }) => kind === "everything")) return { text: "" };
  const parts = filters.map(clause).filter(({ text }) => text !== "");
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const text = parts
    .map((part) => (part.joined !== undefined && part.joined !== word ? `(${part.text})` : part.text))
    .join(` ${word} `);
  return parts.length === 0 ? { text } : { text, joined: word };
}

/** Of a template variable, what its reader chose. */
function tagInWords({ text }: Tag, verb: "is" | "is not"): string {
  const variable = /^\$([A-Za-z0-9_-]+)$/.exec(text)?.[1];
  if (variable !== undefined) return `${variable} ${verb} as chosen`;
  const [, key, value] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) return `the tag ${text} ${verb} there`;
  if (/^\$[A-Za-z0-9_-]+(\.value)?$/.test(value)) return `${key} ${verb} as chosen`;
  return `${key} ${verb} ${value.includes("*") ? "like " : ""}${value}`;
}
