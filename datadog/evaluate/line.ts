/** One group of a query, in equal steps of time. */
export interface Line {
  /** Of each key that the query is grouped by, its tag: `["host:db1"]`; nothing without a grouping. */
  readonly group: readonly string[];
  /** Start of the first step, seconds since 1970. */
  readonly from: number;
  /** Seconds. */
  readonly step: number;
  /** One for each step; NaN where there is none. */
  readonly values: Float64Array;
  /** What `anomalies()` or `forecast()` expects. */
  readonly band?: { readonly lower: Float64Array; readonly upper: Float64Array };
  /** Of `outliers()`, at each step 1 where the group is one, else 0. */
  readonly outlier?: Float64Array;
  /** Where Datadog does not publish how it reckons: what stands in for it. */
  readonly approximation?: string;
}
