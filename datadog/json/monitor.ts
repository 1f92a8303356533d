import type { MonitorDefinition } from "../lint/monitor-definition";
import { camelCase, filled, type Json, objectOf, objectsIn } from "./value";

/**
 * A monitor of the API's, as `@pulumi/datadog` declares one. What the provider has no word for is left out.
 *
 * @returns nothing where it has no type or no query.
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor
 */
export function monitorOfJson(json: Json): (MonitorDefinition & { readonly assets?: unknown }) | undefined {
  if (typeof json.type !== "string" || typeof json.query !== "string") return undefined;
  const options = objectOf(json.options);
  const { thresholds, threshold_windows, notify_by, scheduling_options, variables, ...others } = options;
  return filled({
    ...camelKeys(filled(others)),
    ...{ name: json.name, type: json.type, query: json.query, message: json.message, tags: json.tags },
    ...{ priority: numberText(json.priority), assets: json.assets },
    monitorThresholds: Object.fromEntries(
      Object.entries(filled(objectOf(thresholds))).map(([name, number]) => [camelCase(name), numberText(number)]),
    ),
    monitorThresholdWindows: threshold_windows && camelKeys(filled(objectOf(threshold_windows))),
    notifyBies: notify_by,
    schedulingOptions: scheduling_options && schedulingOf(objectOf(scheduling_options)),
    variables: variables && variablesOf(objectsIn(variables)),
  }) as unknown as MonitorDefinition;
}

/** The provider has numbers in texts. */
function numberText(value: unknown): string | undefined {
  return typeof value === "number" || typeof value === "string" ? String(value) : undefined;
}

function camelKeys(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [camelCase(key), value]));
}

function schedulingOf({ custom_schedule, evaluation_window }: Json): object {
  const [recurrence] = objectsIn(objectOf(custom_schedule).recurrences);
  return filled({
    customSchedule: recurrence && { recurrence },
    evaluationWindow: evaluation_window && camelKeys(filled(objectOf(evaluation_window))),
  });
}

/** Each kind of query has a list of its own there. */
const LISTS: Readonly<Record<string, string>> = {
  cloud_cost: "cloudCostQueries",
  data_quality_metrics: "dataQualityQueries",
};

function variablesOf(variables: readonly Json[]): object {
  const lists: Record<string, object[]> = {};
  for (const one of variables) {
    const list = LISTS[String(one.data_source)] ?? "eventQueries";
    (lists[list] ??= []).push(
      filled({
        ...camelKeys(one),
        ...("compute" in one && { compute: undefined, computes: [one.compute] }),
        ...("group_by" in one && { groupBy: undefined, groupBies: one.group_by }),
      }),
    );
  }
  return lists;
}
