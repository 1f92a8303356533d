import type { MonitorSubject } from "../lint/monitor-definition";
import { rollupSeconds } from "../query/functions";
import type { OfMetric } from "../query/monitor-query";
import type { Query } from "../query/query";
import { callsOf } from "../query/walk";
import { boundsOf, type Window } from "./bounds";
import { MINUTE } from "./evaluation-times";
import type { History } from "./history";
import type { Line } from "./line";
import { evaluateQuery } from "./query";
import type { Bounds } from "./windows";

/** A monitor of metrics, with all that its evaluation asks for. */
export interface Evaluation {
  readonly subject: MonitorSubject;
  readonly query: OfMetric;
  readonly history: History;
  readonly window: Window;
  /** Of each evaluation, when its window ends: the evaluation's delay before it. Seconds since 1970. */
  readonly ends: Float64Array;
}

/** What is compared with thresholds: one for each evaluation, NaN where there is none. */
export interface Compared {
  readonly values: Float64Array;
  /** What is compared with those of recovery, where that is another value. */
  readonly recoveries?: Float64Array;
}

/** A group, the line that it is judged by, and what is compared: reckoned when it is asked for, as it is as large again. */
export interface Judged {
  readonly line: Line;
  readonly compared: () => Compared;
}

/**
 * The lines of a query as far back as the first window reaches, in points of a minute: what an evaluation each minute can
 * tell apart. Which points a monitor's query has is not published.
 *
 * @param reachSeconds before the first window's beginning.
 * @throws NotEvaluatedError
 */
export function linesOf(query: Query, evaluation: Evaluation, reachSeconds = 0, step = MINUTE): Line[] {
  const { history, window, ends } = evaluation;
  const [first, last] = [ends[0], ends.at(-1)];
  if (first === undefined || last === undefined) return [];
  const span = { from: window.beginning(first) - reachSeconds, to: last };
  // Windows end between two minutes where the delay is none of whole minutes; a rollup of its own keeps to the clock.
  const origin = longestRollup(query) > 0 || step > MINUTE ? 0 : span.to % step;
  return evaluateQuery(query, history, { span, step, origin });
}

/**
 * Whether an interval of its own is judged before it is whole: "a monitor may evaluate an incomplete rollup interval". An
 * evaluation delay as long as the interval waits for its end.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/#rollups-in-monitors
 */
export function judgesUnfinished({ query: { query }, subject: { definition } }: Evaluation): boolean {
  return longestRollup(query) > Math.max(MINUTE, definition.evaluationDelay ?? 0);
}

function longestRollup(query: Query): number {
  return Math.max(0, ...callsOf(query).map((call) => rollupSeconds(call) ?? 0));
}

/**
 * The windows on lines, each reckoned once: the lines of a query are mostly of the same steps.
 *
 * @param agoSeconds how much earlier the windows are than those of the evaluation.
 */
export function windowsOn(
  { ends, window }: Pick<Evaluation, "ends" | "window">,
  agoSeconds = 0,
): (line: Line) => Bounds {
  const moved = agoSeconds === 0 ? ends : ends.map((end) => end - agoSeconds);
  const known = new Map<string, Bounds>();
  return (line) => {
    const steps = `${line.from} ${line.step} ${line.values.length}`;
    const bounds = known.get(steps) ?? boundsOf(moved, line, window);
    known.set(steps, bounds);
    return bounds;
  };
}
