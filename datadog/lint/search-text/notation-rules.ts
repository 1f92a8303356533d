import type { Attribute, Search, Text } from "../../search/search";
import { excerpt, rowsOf, type SearchRule } from "./subject";

const SYNTAX = "https://docs.datadoghq.com/logs/explorer/search_syntax/";
const METRICS = "https://docs.datadoghq.com/metrics/advanced-filtering/";
const monitor = (search: string) => ({ search, in: "monitor" as const });

const syntax: SearchRule = {
  id: "search/syntax",
  verdict: "never-works",
  because: "A search whose brackets or quotes are not closed can't be read.",
  source: SYNTAX,
  passes: monitor("service:shop (status:error OR status:warn)"),
  fails: monitor("service:shop (status:error OR status:warn"),
  *check({ unreadable }) {
    if (unreadable === undefined) return;
    const { offset, message, remedy } = unreadable;
    yield { offset, problem: message, remedy };
  },
};

const operatorWithoutTerm: SearchRule = {
  id: "search/operator-without-term",
  verdict: "may-be-meant",
  because: "AND, OR and NOT stand between terms or before one: where one is missing, a setting was not filled in.",
  source: SYNTAX,
  passes: monitor("service:shop OR service:till"),
  fails: monitor("service:shop OR"),
  *check({ parts }) {
    for (const part of parts) {
      if (part.kind === "group" && part.filter.kind === "missing") {
        yield { offset: part.offset, problem: "there is nothing in the brackets", remedy: "drop them, or fill them" };
      }
      const sides =
        part.kind === "all" || part.kind === "any" ? part.filters : part.kind === "not" ? [part.filter] : [];
      const operator = { all: "AND", any: "OR", not: "NOT" }[part.kind as "all"];
      for (const { offset } of sides.filter(({ kind }) => kind === "missing")) {
        yield { offset, problem: `${operator} lacks a term beside it`, remedy: `drop ${operator}, or write the term` };
      }
    }
  },
};

const lowerCase: SearchRule = {
  id: "search/lower-case-operator",
  verdict: "may-be-meant",
  because: "Operators are written in capitals: in lower case they are words that are searched for, beside the others.",
  source: SYNTAX,
  passes: monitor("service:shop OR service:till"),
  fails: monitor("service:shop or service:till"),
  *check(subject) {
    for (const row of rowsOf(subject)) {
      for (const [index, { kind, offset, ...part }] of row.entries()) {
        const word = kind === "text" && "quoted" in part && !part.quoted ? part.text : "";
        const isBetween = index > 0 && index < row.length - 1;
        if (!(/^(and|or)$/i.test(word) ? isBetween : /^not$/i.test(word) && index < row.length - 1)) continue;
        // Among words of a message it is one of them.
        if (!isTerm(row[index + 1]) && !isTerm(row[index - 1])) continue;
        const capitals = word.toUpperCase();
        yield { offset, problem: `"${word}" is a word that is searched for`, remedy: `write ${capitals}` };
      }
    }
  },
};

function isTerm(part: Search | undefined): boolean {
  return part !== undefined && part.kind !== "text" && part.kind !== "missing";
}

const inList: SearchRule = {
  id: "search/in",
  verdict: "may-be-meant",
  because: "IN is of metrics' scopes. A search has the values in brackets behind the key, with OR between them.",
  source: METRICS,
  passes: monitor("status:(error OR warn)"),
  fails: monitor("status IN (error, warn)"),
  *check(subject) {
    for (const row of rowsOf(subject)) {
      for (const [index, part] of row.entries()) {
        const [key, list] = [row[index - 1], row[index + 1]];
        if (!isIn(part, list) || key?.kind !== "text" || key.quoted) continue;
        const values = excerpt(wordsIn(list).join(" OR "));
        yield {
          offset: part.offset,
          problem: `"IN" is a word that is searched for: a search has no lists behind IN`,
          remedy: `write ${part.kind === "not" ? "-" : ""}${key.text}:(${values})`,
        };
      }
    }
  },
};

/** `IN` or `NOT IN` before brackets; in lower case it may be a message's word, unless commas are in them. */
function isIn(part: Search | undefined, list: Search | undefined): list is Extract<Search, { kind: "group" }> {
  const word = part?.kind === "not" ? part.filter : part;
  if (word?.kind !== "text" || word.quoted || list?.kind !== "group") return false;
  return word.text === "IN" || (word.text === "in" && [...textsIn(list.filter)].some(({ text }) => text.includes(",")));
}

function wordsIn(part: Search): string[] {
  switch (part.kind) {
    case "text":
      return (part.quoted ? [part.text] : part.text.split(",")).filter((word) => word !== "");
    case "group":
      return wordsIn(part.filter);
    case "all":
    case "any":
      return part.filters.flatMap(wordsIn);
    case "attribute":
      return wordsIn(part.value);
    default:
      return [];
  }
}

const exclamationMark: SearchRule = {
  id: "search/exclamation-mark",
  verdict: "may-be-meant",
  because: "What is excluded has a - before it. The ! is of metrics' scopes; in a search it is a character to escape.",
  source: METRICS,
  passes: monitor("service:shop -env:dev"),
  fails: monitor("service:shop !env:dev"),
  *check({ parts }) {
    for (const part of parts) {
      if (part.kind !== "not" || part.sign !== "!") continue;
      yield { offset: part.offset, problem: "! is no operator of searches", remedy: "write - in its place" };
    }
  },
};

/** A comma before another tag, or at a word's end; within a value it may be part of it. */
const COMMA = /,$|,(?=[@-]?[A-Za-z_][\w.-]*:)/;

