import { countInWords, numberInWords, valueInWords } from "../../metrics/value-words";
import { kindOf } from "../kind";
import type { OfMetric, Over } from "../monitor-query";
import type { Argument, Call, Comparator, Query } from "../query";
import { callsOf, groupsOf } from "../walk";
import { type Around, compared, type ConditionWords, groupsInWords, literal, windowInWords } from "./condition";
import { filterInWords } from "./filter";
import { enclosed } from "./phrase";
import { commonGroups, commonScope, phraseOf } from "./query";
import { unitOfQuery } from "./unit";

/** A monitor of metrics: their values, changes, anomalies, outliers or forecasts. */
export function ofMetric(query: OfMetric, around: Around): ConditionWords {
  const scope = commonScope(query.query);
  const where = scope === undefined ? undefined : filterInWords(scope);
  return { ...judged(query, around), ...(where !== undefined && { where }) };
}

function judged(query: OfMetric, around: Around): ConditionWords {
  switch (kindOf(query)) {
    case "change":
      return change(query, around);
    case "anomaly":
      return anomaly(query, around);
    case "outlier":
      return outlier(query);
    case "forecast":
      return forecast(query, around);
    default:
      return compared(`${subject(query.query, query.over)} is`, query, around, unitOfQuery(query.query));
  }
}

/** The query over the window: `the average of my_metric over 5 minutes on a host`. */
function subject(query: Query, { method, window }: Over): string {
  const of = phraseOf(query, { scope: commonScope(query) !== undefined, groups: commonGroups(query) !== undefined });
  const time = `over ${windowInWords(window)}`;
  const groups = groupsInWords(groupsOf(query));
  if (isSaidOnce(query, method)) return of.loose ? `${of.text}, ${time}${groups},` : `${of.text} ${time}${groups}`;
  const aggregate = method === "min" || method === "max" ? EXTREMES[method] : undefined;
  const joined =
    aggregate === undefined ? `the ${TIME[method] ?? method} ${time} of` : `the ${aggregate} value ${time} of`;
  return `${joined} ${enclosed(of)}${groups}`;
}

const EXTREMES = { min: "lowest", max: "highest" } as const;
const TIME: Readonly<Record<string, string>> = { avg: "average", sum: "sum", percentile: "distribution" };

/** Where series and time are joined in the same way, and where all of a window is counted, one word says both. */
function isSaidOnce(query: Query, method: string): boolean {
  if (query.kind === "metric") {
    const { aggregator, condition } = query;
    return condition === undefined && (aggregator === method || (method === "percentile" && aggregator !== undefined));
  }
  return method === "sum" && isCounted(query);
}

function isCounted(query: Query): boolean {
  switch (query.kind) {
    case "call":
      return query.name === "as_count";
    case "arithmetic":
      return isCounted(query.left) && isCounted(query.right);
    default:
      return false;
  }
}

function change(query: OfMetric, around: Around): ConditionWords {
  const { over, query: of, comparator, threshold } = query;
  const from = `within ${windowInWords(over.ago ?? over.window)}`;
  const percent = over.change === "pct_change";
  const unit = percent ? "percent" : unitOfQuery(of);
  const what = subject(of, over);
  const verb = directionOf(comparator, threshold);
  if (verb === undefined) {
    return compared(`the change ${from} of ${what} is`, query, around, unit);
  }
  const by = (value: number) => `by ${atLeast(comparator)} ${valueInWords(Math.abs(value), unit)}`;
  const { warning } = around.thresholds ?? {};
  return {
    alerts: `${what} has ${verb} ${from} ${by(threshold)}`,
    ...(warning !== undefined && { warns: by(warning) }),
  };
}

/** A rise or a fall, where the number and the comparison say so together. */
function directionOf(comparator: Comparator, threshold: number): "risen" | "fallen" | undefined {
  if ((comparator === ">" || comparator === ">=") && threshold >= 0) return "risen";
  return (comparator === "<" || comparator === "<=") && threshold <= 0 ? "fallen" : undefined;
}

function atLeast(comparator: Comparator): string {
  return comparator === ">=" || comparator === "<=" ? "at least" : "more than";
}

function anomaly(query: OfMetric, { thresholds = {}, recoveryWindow }: Around): ConditionWords {
  const call = called(query.query, "anomalies");
  const [of, algorithm, deviations] = call.args;
  const named = (name: string) => literal(call.args.find((arg) => arg.kind === "named" && arg.name === name));
  const direction = named("direction") ?? "both";
  const side = direction === "both" ? "outside of" : direction;
  const share = (value: number) =>
    value === 1 ? "all points" : `${numberInWords(Number((value * 100).toPrecision(12)))} % of the points`;
  const { warning } = thresholds;
  const what = `${of === undefined ? "it" : phraseIn(of)}${groupsInWords(groupsOf(query.query))}`;
  return {
    alerts: `over ${windowInWords(named("alert_window") ?? query.over.window)} ${share(query.threshold)} of ${what} are ${side} the band in which they are expected (algorithm ${literal(algorithm) ?? "unknown"}, ${deviationsOf(deviations)} to each side)`,
    ...(warning !== undefined && { warns: `at ${share(warning)}` }),
    ...(recoveryWindow !== undefined && { recovers: `when ${windowInWords(recoveryWindow)} are within it` }),
  };
}

function outlier(query: OfMetric): ConditionWords {
  const [of, algorithm, tolerance] = called(query.query, "outliers").args;
  return {
    alerts: `${of === undefined ? "it" : phraseIn(of)}${groupsInWords(groupsOf(query.query))} is unlike the others over ${windowInWords(query.over.window)} (algorithm ${literal(algorithm) ?? "unknown"}, tolerance ${literal(tolerance) ?? "unknown"})`,
  };
}

function forecast(query: OfMetric, around: Around): ConditionWords {
  const [of, algorithm, deviations] = called(query.query, "forecast").args;
  const what = `${of === undefined ? "it" : phraseIn(of)}${groupsInWords(groupsOf(query.query))}`;
  const { alerts, ...others } = compared("to be", query, around, unitOfQuery(query.query));
  return {
    alerts: `${what} is heading ${alerts} within ${windowInWords(query.over.window)} (${literal(algorithm) ?? "unknown"} forecast, ${deviationsOf(deviations)} to each side)`,
    ...others,
  };
}

function called(query: Query, name: string): Call {
  return callsOf(query).find((call) => call.name === name) ?? { kind: "call", name, notation: "function", args: [] };
}

function phraseIn(of: Argument): string {
  if (of.kind === "text" || of.kind === "word" || of.kind === "named") return String(literal(of));
  const said = { scope: commonScope(of) !== undefined, groups: commonGroups(of) !== undefined };
  return enclosed(phraseOf(of, said));
}

function deviationsOf(one: Argument | undefined): string {
  return one?.kind === "number" ? countInWords(one.value, "deviation") : "deviations";
}
