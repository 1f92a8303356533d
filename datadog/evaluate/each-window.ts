import type { Query } from "../query/query";
import { metricsOf } from "../query/walk";
import { firstNotBefore } from "./buckets";
import { type Evaluation, type Judged, linesOf } from "./evaluation";
import type { History, Span } from "./history";
import type { Line } from "./line";
import { evaluateQuery } from "./query";
import { groupName } from "./reading";

/** How one window is evaluated by itself. */
interface OwnWindow {
  readonly query: Query;
  /** @param end of the monitor's window, seconds since 1970. */
  readonly span: (end: number) => Span;
  readonly step: (span: Span) => number;
  readonly origin: (span: Span) => number;
  /** The moment from which on there is nothing yet, where the span reaches beyond it. */
  readonly unknownFrom?: (end: number) => number;
  /** @returns NaN where there is none. */
  readonly value: (line: Line, end: number) => number;
}

/**
 * What is compared where a query's value depends on where its span begins and ends: each window is evaluated by itself, as
 * Datadog does with each.
 *
 * @param shown what a graph shows of it.
 * @throws NotEvaluatedError
 * @throws NotPlayedError
 */
export function eachWindow(evaluation: Evaluation, shown: Query, own: OwnWindow): Judged[] {
  const { ends } = evaluation;
  const history = ofMetrics(evaluation.history, own.query);
  const groups = new Map<string, Float64Array>();
  let approximation: string | undefined;
  for (const [at, end] of ends.entries()) {
    const span = own.span(end);
    const seen = own.unknownFrom === undefined ? history : until(history, own.unknownFrom(end));
    for (const line of evaluateQuery(own.query, seen, { span, step: own.step(span), origin: own.origin(span) })) {
      const name = groupName(line.group);
      const values = groups.get(name) ?? new Float64Array(ends.length).fill(NaN);
      groups.set(name, values);
      values[at] = own.value(line, end);
      approximation ??= line.approximation;
    }
  }
  const nothing = new Float64Array(ends.length).fill(NaN);
  return linesOf(shown, evaluation).map((line) => ({
    line: { ...line, ...(approximation !== undefined && { approximation }) },
    compared: () => ({ values: groups.get(groupName(line.group)) ?? nothing }),
  }));
}

function ofMetrics(history: History, query: Query): History {
  const names = new Set(metricsOf(query).map(({ metric }) => metric));
  return { ...history, series: history.series.filter(({ metric }) => names.has(metric)) };
}

/** What had been received by then. */
function until(history: History, moment: number): History {
  return {
    ...history,
    series: history.series.map((series) => {
      const count = firstNotBefore(series.times, moment);
      return { ...series, times: series.times.subarray(0, count), values: series.values.subarray(0, count) };
    }),
  };
}
