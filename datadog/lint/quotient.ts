import type { Metric, Query } from "../query/query";
import { filterText } from "../query/print";
import type { MonitorRule } from "./monitor-definition";

const metric = (query: string, more: object = {}) => ({
  type: "query alert",
  query,
  requireFullWindow: false,
  ...more,
});
const ERRORS = "sum:my_app.errors{env:prod}.as_rate()";
const HITS = "sum:my_app.hits{env:prod}.as_rate()";

const unitOfQuotient: MonitorRule = {
  id: "monitor/unit-of-quotient",
  verdict: "may-be-meant",
  because:
    "A part divided by its whole is 0 to 1, and times 100 a percentage. A threshold in the other unit is hardly ever reached, or always.",
  source: "https://docs.datadoghq.com/monitors/guide/add-a-minimum-request-threshold-for-error-rate-alerts/",
  passes: metric(`avg(last_10m):100 * (${ERRORS} / ${HITS}) > 5`),
  fails: metric(`avg(last_10m):100 * (${ERRORS} / ${HITS}) > 0.05`),
  *check({ query, kind }) {
    if (query.kind !== "metric" || kind !== "metric") return;
    const quotient = quotientOf(query.query);
    if (quotient === undefined) return;
    const { times, part, whole } = quotient;
    const threshold = query.threshold;
    if (times === 100 && threshold > 0 && threshold < 1) {
      yield {
        problem: `${part} / ${whole} * 100 is a percentage: ${threshold} is less than one percent`,
        remedy: `write ${inDigits(threshold * 100)} if that share of the whole is meant`,
      };
    }
    if (times === 1 && threshold > 1 && threshold <= 100 && isShare(quotient)) {
      yield {
        problem: `${part} / ${whole} is a share, 0 to 1: ${threshold} is hardly ever reached`,
        remedy: `multiply by 100, or write ${inDigits(threshold / 100)} for ${threshold} percent`,
      };
    }
  },
};

interface Quotient {
  /** What the quotient is multiplied by. */
  readonly times: number;
  readonly part: string;
  readonly whole: string;
  readonly numerator: Metric;
  readonly denominator: Metric;
}

/** One metric divided by another, with the numbers that it is multiplied by; what is 0 or 1 beside it changes no unit. */
function quotientOf(query: Query): Quotient | undefined {
  const over: Query[] = [];
  const under: Query[] = [];
  factors(query, over, under);
  const [numerators, denominators] = [over, under].map((side) => side.filter((one) => one.kind !== "number"));
  const [numerator, denominator] = [metricIn(numerators?.[0]), metricIn(denominators?.[0])];
  if (numerators?.length !== 1 || denominators?.length !== 1) return undefined;
  if (numerator === undefined || denominator === undefined) return undefined;
  const times = product(over) / product(under);
  return { times, part: numerator.metric, whole: denominator.metric, numerator, denominator };
}

function factors(query: Query, over: Query[], under: Query[]): void {
  if (query.kind === "arithmetic" && (query.operator === "*" || query.operator === "/")) {
    factors(query.left, over, under);
    if (query.operator === "*") factors(query.right, over, under);
    else factors(query.right, under, over);
  } else if (query.kind !== "call" || !/^is_(greater|less|between)$/.test(query.name)) {
    over.push(query);
  }
}

function product(side: readonly Query[]): number {
  return side.reduce((all, one) => (one.kind === "number" ? all * one.value : all), 1);
}

/** These leave a metric what it is. */
const KEEPING = ["as_count", "as_rate", "default_zero", "fill", "rollup", "exclude_null"];

function metricIn(query: Query | undefined): Metric | undefined {
  if (query?.kind === "metric") return query;
  if (query?.kind !== "call" || !KEEPING.includes(query.name)) return undefined;
  const [of] = query.args;
  return of?.kind === "metric" || of?.kind === "call" ? metricIn(of) : undefined;
}

const FAILING = /(error|fail(ed|ure)?|drop(ped)?|reject(ed)?|timeout|miss(es)?|[45]xx)s?(\b|_)/i;
const ALL = /(hit|request|total|call|job|message|attempt|invocation|count)s?(\b|_)/i;

/** What fails among all, or some series of a metric among all of them. */
function isShare({ numerator, denominator }: Quotient): boolean {
  if (numerator.metric === denominator.metric) {
    return (
      numerator.aggregator === denominator.aggregator && filterText(numerator.scope) !== filterText(denominator.scope)
    );
  }
  return FAILING.test(numerator.metric) && ALL.test(denominator.metric) && !FAILING.test(denominator.metric);
}

function inDigits(number: number): number {
  return Number(number.toPrecision(12));
}

export const quotientRules: readonly MonitorRule[] = [unitOfQuotient];
