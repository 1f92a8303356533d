import type { Arithmetic, Call, Query } from "../query/query";
import { callsOf, groupsOf } from "../query/walk";
import { anomaliesBefore, anomaliesInterval, withBands } from "./anomalies";
import { subjectOf } from "./arguments";
import { calculated, joined, withNumber } from "./arithmetic";
import { combined, type PerSeries } from "./combine";
import { cut, type Draft, lineOf } from "./draft";
import { forecastInterval, withForecasts } from "./forecast";
import { LINE_FUNCTIONS } from "./functions/functions";
import { DIFFERENCES } from "./functions/rate";
import { reasonOf } from "./functions/refused";
import { rolledUp } from "./functions/rollup";
import { shiftOf } from "./functions/timeshift";
import type { History, Span } from "./history";
import { NONE } from "./interpolation";
import type { Line } from "./line";
import { NotEvaluatedError } from "./not-evaluated";
import { withOutliers } from "./outliers";
import { groupsIn } from "./select";
import { rollupOf, type Source, sourceOf } from "./source";
import { stepsOver } from "./steps";

interface EvaluationOptions {
  readonly span: Span;
  /** Seconds between the points of what names no interval of its own. */
  readonly step: number;
  /** A second at which a step starts. @default 0, so that steps are multiples of their length since 1970 */
  readonly origin?: number;
}

/** What every part of a query is evaluated over. */
export interface Context extends Required<EvaluationOptions> {
  readonly history: History;
}

/**
 * What a query's graph shows: one line for each group that has any value.
 *
 * A line's values are those of a whole step each: one that the span's end cuts is read as far as the span goes.
 *
 * @throws NotEvaluatedError for what is not done, by name
 */
export function evaluateQuery(query: Query, history: History, { span, step, origin = 0 }: EvaluationOptions): Line[] {
  return drafted(query, { history, span, step, origin })
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
    .map(lineOf);
}

/**
 * Whether what a query is at one moment depends on where its span begins or ends, as the running total does that begins
 * with it. Who reads such a query through a window that moves evaluates each window by itself. Of all others, the lines
 * of a long span have in each window what the window alone would give, but for two things:
 *
 * - A line is drawn between points on either side of a moment. At that moment itself the second is not there yet, and
 *   the last value stands.
 * - An interval of its own, `rollup(sum, 3600)`, is judged before it has ended, of the points that it has until then.
 *   An evaluation delay as long as the interval waits for its end, which is what Datadog advises:
 *   https://docs.datadoghq.com/dashboards/functions/rollup/#rollups-in-monitors
 */
export function isOfWholeWindow(query: Query): boolean {
  return callsOf(query).some(
    ({ name }) => name === "forecast" || name === "outliers" || LINE_FUNCTIONS.get(name)?.isOfWholeSpan === true,
  );
}

function drafted(query: Query, context: Context): Draft[] {
  const source = sourceOf(query);
  if (source !== undefined) return ofSource(source, context);
  switch (query.kind) {
    case "arithmetic":
      return arithmetic(query, context);
    case "negative":
      return drafted(query.of, context).map((draft) => withNumber("*", draft, -1, "right"));
    case "number":
      // A number is no line, and has none to go with.
      return [];
    case "metric":
      return ofSource({ metric: query }, context);
    case "call":
      return called(query, context);
  }
}

function ofSource(source: Source, { history, span, step, origin }: Context, perSeries?: PerSeries): Draft[] {
  const steps = stepsOver(span, source.rollup?.seconds ?? step, origin);
  return groupsIn(history, source.metric).map((group) => combined(group, source, steps, perSeries));
}

function called(call: Call, context: Context): Draft[] {
  const of = subjectOf(call);
  const source = sourceOf(of);
  const difference = DIFFERENCES[call.name];
  if (source !== undefined && difference !== undefined) return ofSource(source, context, difference);
  const shift = shiftOf(call);
  if (shift !== undefined) return shifted(of, shift, context);
  switch (call.name) {
    case "rollup":
      return rolledUpAgain(call, context);
    case "as_count":
    case "as_rate":
    case "fill":
      throw new NotEvaluatedError(
        `${call.name}() is not evaluated: it applies to no metric, but to what is made of some`,
      );
    case "anomalies": {
      const step = anomaliesInterval(call) ?? context.step;
      return beginningEarlier(of, { ...context, step }, anomaliesBefore(step), (lines) => withBands(lines, call));
    }
    case "forecast":
      return withForecasts(drafted(of, { ...context, step: forecastInterval(call) ?? context.step }), call);
    case "outliers":
      return withOutliers(drafted(of, context), call);
  }
  const known = LINE_FUNCTIONS.get(call.name);
  if (known === undefined) throw new NotEvaluatedError(`${call.name}() is not evaluated: ${reasonOf(call.name)}`);
  const before = known.before?.(call, context.step) ?? 0;
  const lines = beginningEarlier(of, context, before, (inner) => known.apply(inner, call));
  return call.name === "default_zero" && groupsOf(of).length === 0 && lines.every(isEmpty)
    ? [zeros(of, context)]
    : lines;
}

