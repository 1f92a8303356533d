/** A place in the text that it was read from, 0-based. */
interface Placed {
  readonly offset: number;
}

/**
 * What a search asks for, of logs, events, spans or whatever else has facets.
 *
 * @see https://docs.datadoghq.com/logs/explorer/search_syntax/
 */
export type Search =
  Everything | Missing | Text | Attribute | Comparison | Range | FunctionCall | Group | Not | All | AnyOf;

/** An empty search. */
interface Everything extends Placed {
  readonly kind: "everything";
}

/** What stands at an operator's other side, within brackets or behind a key where there is nothing. */
interface Missing extends Placed {
  readonly kind: "missing";
}

/** A word or a sequence in quotes; within an attribute, its value. As it is written, escapes included. */
export interface Text extends Placed {
  readonly kind: "text";
  readonly text: string;
  readonly quoted: boolean;
}

/** `@http.status_code:500`, `env:(prod OR test)`; `*:hello` of all attributes. */
export interface Attribute extends Placed {
  readonly kind: "attribute";
  readonly key: string;
  readonly value: Search;
}

/** `>=400`, behind a key or within its brackets. */
export interface Comparison extends Placed {
  readonly kind: "comparison";
  readonly comparator: ">" | ">=" | "<" | "<=";
  /** Empty where a blank follows. */
  readonly text: string;
}

/** `[400 TO 499]`. */
export interface Range extends Placed {
  readonly kind: "range";
  readonly from: string;
  readonly to: string;
  /** `TO`, as it is written. */
  readonly word: string;
}

/** `CIDR(@network.client.ip, 13.0.0.0/8)`. */
export interface FunctionCall extends Placed {
  readonly kind: "function";
  readonly name: string;
  readonly args: readonly string[];
}

/** What brackets hold. */
export interface Group extends Placed {
  readonly kind: "group";
  readonly filter: Search;
}

export interface Not extends Placed {
  readonly kind: "not";
  /** `-` as it is documented, `NOT` as it is used, `!` as metrics have it. */
  readonly sign: "-" | "NOT" | "!";
  readonly filter: Search;
}

/** Side by side, or with AND between. */
export interface All extends Placed {
  readonly kind: "all";
  readonly filters: readonly Search[];
}

export interface AnyOf extends Placed {
  readonly kind: "any";
  readonly filters: readonly Search[];
}

/** Every part of it, the outer before the inner, from left to right. */
export function* partsOfSearch(search: Search): Generator<Search> {
  yield search;
  for (const part of innerOf(search)) yield* partsOfSearch(part);
}

function innerOf(search: Search): readonly Search[] {
  switch (search.kind) {
    case "attribute":
      return [search.value];
    case "group":
    case "not":
      return [search.filter];
    case "all":
    case "any":
      return search.filters;
    default:
      return [];
  }
}
