import type { Call, Metric, Query } from "../query/query";
import { subjectOf } from "./arguments";
import type { TimeAggregator } from "./buckets";
import { BY_DEFAULT, type Interpolation } from "./interpolation";
import { NotEvaluatedError } from "./not-evaluated";

/** A metric with what is said of it before anything is calculated: `sum:m{*}.as_count().rollup(sum, 60).fill(zero)`. */
export interface Source {
  readonly metric: Metric;
  readonly rollup?: { readonly aggregator?: TimeAggregator; readonly seconds?: number };
  readonly as?: "count" | "rate";
  readonly fill?: Interpolation;
}

/** Undefined where a query is more than a metric with its modifiers; a second rollup is of what the first makes. */
export function sourceOf(query: Query): Source | undefined {
  if (query.kind === "metric") return { metric: query };
  if (query.kind !== "call" || !(query.name in MODIFIERS)) return undefined;
  const of = sourceOf(subjectOf(query));
  if (of === undefined || (query.name === "rollup" && of.rollup !== undefined)) return undefined;
  return { ...of, ...MODIFIERS[query.name]?.(query) };
}

const MODIFIERS: Readonly<Record<string, (call: Call) => Omit<Source, "metric">>> = {
  rollup: (call) => ({ rollup: rollupOf(call) }),
  as_count: () => ({ as: "count" }),
  as_rate: () => ({ as: "rate" }),
  fill: (call) => ({ fill: fillOf(call) }),
};

const AGGREGATORS: readonly string[] = ["avg", "sum", "min", "max", "count"] satisfies TimeAggregator[];

export function isTimeAggregator(word: string): word is TimeAggregator {
  return AGGREGATORS.includes(word);
}

/** @see https://docs.datadoghq.com/dashboards/functions/rollup/ */
export function rollupOf({ args: [, ...args] }: Call): NonNullable<Source["rollup"]> {
  let found: NonNullable<Source["rollup"]> = {};
  for (const arg of args) {
    if (arg.kind === "number" && arg.value > 0) found = { ...found, seconds: arg.value };
    else if ((arg.kind === "word" || arg.kind === "text") && isTimeAggregator(arg.value)) {
      found = { ...found, aggregator: arg.value };
    } else {
      const said = arg.kind === "word" || arg.kind === "text" ? arg.value : arg.kind;
      throw new NotEvaluatedError(
        `rollup(${said}, …) is not evaluated: only avg, sum, min, max and count over a number of seconds are`,
      );
    }
  }
  return found;
}

const METHODS: readonly string[] = ["linear", "last", "zero", "null"] satisfies Interpolation["method"][];

/** @see https://docs.datadoghq.com/dashboards/functions/interpolation/#fill */
function fillOf({ args: [, method, limit] }: Call): Interpolation {
  const word = method?.kind === "number" && method.value === 0 ? "zero" : valueOf(method);
  if (!METHODS.includes(word)) {
    throw new NotEvaluatedError(`fill(${word}) is not evaluated: only linear, last, zero and null are`);
  }
  return {
    method: word as Interpolation["method"],
    seconds: limit?.kind === "number" ? limit.value : BY_DEFAULT.seconds,
  };
}

function valueOf(arg: Call["args"][number] | undefined): string {
  return arg?.kind === "word" || arg?.kind === "text" ? arg.value : "";
}
