import type { Point } from "../state/series.js";

/** Seconds since 1970, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface QueryResult {
  readonly metric: string;
  /** The group's tags and the scope's, as Datadog writes them; `*` for everything. */
  readonly scope: string;
  /** The group's tags: `["host:db1"]`. */
  readonly tagSet: readonly string[];
  readonly expression: string;
  readonly aggregator: string;
  /** Seconds between points. */
  readonly interval: number;
  readonly points: readonly Point[];
  /** What anomalies() or forecast() expects at each point. */
  readonly band?: {
    readonly by: "anomalies" | "forecast";
    readonly lower: readonly Point[];
    readonly upper: readonly Point[];
  };
  /** What outliers() says of the group. */
  readonly isOutlier?: boolean;
}
