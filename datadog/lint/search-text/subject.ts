import { parseSearch, SearchSyntaxError } from "../../search/parse";
import { type Attribute, partsOfSearch, type Search } from "../../search/search";
import type { TemplateVariable } from "../dashboard/definition";
import type { Rule } from "../rule";

/** A search with what it stands in. */
export interface SearchExample {
  /** As Datadog writes it in its explorers. */
  readonly search: string;
  /** A dashboard has template variables; a monitor has none. */
  readonly in: "monitor" | "dashboard";
  /** The dashboard's. @default none */
  readonly variables?: readonly TemplateVariable[];
}

/** A search, read as far as it can be. */
export interface SearchSubject extends SearchExample {
  readonly variables: readonly TemplateVariable[];
  readonly unreadable?: SearchSyntaxError;
  /** Every part of it, the outer before the inner; of what can't be read, none. */
  readonly parts: readonly Search[];
  /** The attributes among them. */
  readonly attributes: readonly Attribute[];
}

export type SearchRule = Rule<SearchSubject, SearchExample>;

export function readSearch(example: SearchExample): SearchSubject {
  const { variables = [] } = example;
  try {
    const parts = [...partsOfSearch(parseSearch(example.search))];
    return { ...example, variables, parts, attributes: parts.filter((part) => part.kind === "attribute") };
  } catch (error) {
    if (!(error instanceof SearchSyntaxError)) throw error;
    return { ...example, variables, unreadable: error, parts: [], attributes: [] };
  }
}

/** Terms that stand beside each other, and the operators between. */
export function rowsOf({ parts }: SearchSubject): (readonly Search[])[] {
  return parts.flatMap((part) => (part.kind === "all" ? [part.filters] : []));
}

/** What an attribute is compared with: its value, or each of those in its brackets. */
export function valuesOf({ value }: Attribute): Search[] {
  return [...partsOfSearch(value)].filter(({ kind }) => kind === "text" || kind === "comparison" || kind === "range");
}

/** A part of a sentence in which it is quoted. */
export function excerpt(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
