import type { Call } from "../query/query";
import { named, numberAt, wordAt } from "./arguments";
import type { Draft } from "./draft";
import { durationSeconds } from "./duration";
import { fitOf } from "./functions/regression";
import { NotEvaluatedError } from "./not-evaluated";

const APPROXIMATION =
  "forecast() is an approximation: a straight line of least squares, for Datadog does not publish its models";

/**
 * Seconds between points, where the query names them.
 *
 * @throws NotEvaluatedError for the algorithm with seasons
 */
export function forecastInterval(call: Call): number | undefined {
  const algorithm = wordAt(call, 1);
  if (algorithm !== "linear") {
    throw new NotEvaluatedError(
      `forecast(…, '${algorithm}') is not evaluated: Datadog does not publish its model of seasons; 'linear' is approximated`,
    );
  }
  const interval = named(call, "interval");
  if (interval === undefined || typeof interval === "number") return interval;
  // A bare number is of seconds.
  const [, seconds] = /^(\d+)s?$/.exec(interval) ?? [];
  return seconds === undefined ? durationSeconds(interval) : Number(seconds);
}

/**
 * The lines with the band of their linear trend: so many deviations to each side of a straight line through the span.
 *
 * @see https://docs.datadoghq.com/monitors/types/forecasts/#algorithms
 */
export function withForecasts(lines: Draft[], call: Call): Draft[] {
  const deviations = numberAt(call, 2);
  return lines.map((line) => {
    const fit = fitOf(line.values);
    if (fit === undefined) return line;
    const margin = deviations * fit.deviation;
    const lower = line.values.map((_, place) => fit.at(place) - margin);
    const upper = line.values.map((_, place) => fit.at(place) + margin);
    return { ...line, band: { lower, upper }, approximation: APPROXIMATION };
  });
}
