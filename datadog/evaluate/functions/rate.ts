import type { PerSeries } from "../combine";
import { eachLine, eachValue, type LineFunction } from "./line-function";

/**
 * What is made of each series before they become one: "after applying time aggregation and before space aggregation".
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rate/#value-difference
 */
export const DIFFERENCES: Readonly<Record<string, PerSeries>> = {
  diff: differences((delta) => delta),
  // A counter that has started anew is no fall; one that stands still has risen by 0.
  monotonic_diff: differences((delta) => (delta < 0 ? NaN : delta)),
  derivative: differences((delta, seconds) => delta / seconds),
  per_second: differences((delta, seconds) => delta / seconds),
  per_minute: differences((delta, seconds) => (delta / seconds) * 60),
  per_hour: differences((delta, seconds) => (delta / seconds) * 3600),
};

/** A value of five minutes before is the last to be compared with, as it is the last that a line is drawn from. */
const DIFFERENCE_SECONDS = 300;

/** @see https://docs.datadoghq.com/dashboards/functions/rate/ */
export const RATE: Readonly<Record<string, LineFunction>> = {
  ...Object.fromEntries(
    Object.entries(DIFFERENCES).map(([name, difference]) => [
      name,
      { ...eachLine(difference), before: (_: unknown, step: number) => DIFFERENCE_SECONDS + step },
    ]),
  ),
  throughput: eachValue((value, _, step) => value / step),
};

function differences(change: (delta: number, seconds: number) => number): PerSeries {
  return (values, step) => {
    let [last, lastAt] = [NaN, 0];
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? NaN;
      if (Number.isNaN(value)) continue;
      values[at] = change(value - last, (at - lastAt) * step);
      [last, lastAt] = [value, at];
    }
  };
}
