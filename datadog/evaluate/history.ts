/** Seconds since 1970, the first included, the last not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a metric has received under one set of tags. */
export interface Series {
  readonly metric: string;
  /** `key:value` each, the host's among them: `["env:dev", "host:db1"]`. */
  readonly tags: readonly string[];
  /** As the metric's metadata say: it decides how points of one step become one. */
  readonly type: "gauge" | "count" | "rate" | "distribution";
  /** Seconds since 1970, ascending. */
  readonly times: Float64Array;
  /** One for each time; in the metric's unit. */
  readonly values: Float64Array;
}

export type CheckStatus = "OK" | "WARNING" | "CRITICAL" | "UNKNOWN";

/** The runs of a service check under one set of tags. */
export interface CheckRuns {
  readonly check: string;
  readonly tags: readonly string[];
  /** Seconds since 1970, ascending. */
  readonly times: Float64Array;
  /** One for each time. */
  readonly statuses: readonly CheckStatus[];
  /** What the last run said, for `{{check_message}}`. */
  readonly message?: string;
}

/** All that monitors are judged by. */
export interface History {
  readonly series: readonly Series[];
  readonly checks: readonly CheckRuns[];
  /** By host, what fills `{{host.ip}}` and the like. */
  readonly hosts?: ReadonlyMap<string, { readonly ip?: string; readonly tags?: readonly string[] }>;
}
