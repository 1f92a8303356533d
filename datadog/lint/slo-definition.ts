import type { Rule } from "./rule";

/** An SLO as `@pulumi/datadog` declares it, in plain values. */
export interface SloDefinition {
  readonly name?: string;
  readonly tags?: readonly string[];
  /** `metric`, `monitor`, `time_slice`. */
  readonly type: string;
  readonly query?: { readonly numerator: string; readonly denominator: string };
  readonly monitorIds?: readonly number[];
  /** Of the one monitor. */
  readonly groups?: readonly string[];
  readonly sliSpecification?: { readonly count?: CountSli; readonly timeSlice?: TimeSliceSli };
  readonly thresholds: readonly SloThreshold[];
  /** The primary one of the thresholds. */
  readonly timeframe?: string;
  readonly targetThreshold?: number;
  readonly warningThreshold?: number;
}

export interface SloThreshold {
  readonly timeframe: string;
  /** In percent, as is the warning. */
  readonly target: number;
  readonly warning?: number;
}

interface MetricQueries {
  readonly queries: readonly { readonly metricQuery?: { readonly name: string; readonly query: string } }[];
}

interface CountSli extends MetricQueries {
  readonly goodEventsFormula: string;
  readonly totalEventsFormula?: string;
  readonly badEventsFormula?: string;
}

interface TimeSliceSli {
  readonly comparator: string;
  readonly threshold: number;
  readonly queryIntervalSeconds?: number;
  readonly query: MetricQueries & { readonly formula: { readonly formulaExpression: string } };
}

export type SloRule = Rule<SloDefinition, SloDefinition>;

/** Its metric queries, by the name that each has. */
export function queriesOf({ query, sliSpecification }: SloDefinition): (readonly [name: string, query: string])[] {
  const { count, timeSlice } = sliSpecification ?? {};
  const named = [...(count?.queries ?? []), ...(timeSlice?.query.queries ?? [])];
  return [
    ...(query
      ? ([
          ["numerator", query.numerator],
          ["denominator", query.denominator],
        ] as const)
      : []),
    ...named.flatMap(({ metricQuery }) => (metricQuery ? [[metricQuery.name, metricQuery.query] as const] : [])),
  ];
}
