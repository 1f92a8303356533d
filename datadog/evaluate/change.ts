import { windowMinutes } from "../query/window";
import { countsJudged, isOfCounts } from "./counts";
import { type Evaluation, type Judged, linesOf, windowsOn } from "./evaluation";
import { groupName } from "./reading";
import { NotPlayedError } from "./refusal";
import { aggregated, type WindowMethod } from "./windows";

/**
 * How far values are from those of a while ago: each point from the one so long before it, and then the window's points
 * as one value. Of counts it is the window's sum from the sum of the window so long before.
 *
 * @see https://docs.datadoghq.com/monitors/types/change-alert/
 * @throws NotPlayedError, NotEvaluatedError
 */
export function changeJudged(evaluation: Evaluation, method: WindowMethod): Judged[] {
  const { query } = evaluation.query;
  const change = changeOf(evaluation);
  const ago = agoSeconds(evaluation);
  if (isOfCounts(evaluation)) {
    const before = new Map(
      countsJudged(evaluation, ago).map((one) => [groupName(one.line.group), one.compared().values]),
    );
    return countsJudged(evaluation).map(({ line, compared }) => ({
      line,
      compared: () => {
        const earlier = before.get(groupName(line.group));
        return { values: compared().values.map((value, at) => change(value, earlier?.[at] ?? NaN)) };
      },
    }));
  }
  const windowsOf = windowsOn(evaluation);
  return linesOf(query, evaluation, ago).map((line) => {
    if (ago % line.step !== 0) {
      throw new NotPlayedError(`points of ${line.step} s have none ${ago} s before them to be compared with`);
    }
    const steps = ago / line.step;
    const values = line.values.map((value, at) => (at < steps ? NaN : change(value, line.values[at - steps] ?? 0)));
    const changed = { ...line, values };
    return { line: changed, compared: () => ({ values: aggregated(values, windowsOf(changed), method) }) };
  });
}

/**
 * `a - b`, and `((a - b) / b) * 100`. From 0 there is no share: "such as trying to divide by zero, the monitor won't
 * evaluate".
 *
 * @see https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/
 */
function changeOf({ query: { over } }: Evaluation): (now: number, before: number) => number {
  return over.change === "pct_change"
    ? (now, before) => (before === 0 ? NaN : ((now - before) / before) * 100)
    : (now, before) => now - before;
}

/** Of `last_1h` and of `1h_ago`. */
function agoSeconds({ query: { over } }: Evaluation): number {
  const minutes = windowMinutes(over.ago ?? "");
  if (minutes === undefined)
    throw new NotPlayedError(`${over.ago ?? "nothing"} is no time that a change is compared with`);
  return minutes * 60;
}
