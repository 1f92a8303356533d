import { unknownAtPreview } from "../../components/unknown";
import { readObject, filled, isObject, type Json, objectOf, objectsIn } from "../../datadog/json/value";
import { type Exported, NOUNS } from "./exported";
import { lintBlocks } from "./terraform-dashboard";
import { unknownIn, withAnyIds } from "./terraform-unknown";

/**
 * The objects of Datadog's in what `terraform show -json` prints of a plan or a state, in the API's words; a
 * `datadog_dashboard` in those of `@pulumi/datadog`, whose provider's blocks it has.
 *
 * @returns nothing where it is something else.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformIn(value: unknown): Exported[] | undefined {
  if (!isObject(value) || typeof value.format_version !== "string") return undefined;
  const key = isObject(value.planned_values) ? "planned_values" : "values";
  const changes = objectsIn(value.resource_changes).map(
    ({ address, change }) => [String(address), objectOf(change).after_unknown] as const,
  );
  return inModule(objectOf(value[key]).root_module, [key, "root_module"], new Map(changes));
}

/** What a plan does not know yet, by the resource's address. */
type Unknown = ReadonlyMap<string, unknown>;

function inModule(module: unknown, path: readonly (string | number)[], unknown: Unknown): Exported[] {
  const { resources, child_modules: children } = objectOf(module);
  return [
    ...objectsIn(resources).flatMap((one, index) => inResource(one, [...path, "resources", index], unknown)),
    ...objectsIn(children).flatMap((one, index) => inModule(one, [...path, "child_modules", index], unknown)),
  ];
}

function inResource(
  { type, mode, address, values }: Json,
  path: readonly (string | number)[],
  unknown: Unknown,
): Exported[] {
  if (type === "datadog_dashboard" && mode !== "data") {
    const json = objectOf(values);
    const lint = () => lintBlocks(json, unknown.get(String(address)));
    return [{ kind: "dashboard", words: String(address), path, json, lint }];
  }
  const [kind, read] = TYPES[String(type)] ?? [];
  if (kind === undefined || read === undefined || mode === "data") return [];
  const later = unknown.get(String(address));
  const needed = [...unknownIn(later)].find((key) => NEEDED[kind].includes(key));
  if (needed !== undefined) {
    const lint = () => [unknownAtPreview(`the ${NOUNS[kind]}`, needed)];
    return [{ kind, words: String(address), path, json: objectOf(values), lint }];
  }
  const json = read(filled(withAnyIds(objectOf(values), later) as Json));
  return json === undefined ? [] : [{ kind, words: String(address), path, json }];
}

const TYPES: Readonly<Record<string, readonly [Exported["kind"], (values: Json) => Json | undefined]>> = {
  datadog_monitor: ["monitor", monitorOf],
  datadog_monitor_json: ["monitor", ({ monitor }) => readObject(String(monitor))],
  datadog_dashboard_json: ["dashboard", ({ dashboard }) => readObject(String(dashboard))],
  datadog_downtime_schedule: ["downtime", downtimeOf],
  datadog_service_level_objective: ["slo", sloOf],
};

/** Without which the rules would find what nobody wrote. */
const NEEDED: Readonly<Record<Exported["kind"], readonly string[]>> = {
  monitor: ["monitor", "type", "query", "message", "critical", "warning", "critical_recovery", "warning_recovery"],
  dashboard: ["dashboard"],
  downtime: ["scope", "monitor_identifier", "monitor_tags", "rrule", "duration", "end"],
  slo: ["type", "query", "numerator", "denominator", "target", "formula_expression"],
};

/** A block that comes once is a list there. */
function once(block: unknown): Json {
  return filled(objectOf(Array.isArray(block) ? (block as unknown[])[0] : block));
}

/** The provider writes 0 for what is left out; a new host's delay has a default of its own. */
const LEFT_OUT: Readonly<Record<string, unknown>> = {
  ...{ renotify_interval: 0, renotify_occurrences: 0, timeout_h: 0, no_data_timeframe: 0, evaluation_delay: 0 },
  ...{ new_group_delay: 0, new_host_delay: 300, priority: "" },
};

function monitorOf({ monitor_thresholds, monitor_threshold_windows, variables, ...said }: Json): Json {
  const {
    name,
    type,
    query,
    message,
    tags,
    priority,
    scheduling_options: scheduling,
    ...others
  } = Object.fromEntries(Object.entries(said).filter(([key, value]) => LEFT_OUT[key] !== value));
  const { custom_schedule, evaluation_window } = once(scheduling);
  return filled({
    ...{ name, type, query, message, tags, priority },
    options: filled({
      ...others,
      thresholds: once(monitor_thresholds),
      ...(Object.keys(once(monitor_threshold_windows)).length > 0 && {
        threshold_windows: once(monitor_threshold_windows),
      }),
      ...(scheduling !== undefined && {
        scheduling_options: filled({
          custom_schedule: { recurrences: [once(once(custom_schedule).recurrence)] },
          evaluation_window: evaluation_window && once(evaluation_window),
        }),
      }),
      variables: objectsIn(once(variables).event_query).map((one) => ({
        ...filled(one),
        ...{ compute: once(one.compute), search: once(one.search), group_by: objectsIn(one.group_by) },
      })),
    }),
  });
}

function downtimeOf({ scope, display_timezone, monitor_identifier, ...schedules }: Json): Json {
  const { recurring_schedule: recurring, one_time_schedule: oneTime } = schedules;
  const { recurrence, timezone } = once(recurring);
  return {
    attributes: filled({
      ...{ scope, display_timezone, monitor_identifier: once(monitor_identifier) },
      schedule:
        recurring === undefined
          ? oneTime && once(oneTime)
          : { timezone, recurrences: objectsIn(recurrence).map(filled) },
    }),
  };
}

function sloOf({ query, sli_specification, thresholds, warning_threshold: warning, ...said }: Json): Json {
  const { time_slice } = once(sli_specification);
  const slice = once(time_slice);
  const { formula, query: queries } = once(slice.query);
  return filled({
    ...said,
    warning_threshold: warning === 0 ? undefined : warning,
    thresholds: objectsIn(thresholds).map((one) => filled({ ...one, warning: one.warning === 0 ? null : one.warning })),
    ...(query !== undefined && { query: once(query) }),
    ...(time_slice !== undefined && {
      sli_specification: {
        time_slice: {
          ...slice,
          query: {
            formulas: [{ formula: once(formula).formula_expression }],
            queries: objectsIn(queries).map((one) => once(one.metric_query)),
          },
        },
      },
    }),
  });
}
