import type { MonitorDefinition } from "../lint/monitor-definition";
import { camelCase, filled, isObject, type Json, type Kind, objectOf, objectsIn, ofKinds } from "./value";

/**
 * A monitor of the API's, as `@pulumi/datadog` declares one. What the provider has no word for is left out.
 *
 * @returns nothing where it has no type or no query.
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor
 */
export function monitorOfJson(json: Json): (MonitorDefinition & { readonly assets?: unknown }) | undefined {
  if (typeof json.type !== "string" || typeof json.query !== "string") return undefined;
  const { thresholds, threshold_windows, notify_by, scheduling_options, variables, ...others } = objectOf(json.options);
  return filled({
    ...ofKinds({ ...json, ...camelKeys(others), notifyBies: notify_by }, KINDS),
    priority: numberText(json.priority),
    monitorThresholds: Object.fromEntries(
      Object.entries(filled(objectOf(thresholds))).flatMap(([name, number]) => {
        const text = numberText(number);
        return text === undefined ? [] : [[camelCase(name), text]];
      }),
    ),
    ...(isObject(threshold_windows) && {
      monitorThresholdWindows: ofKinds(camelKeys(threshold_windows), { triggerWindow: "text", recoveryWindow: "text" }),
    }),
    ...(isObject(scheduling_options) && { schedulingOptions: schedulingOf(scheduling_options) }),
    ...(Array.isArray(variables) && { variables: variablesOf(objectsIn(variables)) }),
  }) as unknown as MonitorDefinition;
}

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ name: "text", type: "text", query: "text", message: "text", tags: "texts", assets: "objects" },
  ...{ escalationMessage: "text", notifyNoData: "boolean", noDataTimeframe: "number", onMissingData: "text" },
  ...{ requireFullWindow: "boolean", evaluationDelay: "number", newGroupDelay: "number", newHostDelay: "number" },
  ...{ renotifyInterval: "number", renotifyOccurrences: "number", renotifyStatuses: "texts", timeoutH: "number" },
  ...{ groupRetentionDuration: "text", notifyBies: "texts", includeTags: "boolean", notificationPresetName: "text" },
};

/** The provider has numbers in texts. */
function numberText(value: unknown): string | undefined {
  return typeof value === "number" || typeof value === "string" ? String(value) : undefined;
}

function camelKeys(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [camelCase(key), value]));
}

function schedulingOf({ custom_schedule, evaluation_window }: Json): object {
  const [recurrence] = objectsIn(objectOf(custom_schedule).recurrences);
  return {
    ...(typeof recurrence?.rrule === "string" && {
      customSchedule: { recurrence: ofKinds(recurrence, { rrule: "text", start: "text", timezone: "text" }) },
    }),
    ...(isObject(evaluation_window) && {
      evaluationWindow: ofKinds(camelKeys(evaluation_window), {
        ...{ hourStarts: "number", dayStarts: "text", monthStarts: "number" },
      }),
    }),
  };
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
