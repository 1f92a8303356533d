/** A place in the text that it was parsed from, 0-based; what was built has none. */
interface Placed {
  readonly offset?: number;
}

/** A metric query, as a graph draws it and a monitor judges it: one series for each of its groups. */
export type Query = Metric | Call | Arithmetic | Negative | NumberLiteral;

/** A metric over a scope: `avg:my_metric{env:dev,$host} by {host}`. */
export interface Metric extends Placed {
  readonly kind: "metric";
  /** How the points of many series at one time become one: `avg`, `p95`. Datadog's own choice where it is left out. */
  readonly aggregator?: string;
  /** Of a distribution, `count(v: v<=100):…`: of its values, those that are so. */
  readonly condition?: { readonly comparator: Comparator; readonly value: number };
  readonly metric: string;
  readonly scope: Filter;
  /** Tag keys: one series for each combination of their values. */
  readonly by: readonly string[];
}

/** `anomalies(q, 'basic', 2)`, or `q.rollup(sum, 3600)`: in either notation the first argument is what it applies to. */
export interface Call extends Placed {
  readonly kind: "call";
  readonly name: string;
  readonly notation: "function" | "method";
  readonly args: readonly Argument[];
}

export type Argument = Query | Text | Word | Named;

/** `'basic'`. */
export interface Text extends Placed {
  readonly kind: "text";
  readonly value: string;
}

/** `sum`, without quotes. */
export interface Word extends Placed {
  readonly kind: "word";
  readonly value: string;
}

/** `interval=60`. */
export interface Named extends Placed {
  readonly kind: "named";
  readonly name: string;
  readonly value: Text | Word | NumberLiteral;
}

/** Two queries as one, joined group by group: what one side lacks a group for is not there. */
export interface Arithmetic extends Placed {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*" | "/";
  readonly left: Query;
  readonly right: Query;
}

export interface Negative extends Placed {
  readonly kind: "negative";
  readonly of: Query;
}

export interface NumberLiteral extends Placed {
  readonly kind: "number";
  readonly value: number;
}

export type Comparator = ">" | ">=" | "<" | "<=" | "==" | "!=";

/**
 * What a metric's points must be tagged with.
 *
 * @see https://docs.datadoghq.com/metrics/advanced-filtering/
 */
export type Filter = Everything | Tag | In | Not | All | AnyOf;

/** `*`. */
export interface Everything extends Placed {
  readonly kind: "everything";
}

/** `env:dev`, `host:web-*`, a template variable such as `$host`, or a tag with one in it: `env:$env.value`. */
export interface Tag extends Placed {
  readonly kind: "tag";
  readonly text: string;
}

/** `host IN (db1, db2)`. */
export interface In extends Placed {
  readonly kind: "in";
  readonly key: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

export interface Not extends Placed {
  readonly kind: "not";
  /** `!env:dev`, in place of `NOT env:dev`. */
  readonly symbol: boolean;
  readonly filter: Filter;
}

export interface All extends Placed {
  readonly kind: "all";
  /** `env:dev,role:db`, in place of `env:dev AND role:db`. */
  readonly symbol: boolean;
  readonly filters: readonly Filter[];
}

export interface AnyOf extends Placed {
  readonly kind: "any";
  readonly filters: readonly Filter[];
}
