import type { Call } from "../query/query";
import { optionsOf } from "../query/functions";
import { windowOf } from "./bounds";
import { MINUTE } from "./evaluation-times";
import { type Evaluation, type Judged, linesOf, windowsOn } from "./evaluation";
import type { Line } from "./line";
import { NotPlayedError } from "./refusal";
import { type Bounds, countsOf } from "./windows";

/**
 * The window that is looked at for anomalies, before the one that a graph shows.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#options
 */
export function triggerWindow({ query, subject }: Pick<Evaluation, "query" | "subject">): string {
  const { triggerWindow: trigger } = subject.definition.monitorThresholdWindows ?? {};
  return trigger ?? textOf(anomaliesIn(subject.calls), "alert_window") ?? query.over.window;
}

/** Of the points in the window that triggers, and in the one that recovers, the share outside of the band. */
export function anomalyJudged(evaluation: Evaluation): Judged[] {
  const { subject, query } = evaluation;
  const call = anomaliesIn(subject.calls);
  if (call === undefined || query.query !== call) {
    throw new NotPlayedError(
      "what is calculated from anomalies() is not played: only their share of a window is documented",
    );
  }
  const interval = optionsOf(call).interval;
  const step = interval?.kind === "number" ? interval.value : MINUTE;
  const recovery = subject.definition.monitorThresholdWindows?.recoveryWindow;
  const recoveryWindow = recovery === undefined ? evaluation.window : windowOf(recovery, subject.definition);
  const longest = Math.max(recoveryWindow.seconds, evaluation.window.seconds);
  // A point that is not whole is not judged.
  const ends = evaluation.ends.map((end) => Math.floor(end / step) * step);
  const triggering = windowsOn({ ends: step > MINUTE ? ends : evaluation.ends, window: evaluation.window });
  const recovering = windowsOn({ ends: step > MINUTE ? ends : evaluation.ends, window: recoveryWindow });
  return linesOf(call, evaluation, longest - evaluation.window.seconds, step).map((line) => {
    const flags = outside(line, textOf(call, "direction") ?? "both");
    const [points, anomalous] = [countsOf(flags), countsOf(flags.map((flag) => (flag === 1 ? 1 : NaN)))];
    const share = ({ first, end }: Bounds) =>
      Float64Array.from(first, (start, at) => {
        const stop = end[at] ?? 0;
        const count = (points[stop] ?? 0) - (points[start] ?? 0);
        return count === 0 ? NaN : ((anomalous[stop] ?? 0) - (anomalous[start] ?? 0)) / count;
      });
    return { line, compared: () => ({ values: share(triggering(line)), recoveries: share(recovering(line)) }) };
  });
}

/** 1 where a point is outside of the band on the side that matters, else 0; NaN where there is no point or no band. */
function outside({ values, band }: Line, direction: string): Float64Array {
  return values.map((value, at) => {
    const [lower, upper] = [band?.lower[at] ?? NaN, band?.upper[at] ?? NaN];
    if (Number.isNaN(value) || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
    return (direction !== "above" && value < lower) || (direction !== "below" && value > upper) ? 1 : 0;
  });
}

function anomaliesIn(calls: readonly Call[]): Call | undefined {
  return calls.find(({ name }) => name === "anomalies");
}

function textOf(call: Call | undefined, name: string): string | undefined {
  const option = optionsOf(call)[name];
  return option?.kind === "text" ? option.value : undefined;
}
