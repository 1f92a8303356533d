/**
 * A metric that Datadog's Agent or its integrations send.
 *
 * @see https://docs.datadoghq.com/metrics/types/
 */
export interface KnownMetric {
  readonly name: string;
  /** As the integration declares it. What a check submits as a rate is mostly declared, and stored, as a gauge. */
  readonly type: "gauge" | "rate" | "count" | "distribution";
  /** In Datadog's word, the singular: `byte`. */
  readonly unit?: string;
  /** What the unit is divided by: `second`. */
  readonly per?: string;
  /** What the value cannot leave, where that was verified; without a maximum it has no bound above. */
  readonly range?: Range;
  /**
   * Seconds between two points where they are more than a minute apart; `event` where there are points only while
   * something happens. A monitor on such a metric must not ask for a full window.
   */
  readonly interval?: number | "event";
}

export interface Range {
  readonly min: number;
  readonly max?: number;
}
