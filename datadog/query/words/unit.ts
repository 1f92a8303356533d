import { unitOf } from "../../metrics/catalogue";
import type { Arithmetic, Call, Metric, Query } from "../query";

/** What has a unit of its own, whatever it is applied to; none where it has no unit. */
const OWN_UNIT: ReadonlyMap<string, string | undefined> = new Map([
  ["dt", "second"],
  ...["log2", "log10", "pow", "sqrt", "exp", "integral", "count_nonzero", "count_not_null"].map(
    (name) => [name, undefined] as const,
  ),
]);

const PER: Readonly<Record<string, string>> = {
  as_rate: "second",
  per_second: "second",
  per_minute: "minute",
  per_hour: "hour",
  derivative: "second",
};

/**
 * The unit of a query's values in Datadog's word, where the catalogue knows its metrics: `byte`; `fraction` of a quotient
 * of two of one unit, `percent` of a hundred of those.
 */
export function unitOfQuery(query: Query): string | undefined {
  switch (query.kind) {
    case "number":
      return undefined;
    case "negative":
      return unitOfQuery(query.of);
    case "metric":
      return unitOfMetric(query);
    case "call":
      return unitOfCall(query);
    case "arithmetic":
      return unitOfArithmetic(query);
  }
}

function unitOfMetric({ aggregator, condition, metric }: Metric): string | undefined {
  return aggregator === "count" || condition !== undefined ? undefined : unitOf(metric);
}

function unitOfCall({ name, args }: Call): string | undefined {
  if (OWN_UNIT.has(name)) return OWN_UNIT.get(name);
  const [of] = args;
  if (of === undefined || of.kind === "text" || of.kind === "word" || of.kind === "named") return undefined;
  if (name === "rollup" && args.some((arg) => arg.kind === "word" && arg.value === "count")) return undefined;
  const unit = unitOfQuery(of);
  const per = PER[name];
  if (per !== undefined) return unit === undefined || unit.includes("/") ? unit : `${unit}/${per}`;
  return name === "as_count" ? unit?.split("/")[0] : unit;
}

function unitOfArithmetic({ operator, left, right }: Arithmetic): string | undefined {
  // A sum of thousands nests to the left as deep; nobody reads its unit.
  if (left.kind === "arithmetic" && left.left.kind === "arithmetic" && left.left.left.kind === "arithmetic") {
    return undefined;
  }
  const [first, second] = [unitOfQuery(left), unitOfQuery(right)];
  if (operator === "+" || operator === "-") {
    if (left.kind === "number") return second;
    return right.kind === "number" || first === second ? first : undefined;
  }
  if (operator === "/") return first !== undefined && first === second && first !== "percent" ? "fraction" : undefined;
  const isHundred = (one: Query) => one.kind === "number" && one.value === 100;
  return (isHundred(right) && first === "fraction") || (isHundred(left) && second === "fraction")
    ? "percent"
    : undefined;
}
