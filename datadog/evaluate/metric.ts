import type { MonitorSubject } from "../lint/monitor-definition";
import { PERCENTILE } from "../query/functions";
import type { OfMetric } from "../query/monitor-query";
import { operandsOf } from "../query/walk";
import { anomalyJudged, triggerWindow } from "./anomaly";
import { boundsOf, type Window, windowOf } from "./bounds";
import { changeJudged } from "./change";
import { countsJudged, isOfCounts } from "./counts";
import { eachWindow } from "./each-window";
import { type Compared, type Evaluation, type Judged, judgesUnfinished, linesOf, windowsOn } from "./evaluation";
import { evaluationTimes, hasCustomSchedule, MINUTE, scheduledTimes } from "./evaluation-times";
import { forecastJudged, forecastWindow } from "./forecast-monitor";
import { bucketSeconds, fullWindows } from "./full-window";
import type { History, Span } from "./history";
import type { Line } from "./line";
import { FORGOTTEN_SECONDS, newGroupSeconds } from "./new-groups";
import { requiresFullWindow } from "./provider-defaults";
import { isOfWholeWindow } from "./query";
import { Found, type Reading } from "./reading";
import { NotPlayedError } from "./refusal";
import { aggregated, type WindowMethod } from "./windows";

interface MetricReadings {
  readonly readings: Iterable<Reading>;
  readonly lines: readonly Line[];
  readonly window: Window;
}

/**
 * What a monitor of metrics compares, group by group, at each of its evaluations.
 *
 * @throws NotPlayedError
 * @throws NotEvaluatedError
 */
export function metricReadings(subject: MonitorSubject, query: OfMetric, history: History, span: Span): MetricReadings {
  const { definition, kind } = subject;
  const name = kind === "anomaly" ? triggerWindow({ query, subject }) : query.over.window;
  const window = kind === "forecast" ? forecastWindow(subject, query) : windowOf(name, definition);
  const times = hasCustomSchedule(definition)
    ? scheduledTimes(definition, span)
    : evaluationTimes(span, window.seconds);
  const { evaluationDelay = 0 } = definition;
  const ends = evaluationDelay === 0 ? times : times.map((time) => time - evaluationDelay);
  const evaluation: Evaluation = { subject, query, history, window, ends };
  const judged = judgedBy(evaluation);
  const earliest = judged.reduce((first, { line }) => Math.min(first, firstPoint(line)), Infinity);
  const bucket = requiresFullWindow(definition) && kind !== "outlier" ? bucketSeconds(name) : undefined;
  const readings = function* () {
    for (const { line, compared } of judged) {
      const values = compared();
      yield { group: line.group, times, ...values, found: foundIn(line, values, evaluation, bucket, earliest) };
    }
  };
  return { readings: readings(), lines: judged.map(({ line }) => line), window };
}

function judgedBy(evaluation: Evaluation): Judged[] {
  const { subject, query } = evaluation;
  if (query.by !== undefined && query.by.length > 0) {
    throw new NotPlayedError(
      "a grouping after the threshold is not played: Datadog documents one within the query alone",
    );
  }
  switch (subject.kind) {
    case "anomaly":
      return anomalyJudged(evaluation);
    case "forecast":
      return forecastJudged(evaluation);
    case "outlier":
      return outliersJudged(evaluation);
    case "change":
      if (isMoving(evaluation)) throw new NotPlayedError(`a change of ${MOVING} is not played`);
      return changeJudged(evaluation, methodOf(query));
    default:
      if (query.over.method === "percentile") return percentilesJudged(evaluation);
      if (isMoving(evaluation)) return windowByWindow(evaluation, methodOf(query));
      return isOfCounts(evaluation) ? countsJudged(evaluation) : byWindow(evaluation, methodOf(query));
  }
}

const MOVING = "what depends on where its window begins and ends";

/** Whether what a query is at one moment depends on where the window is. */
function isMoving(evaluation: Evaluation): boolean {
  return isOfWholeWindow(evaluation.query.query) || judgesUnfinished(evaluation);
}

function byWindow(evaluation: Evaluation, method: WindowMethod): Judged[] {
  const windowsOf = windowsOn(evaluation);
  return linesOf(evaluation.query.query, evaluation).map((line) => ({
    line,
    compared: () => ({ values: aggregated(line.values, windowsOf(line), method) }),
  }));
}