function isEmpty({ values }: Draft): boolean {
  return values.every(Number.isNaN);
}

/** "Showing the value 0 … when there is no data": https://docs.datadoghq.com/dashboards/functions/interpolation/#use-cases */
function zeros(of: Query, { span, step, origin }: Context): Draft {
  const steps = stepsOver(span, sourceOf(of)?.rollup?.seconds ?? step, origin);
  return { group: [], steps, values: new Float64Array(steps.count), gaps: NONE };
}

/** What is made of lines that begin so many seconds before the span, as far as the span goes. */
function beginningEarlier(of: Query, context: Context, seconds: number, make: (lines: Draft[]) => Draft[]): Draft[] {
  const { span, origin } = context;
  if (seconds === 0) return make(drafted(of, context));
  const longer = { ...context, span: { from: span.from - seconds, to: span.to } };
  return make(drafted(of, longer)).map((line) => cut(line, stepsOver(span, line.steps.step, origin)));
}

function shifted(of: Query, sourceOfMoment: (moment: number) => number, context: Context): Draft[] {
  const { span, origin } = context;
  const earlier = { from: sourceOfMoment(span.from), to: sourceOfMoment(span.to) };
  // Steps keep their beginnings, whatever the shift.
  const moved = origin + (earlier.from - span.from);
  return drafted(of, { ...context, span: earlier, origin: moved }).map((line) => {
    const steps = stepsOver(span, line.steps.step, origin);
    const values = new Float64Array(steps.count).map((_, at) => {
      const moment = sourceOfMoment(steps.from + at * steps.step);
      return line.values[Math.floor((moment - line.steps.from) / line.steps.step)] ?? NaN;
    });
    return { ...line, steps, values };
  });
}

/** What a further rollup may be of; of other functions it is not: .../metrics/nested_queries/#multilayer-time-aggregation */
const BELOW_ROLLUP: ReadonlySet<string> = new Set([
  ...["rollup", "as_count", "as_rate", "fill", "top"],
  ...["timeshift", "hour_before", "day_before", "week_before", "month_before"],
]);

/** A rollup of what has one already. */
function rolledUpAgain(call: Call, context: Context): Draft[] {
  const other = callsOf(subjectOf(call)).find(({ name }) => !BELOW_ROLLUP.has(name));
  if (other !== undefined) {
    throw new NotEvaluatedError(
      `rollup() of ${other.name}() is not evaluated: Datadog documents further rollups of arithmetic, timeshifts and top() alone`,
    );
  }
  const { aggregator = "avg", seconds } = rollupOf(call);
  if (seconds === undefined) {
    throw new NotEvaluatedError(
      "a second rollup() is not evaluated without its interval: which it has is not published",
    );
  }
  const steps = stepsOver(context.span, seconds, context.origin);
  const whole = { from: steps.from, to: context.span.to };
  return drafted(subjectOf(call), { ...context, span: whole }).map((line) => rolledUp(line, steps, aggregator));
}

function arithmetic({ operator, left, right }: Arithmetic, context: Context): Draft[] {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== undefined) return drafted(right, context).map((draft) => withNumber(operator, draft, one, "left"));
  if (other !== undefined) return drafted(left, context).map((draft) => withNumber(operator, draft, other, "right"));
  return joined(operator, drafted(left, context), drafted(right, context));
}

/** The value of a query without a metric in it. */
function numberOf(query: Query): number | undefined {
  switch (query.kind) {
    case "number":
      return query.value;
    case "negative": {
      const value = numberOf(query.of);
      return value === undefined ? undefined : -value;
    }
    case "arithmetic": {
      const [left, right] = [numberOf(query.left), numberOf(query.right)];
      return left === undefined || right === undefined ? undefined : calculated(query.operator, left, right);
    }
    default:
      return undefined;
  }
}
