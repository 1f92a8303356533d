import type { Arithmetic, Query } from "../query/query";
import { calculated, joined, withNumber } from "./arithmetic";
import { combined } from "./combine";
import { type Draft, lineOf } from "./draft";
import type { History, Span } from "./history";
import type { Line } from "./line";
import { NotEvaluatedError } from "./not-evaluated";
import { groupsIn } from "./select";
import { type Source, sourceOf } from "./source";
import { stepsOver } from "./steps";

export interface EvaluationOptions {
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
    case "call":
      throw new NotEvaluatedError(`${query.name}() is not evaluated`);
    case "metric":
      return ofSource({ metric: query }, context);
  }
}

function ofSource(source: Source, { history, span, step, origin }: Context): Draft[] {
  const steps = stepsOver(span, source.rollup?.seconds ?? step, origin);
  return groupsIn(history, source.metric).map((group) => combined(group, source, steps));
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