/** Each window by itself: of an interval that has begun, what is there of it until then. */
function windowByWindow(evaluation: Evaluation, method: WindowMethod): Judged[] {
  const { query, window, subject } = evaluation;
  if (isOfCounts(evaluation)) throw new NotPlayedError(`a calculation with as_count() of ${MOVING} is not played`);
  const { evaluationDelay = 0 } = subject.definition;
  return eachWindow(evaluation, query.query, {
    query: query.query,
    span: (end) => ({ from: window.beginning(end), to: end }),
    step: () => MINUTE,
    origin: ({ to }) => (judgesUnfinished(evaluation) ? 0 : to % MINUTE),
    ...(judgesUnfinished(evaluation) && { unknownFrom: (end) => end + evaluationDelay }),
    value: (line, end) => aggregated(line.values, boundsOf(Float64Array.of(end), line, window), method)[0] ?? NaN,
  });
}

/**
 * Whether a group is unlike its peers in the window.
 *
 * @see https://docs.datadoghq.com/monitors/types/outlier/
 */
function outliersJudged(evaluation: Evaluation): Judged[] {
  const { query, window, subject } = evaluation;
  const call = subject.calls.find(({ name }) => name === "outliers");
  const inner = call === undefined ? undefined : operandsOf(call)[0];
  if (call === undefined || inner === undefined || query.query !== call) {
    throw new NotPlayedError("what is calculated from outliers() is not played: only who is one is documented");
  }
  return eachWindow(evaluation, inner, {
    query: call,
    span: (end) => ({ from: window.beginning(end), to: end }),
    step: () => MINUTE,
    origin: ({ to }) => to % MINUTE,
    value: ({ outlier }) => (outlier === undefined ? NaN : Math.max(...outlier)),
  });
}

/**
 * Of a distribution the percentile of all values in the window, not of a graph's points.
 *
 * @see https://docs.datadoghq.com/monitors/types/metric/?tab=threshold#define-the-metric
 */
function percentilesJudged(evaluation: Evaluation): Judged[] {
  const { query, window, subject } = evaluation;
  if (query.query.kind !== "metric" || !PERCENTILE.test(subject.metrics[0]?.aggregator ?? "")) {
    throw new NotPlayedError(
      "percentile(…) is played of a percentile of a distribution alone, such as p95:my_metric{*}",
    );
  }
  return eachWindow(evaluation, query.query, {
    query: query.query,
    span: (end) => ({ from: window.beginning(end), to: end }),
    step: ({ from, to }) => to - from,
    origin: ({ from }) => from,
    value: ({ values }) => values[0] ?? NaN,
  });
}

const METHODS: readonly string[] = ["avg", "sum", "min", "max"] satisfies WindowMethod[];

function methodOf({ over: { method } }: OfMetric): WindowMethod {
  if (METHODS.includes(method)) return method as WindowMethod;
  throw new NotPlayedError(`${method}(…) over a window is not played: avg, sum, min and max are documented`);
}

function firstPoint({ from, step, values }: Line): number {
  const first = values.findIndex((value) => Number.isFinite(value));
  return first === -1 ? Infinity : from + first * step;
}

/** @param bucket of a window that has to be full. */
function foundIn(
  line: Line,
  { values }: Compared,
  { ends, window, subject }: Evaluation,
  bucket: number | undefined,
  earliest: number,
): Uint8Array {
  const full = bucket === undefined ? undefined : fullWindows(line, ends, window, bucket);
  const first = firstPoint(line);
  const delay = newGroupSeconds(subject, first <= earliest);
  // What was there before the first window ends is not new.
  const wasKnown = first + line.step < (ends[0] ?? 0);
  const found = new Uint8Array(values.length);
  let since = wasKnown ? -Infinity : NaN;
  let until = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const end = ends[at] ?? 0;
    if (Number.isNaN(values[at])) {
      found[at] = until === -Infinity ? Found.NOTHING : Found.SILENCE;
      continue;
    }
    // A window that still holds a point of the time before is no silence.
    const wasSilent = until !== -Infinity && until !== ends[at - 1];
    const isForgotten = wasSilent && end - until >= FORGOTTEN_SECONDS - window.leastSeconds;
    if (Number.isNaN(since) || isForgotten) since = end;
    until = end;
    found[at] = end - since < delay || full?.[at] === 0 ? Found.NOT_YET : Found.VALUE;
  }
  return found;
}
