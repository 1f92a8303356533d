import type { MonitorSubject } from "../lint/monitor-definition";
import { optionsOf } from "../query/functions";
import type { OfMetric } from "../query/monitor-query";
import { operandsOf } from "../query/walk";
import { windowMinutes } from "../query/window";
import type { Window } from "./bounds";
import { durationSeconds } from "./duration";
import { eachWindow } from "./each-window";
import type { Evaluation, Judged } from "./evaluation";
import { MINUTE } from "./evaluation-times";
import type { Line } from "./line";
import { NotPlayedError } from "./refusal";

/** @see https://docs.datadoghq.com/monitors/types/forecasts/#troubleshooting "cannot be nested inside calls to forecast()" */
const NOT_WITHIN = "anomalies cumsum integral outliers piecewise_constant robust_trend trend_line".split(" ");

/**
 * How far the edge of a forecast reaches in the time ahead: the highest upper one, or the lowest lower one.
 *
 * @see https://docs.datadoghq.com/monitors/types/forecasts/
 * @throws NotEvaluatedError
 * @throws NotPlayedError
 */
export function forecastJudged(evaluation: Evaluation): Judged[] {
  const { subject, query } = evaluation;
  const { method, window } = query.over;
  const call = subject.calls.find(({ name }) => name === "forecast");
  const inner = call === undefined ? undefined : operandsOf(call)[0];
  if (call === undefined || inner === undefined || query.query !== call) {
    throw new NotPlayedError("what is calculated from forecast() is not played: only its own edge is documented");
  }
  const within = subject.calls.find(({ name }) => NOT_WITHIN.includes(name));
  if (within !== undefined)
    throw new NotPlayedError(`forecast() of ${within.name}() is none: Datadog does not take it`);
  if (method !== "max" && method !== "min") {
    throw new NotPlayedError(
      `the ${method} of a forecast is not played: its edge is the max or the min of the time ahead`,
    );
  }
  const ahead = secondsAhead(window);
  const edge = ({ band, from, step }: Line, end: number): number => {
    const ahead = Math.max(0, Math.floor((end - from) / step));
    const edges = [...((method === "max" ? band?.upper : band?.lower)?.subarray(ahead) ?? [])].filter(Number.isFinite);
    return edges.length === 0 ? NaN : edges.reduce((far, value) => Math[method](far, value));
  };
  return eachWindow(evaluation, inner, {
    query: call,
    span: (end) => ({ from: evaluation.window.beginning(end), to: end + ahead }),
    step: () => MINUTE,
    origin: () => 0,
    unknownFrom: (end) => end,
    value: edge,
  });
}

/**
 * What is forecast from: "the amount of past data that should be used for making the forecast". It is evaluated as often
 * as a window of the length that is looked ahead.
 *
 * @throws NotPlayedError
 */
export function forecastWindow({ calls }: MonitorSubject, { over }: OfMetric): Window {
  const call = calls.find(({ name }) => name === "forecast");
  const [, algorithm] = call?.args ?? [];
  // That one has no history: "This parameter is only used with the `linear` algorithm".
  if (algorithm?.kind === "text" && algorithm.value !== "linear") {
    throw new NotPlayedError(
      `forecast(…, '${algorithm.value}') is not played: Datadog does not publish its model of seasons`,
    );
  }
  const history = optionsOf(call).history;
  const seconds = history?.kind === "text" ? durationSeconds(history.value) : undefined;
  if (seconds === undefined) {
    throw new NotPlayedError(
      "a forecast without history='…' is not played: how much Datadog takes then is not published",
    );
  }
  return { seconds: secondsAhead(over.window), leastSeconds: seconds, beginning: (end) => end - seconds };
}

/** @throws NotPlayedError */
function secondsAhead(window: string): number {
  const minutes = window.startsWith("next_") ? windowMinutes(window) : undefined;
  if (minutes === undefined)
    throw new NotPlayedError(`a forecast over ${window} is not played: it is of such as next_1w`);
  return minutes * MINUTE;
}
