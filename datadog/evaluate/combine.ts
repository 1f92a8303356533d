import { bucketed, type TimeAggregator } from "./buckets";
import { distributed } from "./distribution";
import type { Draft } from "./draft";
import type { Series } from "./history";
import { BY_DEFAULT, interpolate, type Interpolation, NONE, reachOf } from "./interpolation";
import { NotEvaluatedError } from "./not-evaluated";
import type { Group } from "./select";
import type { Source } from "./source";
import { type Steps, widened } from "./steps";

/** What is done to each series before they become one, in place. */
export type PerSeries = (values: Float64Array, step: number) => void;

/**
 * One value for each step of all series of a group: first in time, series by series, then over the series.
 *
 * @see https://docs.datadoghq.com/metrics/#anatomy-of-a-metric-query
 */
export function combined({ tags, members }: Group, source: Source, steps: Steps, perSeries?: PerSeries): Draft {
  const values = members.some(isDistribution)
    ? distributed(members, source, steps)
    : overSeries(members, source, steps, perSeries);
  return { group: tags, steps, values, gaps: gapsIn(members, source) };
}

function isDistribution({ type }: Series): boolean {
  return type === "distribution";
}

/** Counts and rates that are asked for as such are 0 where there are none: .../functions/interpolation/#default-zero */
function gapsIn(members: readonly Series[], { as, fill }: Source): Draft["gaps"] {
  if (members.some(({ type }) => type === "gauge")) return fill ?? BY_DEFAULT;
  return as === undefined ? NONE : "zero";
}

function overSeries(members: readonly Series[], source: Source, steps: Steps, perSeries?: PerSeries): Float64Array {
  const aggregator = spaceAggregatorOf(source);
  const [first] = members;
  // A sender alone has no other to be in step with.
  if (first !== undefined && members.length === 1 && source.fill === undefined && aggregator !== "count") {
    return partOf(first, source, steps, 0, perSeries).values;
  }
  const reach = members.reduce((longest, series) => Math.max(longest, reachOf(fillOf(series, source), steps.step)), 0);
  const sum = new Sum(steps.count, aggregator);
  for (const series of members) {
    const { whole, values } = partOf(series, source, steps, reach, perSeries);
    sum.note(values);
    interpolate(whole, steps.step, fillOf(series, source));
    sum.add(values);
  }
  return sum.result(source.fill === undefined);
}

/**
 * A series' values in the steps, and with those around them by which gaps are filled.
 *
 * @param reach so many steps before and after.
 */
function partOf(series: Series, source: Source, steps: Steps, reach: number, perSeries?: PerSeries) {
  // A value before the first step is what one in it is compared with.
  const before = Math.max(reach, perSeries === undefined ? 0 : reachOf(BY_DEFAULT, steps.step) + 1);
  const wide = widened(steps, before, reach);
  const whole = new Float64Array(wide.count);
  bucketed(series.times, series.values, wide, timeAggregatorOf(series, source), whole);
  scale(whole, factorOf(series, source, steps.step));
  perSeries?.(whole, steps.step);
  return { whole, values: whole.subarray(before, before + steps.count) };
}

type SpaceAggregator = "avg" | "sum" | "min" | "max" | "count";

/** Where a query names none, it is `avg`, as in https://docs.datadoghq.com/dashboards/functions/interpolation/#example */
function spaceAggregatorOf({ metric: { aggregator = "avg", condition, metric } }: Source): SpaceAggregator {
  if (condition === undefined && ["avg", "sum", "min", "max", "count"].includes(aggregator)) {
    return aggregator as SpaceAggregator;
  }
  throw new NotEvaluatedError(
    `${aggregator}:${metric} is not evaluated: of gauges, counts and rates there are avg, sum, min, max and count alone`,
  );
}

/**
 * The average unless something else is asked for; counts and rates that are asked for as such are added up.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/#rollup-interval-enforced-vs-custom
 * @see https://docs.datadoghq.com/metrics/custom_metrics/type_modifiers/#in-application-modifiers
 */
function timeAggregatorOf({ type }: Series, { rollup, as }: Source): TimeAggregator {
  return rollup?.aggregator ?? (as !== undefined && type !== "gauge" ? "sum" : "avg");
}

/**
 * "For gauge metric types, the default interpolation is linear … For count and rate type metrics, the default is
 * .fill(null)": https://docs.datadoghq.com/monitors/guide/monitor-arithmetic-and-sparse-metrics/#fill
 */
function fillOf({ type }: Series, { fill }: Source): Interpolation {
  return fill ?? (type === "gauge" ? BY_DEFAULT : NONE);
}

/**
 * What a step's sum is multiplied by. A count becomes a rate by the step's seconds; a rate becomes a count by the
 * seconds between its points. The modifiers leave a gauge as it is.
 *
 * @see https://docs.datadoghq.com/metrics/custom_metrics/type_modifiers/#in-application-modifiers
 */
function factorOf(series: Series, { as }: Source, step: number): number {
  if (as === undefined || series.type === "gauge") return 1;
  const count = series.type === "rate" ? (samplingSeconds(series.times) ?? step) : 1;
  return as === "count" ? count : count / step;
}

/** The usual time from point to point. */
function samplingSeconds(times: Float64Array): number | undefined {
  const some = times.subarray(0, 101);
  const between = some.subarray(1).map((time, index) => time - (some[index] ?? NaN));
  return between.sort()[between.length >> 1];
}

function scale(values: Float64Array, factor: number): void {
  if (factor === 1) return;
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? NaN) * factor;
}

/** One value for each step of however many series, which come one after the other. */
class Sum {
  private readonly total: Float64Array;
  private readonly series: Uint32Array;
  /** Steps in which a series has a point of its own. */
  private readonly real: Uint8Array;

  constructor(
    count: number,
    private readonly aggregator: SpaceAggregator,
  ) {
    this.total = new Float64Array(count);
    this.series = new Uint32Array(count);
    this.real = new Uint8Array(count);
  }

  note(values: Float64Array): void {
    for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at] ?? NaN)) this.real[at] = 1;
  }

  add(values: Float64Array): void {
    const { total, series, aggregator } = this;
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? NaN;
      if (Number.isNaN(value)) continue;
      const before = total[at] ?? NaN;
      const others = series[at] ?? 0;
      series[at] = others + 1;
      if (others === 0) total[at] = value;
      else if (aggregator === "min") total[at] = Math.min(before, value);
      else if (aggregator === "max") total[at] = Math.max(before, value);
      else total[at] = before + value;
    }
  }

  /** @param realOnly where every series has but what a line was drawn to, there is nothing to align. */
  result(realOnly: boolean): Float64Array {
    const { total, series, aggregator, real } = this;
    for (let at = 0; at < total.length; at++) {
      const count = series[at] ?? 0;
      if (count === 0 || (realOnly && real[at] === 0)) total[at] = NaN;
      else if (aggregator === "avg") total[at] = (total[at] ?? NaN) / count;
      else if (aggregator === "count") total[at] = count;
    }
    return total;
  }
}
