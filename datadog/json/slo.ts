import type { SloDefinition } from "../lint/slo-definition";
import { filled, isObject, type Json, type Kind, objectOf, objectsIn, ofKinds } from "./value";

/**
 * An SLO of the API's, as `@pulumi/datadog` declares one.
 *
 * @returns nothing where it has no type or no thresholds.
 * @see https://docs.datadoghq.com/api/latest/service-level-objectives/
 */
export function sloOfJson(json: Json): SloDefinition | undefined {
  if (typeof json.type !== "string" || !Array.isArray(json.thresholds)) return undefined;
  const { count, time_slice: slice } = objectOf(json.sli_specification);
  const { query } = json;
  return filled({
    ...ofKinds(
      {
        ...json,
        targetThreshold: json.target_threshold,
        warningThreshold: json.warning_threshold,
      },
      KINDS,
    ),
    ...(Array.isArray(json.monitor_ids) && { monitorIds: json.monitor_ids.filter((id) => typeof id === "number") }),
    thresholds: objectsIn(json.thresholds).map((one) =>
      ofKinds(one, { timeframe: "text", target: "number", warning: "number" }),
    ),
    ...(isObject(query) && { query: ofKinds(query, { numerator: "text", denominator: "text" }) }),
    ...((isObject(count) || isObject(slice)) && {
      sliSpecification: filled({
        count: isObject(count) ? countOf(count) : undefined,
        timeSlice: isObject(slice) ? timeSliceOf(slice) : undefined,
      }),
    }),
  }) as unknown as SloDefinition;
}

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ name: "text", type: "text", tags: "texts", groups: "texts", timeframe: "text" },
  ...{ targetThreshold: "number", warningThreshold: "number" },
};

function countOf(count: Json): object {
  return filled({
    queries: queriesOf(count.queries),
    goodEventsFormula: objectOf(count.good_events_formula).formula,
    totalEventsFormula: objectOf(count.total_events_formula).formula,
    badEventsFormula: objectOf(count.bad_events_formula).formula,
  });
}

function timeSliceOf({ comparator, threshold, query_interval_seconds: interval, query }: Json): object {
  const { formulas, queries } = objectOf(query);
  return filled({
    ...{ comparator, threshold, queryIntervalSeconds: interval },
    query: {
      formula: { formulaExpression: objectsIn(formulas)[0]?.formula ?? "" },
      queries: queriesOf(queries),
    },
  });
}

function queriesOf(queries: unknown): object[] {
  return objectsIn(queries).map((one) => ({ metricQuery: ofKinds(one, { name: "text", query: "text" }) }));
}
