import type { MonitorSubject } from "../lint/monitor-definition";
import type { SloDefinition } from "../lint/slo-definition";
import type { OfSearch } from "../query/monitor-query";
import { parseQuery, QuerySyntaxError } from "../query/parse";
import { windowMinutes } from "../query/window";
import { boundsOf, type Window } from "./bounds";
import { evaluationTimes, MINUTE } from "./evaluation-times";
import { evaluateQuery } from "./query";
import { Found, type Reading } from "./reading";
import { NotPlayedError } from "./refusal";
import type { RehearsalInput } from "./timeline";
import { aggregated } from "./windows";

/**
 * What an SLO's alert compares: of its error budget the share that is spent, in percent; or how many times faster than it
 * allows the budget burns, over the longer window and over the shorter one, the lower of the two. For the whole SLO:
 * "for metric-based SLOs, you can only set alerts based on the overall SLO".
 *
 * @see https://docs.datadoghq.com/service_level_objectives/burn_rate/#how-burn-rate-alerts-work
 * @see https://docs.datadoghq.com/service_level_objectives/error_budget/
 * @throws NotPlayedError
 * @throws NotEvaluatedError
 */
export function sloReading(subject: MonitorSubject, query: OfSearch, input: RehearsalInput): Reading {
  const slo = input.slos?.find(({ name }) => name === query.search)?.definition;
  if (slo === undefined)
    throw new NotPlayedError(`the SLO ${query.search} that it is of is not among those that are given`);
  const over = textOf(query, "over") ?? "";
  const target = slo.thresholds.find(({ timeframe }) => timeframe === over)?.target ?? subject.definition.sloTarget;
  if (target === undefined) throw new NotPlayedError(`the SLO ${query.search} has no target over ${over}`);
  const allowedPercent = rounded(100 - target);
  if (query.source === "error_budget") {
    const seconds = secondsOf(over);
    const times = evaluationTimes(input.span, seconds);
    const [failed] = errorRates(slo, input, times, [seconds]) as [Float64Array];
    return reading(
      times,
      failed.map((percent) => rounded((100 * percent) / allowedPercent)),
      { timeframe: over },
    );
  }
  const windows = ["long_window", "short_window"].map((name) => secondsOf(textOf(query, name) ?? ""));
  const times = evaluationTimes(input.span, windows[0] ?? 0);
  const [long, short] = errorRates(slo, input, times, windows).map((rates) =>
    rates.map((percent) => rounded(percent / allowedPercent)),
  ) as [Float64Array, Float64Array];
  const values = long.map((rate, at) => Math.min(rate, short[at] ?? NaN));
  return reading(times, values, { timeframe: over, long_window_burn_rate: long, short_window_burn_rate: short });
}

function reading(times: Float64Array, values: Float64Array, more: NonNullable<Reading["more"]>): Reading {
  let found: number = Found.NOTHING;
  const all = Uint8Array.from(values, (value) => {
    if (!Number.isNaN(value)) found = Found.VALUE;
    else if (found !== Found.NOTHING) found = Found.SILENCE;
    return found;
  });
  return { group: [], times, found: all, values, more };
}

/** Of each window at each evaluation, the share of all events that were not good, in percent; NaN where there were none. */
function errorRates(
  slo: SloDefinition,
  input: RehearsalInput,
  times: Float64Array,
  windows: readonly number[],
): Float64Array[] {
  const [good, total] = eventsOf(slo).map((query) => perMinute(query, input, Math.max(...windows)));
  return windows.map((seconds) => {
    const window: Window = { seconds, leastSeconds: seconds, beginning: (end) => end - seconds };
    const [sumOfGood, sumOfAll] = [good, total].map((line) =>
      line === undefined ? undefined : aggregated(line.values, boundsOf(times, line, window), "sum"),
    );
    return times.map((_, at) => {
      const all = sumOfAll?.[at] ?? 0;
      if (Number.isNaN(all) || all <= 0) return NaN;
      const fine = sumOfGood?.[at] ?? 0;
      return (100 * (all - (Number.isNaN(fine) ? 0 : fine))) / all;
    });
  });
}

/** The queries of an SLO's good events and of all. */
function eventsOf({ type, query, sliSpecification }: SloDefinition): readonly [good: string, total: string] {
  if (type !== "metric") {
    throw new NotPlayedError(`an alert of an SLO of type ${type} is not played: only those of metrics are`);
  }
  if (query !== undefined) return [query.numerator, query.denominator];
  const { queries = [], goodEventsFormula, totalEventsFormula } = sliSpecification?.count ?? {};
  const named = (formula: string | undefined) =>
    queries.find(({ metricQuery }) => metricQuery?.name === formula?.trim())?.metricQuery?.query;
  const [good, total] = [named(goodEventsFormula), named(totalEventsFormula)];
  if (good !== undefined && total !== undefined) return [good, total];
  throw new NotPlayedError("the SLO's formulas are not played: good and all events are each one query here");
}

/** All groups of a query as one line: an SLO's alert is of all of it. */
function perMinute(text: string, { history, span }: RehearsalInput, reachSeconds: number) {
  const lines = evaluateQuery(read(text), history, {
    span: { from: span.from - reachSeconds, to: span.to },
    step: MINUTE,
  });
  const [first, ...others] = lines;
  if (first === undefined) return undefined;
  if (first.step !== MINUTE) throw new NotPlayedError("the SLO's query has a rollup of its own, which is not played");
  const values = first.values.slice();
  for (const line of others) {
    line.values.forEach((value, at) => {
      const sum = values[at] ?? NaN;
      if (!Number.isNaN(value)) values[at] = value + (Number.isNaN(sum) ? 0 : sum);
    });
  }
  return { ...first, values };
}

function read(text: string) {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw new NotPlayedError(`the SLO's query can't be read: ${error.message}`);
    throw error;
  }
}

/** Without what binary fractions add: 100 - 99.9 is 0.1. */
function rounded(number: number): number {
  return Number(number.toPrecision(12));
}

function secondsOf(window: string): number {
  const minutes = windowMinutes(window);
  if (minutes === undefined) throw new NotPlayedError(`"${window}" is no window of an SLO's alert`);
  return minutes * MINUTE;
}

function textOf({ calls }: OfSearch, name: string): string | undefined {
  const arg = calls.find((call) => call.name === name)?.args[0];
  return arg?.kind === "text" || arg?.kind === "word" ? arg.value : undefined;
}