const comma: SearchRule = {
  id: "search/comma",
  verdict: "may-be-meant",
  because: "Terms of a search have a blank or AND between them. A comma is part of the value that it stands behind.",
  source: METRICS,
  passes: monitor("service:shop env:prod"),
  fails: monitor("service:shop, env:prod"),
  *check(subject) {
    const { parts, attributes } = subject;
    const listed = new Set<Search>(
      attributes.flatMap(({ value }) => (value.kind === "group" ? [...textsIn(value.filter)] : [])),
    );
    const others = new Set([...ofOldEvents(attributes), ...behindIn(rowsOf(subject))]);
    for (const part of parts) {
      if (part.kind !== "text" || part.quoted || others.has(part)) continue;
      const isList = listed.has(part) && /[^\\],./.test(part.text);
      const at = isList ? part.text.indexOf(",") : part.text.search(COMMA);
      if (at < 0 || part.text[at - 1] === "\\") continue;
      const remedy = listed.has(part) ? "write OR between the values" : "write a blank between the terms";
      yield { offset: part.offset + at, problem: "a comma separates nothing in a search", remedy };
    }
  },
};

/** The old event stream has lists with commas: `tags:env:lab,role:db`. */
function ofOldEvents(attributes: readonly Attribute[]): Search[] {
  return attributes.flatMap(({ key, value }) => (["tags", "sources", "hosts"].includes(key) ? [value] : []));
}

/** What is listed there, a rule of its own says. */
function behindIn(rows: readonly (readonly Search[])[]): Search[] {
  return rows.flatMap((row) =>
    row.flatMap((part, index) => (isIn(row[index - 1], part) ? [...textsIn(part.filter)] : [])),
  );
}

function* textsIn(part: Search): Generator<Text> {
  if (part.kind === "text") yield part;
  else if (part.kind === "all" || part.kind === "any") for (const one of part.filters) yield* textsIn(one);
}

const symbols: SearchRule = {
  id: "search/symbol-operator",
  verdict: "may-be-meant",
  because: "Datadog documents AND and OR; && and || are characters that are to be escaped.",
  source: SYNTAX,
  passes: monitor("service:shop AND status:error"),
  fails: monitor("service:shop && status:error"),
  *check({ search, unreadable }) {
    if (unreadable !== undefined) return;
    // Outside of quotes, and not escaped.
    for (const [found, index] of outsideOfQuotes(search, /(?<=[\s)])(?:&&|\|\|)(?=[\s(@-])/g)) {
      yield {
        offset: index,
        problem: `${found} is no operator of searches`,
        remedy: `write ${found === "&&" ? "AND" : "OR"}`,
      };
    }
  },
};

const curlyQuotes: SearchRule = {
  id: "search/curly-quotes",
  verdict: "may-be-meant",
  because: "Only straight double quotes make a sequence: others are ignored, and each word is searched for by itself.",
  source: SYNTAX,
  passes: monitor('service:shop "card declined"'),
  fails: monitor("service:shop “card declined”"),
  *check({ parts }) {
    // An apostrophe begins a sequence only where another ends one.
    const isClosed = parts.some((one) => one.kind === "text" && /[^']'$/.test(one.text));
    for (const part of parts) {
      if (part.kind !== "text" || part.quoted || !/^[“”„'‘]/.test(part.text) || /^(.).*\1$/s.test(part.text)) continue;
      if (part.text.startsWith("'") && !isClosed) continue;
      yield {
        offset: part.offset,
        problem: `${part.text[0] ?? ""} begins no sequence of words`,
        remedy: 'write straight double quotes: "…"',
      };
    }
  },
};

const equalsSign: SearchRule = {
  id: "search/equals-sign",
  verdict: "may-be-meant",
  because: "A key and its value have a colon between them, and a comparison stands behind it.",
  source: `${SYNTAX}#numerical-values`,
  passes: monitor("env:prod @duration:>=5"),
  fails: monitor("env=prod @duration:>=5"),
  *check({ parts, attributes }) {
    const values = new Set(
      attributes.flatMap(({ value }) => [...textsIn(value.kind === "group" ? value.filter : value)]),
    );
    for (const part of parts) {
      if (part.kind !== "text" || part.quoted || values.has(part)) continue;
      const [, key = "", sign = "", value = ""] =
        /^([@#]?[A-Za-z_][\w.-]*)(!=|[<>]=?|={1,2})(.*)$/s.exec(part.text) ?? [];
      // A log's own text may have such words: what begins as an attribute or a known tag is none of them.
      if (!/^[@#]/.test(key) && !(KNOWN_TAGS.includes(key) && sign.endsWith("="))) continue;
      const right = sign === "!=" ? `-${key}:${value}` : `${key}:${/[<>]/.test(sign) ? sign : ""}${value}`;
      yield {
        offset: part.offset,
        problem: `"${excerpt(part.text)}" is a word that is searched for`,
        remedy: `write ${excerpt(right)}`,
      };
    }
  },
};

const KNOWN_TAGS = [
  ...["env", "service", "host", "source", "status", "version", "team", "cluster_name", "kube_cluster_name"],
  ...["kube_namespace", "pod_name", "container_name", "region", "availability-zone"],
];

/** Every place of the pattern that is not in quotes. */
function* outsideOfQuotes(text: string, pattern: RegExp): Generator<[found: string, index: number]> {
  const plain = text.replace(/\\.|"(?:[^"\\]|\\.)*"/gs, (part) => "_".repeat(part.length));
  for (const { 0: found, index } of plain.matchAll(pattern)) yield [found, index];
}

/** What people bring along from other notations. */
export const notationRules: readonly SearchRule[] = [
  syntax,
  operatorWithoutTerm,
  lowerCase,
  inList,
  exclamationMark,
  comma,
  symbols,
  curlyQuotes,
  equalsSign,
];
