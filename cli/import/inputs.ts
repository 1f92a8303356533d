import { queryKind } from "../../datadog/json/dashboard";
import { camelCase, filled, isObject, type Json, objectOf, objectsIn } from "../../datadog/json/value";
import { TYPES } from "./provider-inputs.generated";

/** An object's arguments in the words of `@pulumi/datadog`, and what of it has no word there. */
export interface Inputs {
  readonly inputs: Json;
  /** Places in the object's JSON: `widgets[3].definition.requests`. */
  readonly lost: readonly string[];
}

/**
 * What the API answers of an object, as arguments of the provider's class: each key by the type that the class declares for
 * it. Nothing is guessed: what the type has no place for is told.
 *
 * @param type of the arguments: `DashboardArgs`.
 */
export function inputsOf(json: Json, type: string): Inputs {
  const lost: string[] = [];
  return { inputs: objectAs(type, json, "", lost) ?? {}, lost };
}

/** Keys that the provider calls otherwise, where its own name is no plural of the API's. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  formula: ["formulaExpression", "formula"],
  search: ["searchQuery", "search"],
  compute: ["computes", "computeQuery", "compute"],
  sort: ["sortQuery", "sort"],
  x: ["xes", "x"],
  table: ["scatterplotTables", "table"],
};

/** The property of a type that a key of the API's is: `groupBies` of `group_by`, `request` of `requests`. */
function propertyOf(type: Properties, key: string): string | undefined {
  const name = camelCase(key);
  const names = [
    ...(NAMES[key] ?? []),
    name,
    ...[`${name}s`, `${name}es`, name.replace(/y$/, "ies"), name.replace(/s$/, "")],
  ];
  return names.find((one) => one in type);
}

type Properties = Readonly<Record<string, string>>;

function objectAs(typeName: string, json: Json, path: string, lost: string[]): Json | undefined {
  const type = TYPES[typeName];
  if (type === undefined) return none(path, lost);
  if ("noteDefinition" in type || "timeseriesDefinition" in type) return widgetAs(type, json, path, lost);
  if ("metricQuery" in type || "eventQuery" in type) return queryAs(type, json, path, lost);
  if ("eventQueries" in type) return none(path, lost);
  const inputs: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(filled(json))) {
    // Follows from the widget: the provider adds it by itself.
    if (key === "response_format" && "queries" in type && (value === "scalar" || value === "timeseries")) continue;
    const place = path === "" ? key : `${path}.${key}`;
    if (key === "time" && "liveSpan" in type) {
      Object.assign(inputs, timeAs(type, value, place, lost));
      continue;
    }
    const property = propertyOf(type, key);
    const kind = property && type[property];
    if (property === undefined || kind === undefined || property in inputs) lost.push(place);
    else {
      const converted = valueAs(kind, property === "searchQuery" ? searchText(value) : value, place, lost);
      if (converted !== undefined) inputs[property] = converted;
    }
  }
  return inputs;
}

function none(path: string, lost: string[]): Json | undefined {
  lost.push(path);
  return undefined;
}

function valueAs(kind: string, value: unknown, path: string, lost: string[]): unknown {
  if (value === null || value === undefined) return undefined;
  if (kind.endsWith("[]")) {
    const of = kind.slice(0, -2);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.map((one, i) => valueAs(of, one, Array.isArray(value) ? `${path}[${i}]` : path, lost));
  }
  const [first, ...others] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (others.length > 0) return none(path, lost);
  if (first === undefined || first === null) return undefined;
  switch (kind) {
    case "string":
      return typeof first === "string" || typeof first === "number" ? String(first) : none(path, lost);
    case "number": {
      const number = typeof first === "string" && first.trim() !== "" ? Number(first) : first;
      return typeof number === "number" && Number.isFinite(number) ? number : none(path, lost);
    }
    case "boolean":
      return typeof first === "boolean" ? first : none(path, lost);
    default:
      return isObject(first) ? objectAs(kind, first, path, lost) : none(path, lost);
  }
}

/** A query of an older request: `{ query: "status:error" }`. */
function searchText(value: unknown): unknown {
  return isObject(value) && Object.keys(value).every((key) => key === "query") ? value.query : value;
}

/** A span that goes on; one that is fixed has no place there. */
function timeAs(type: Properties, value: unknown, path: string, lost: string[]): object {
  const { live_span: liveSpan, hide_incomplete_cost_data: hides, ...others } = filled(objectOf(value));
  const isHidden = hides === undefined || "hideIncompleteCostData" in type;
  if (Object.keys(others).length > 0 || !isHidden) lost.push(path);
  return filled({ liveSpan, hideIncompleteCostData: hides });
}

/** Types of widgets that the provider calls otherwise. */
const WIDGETS: Readonly<Record<string, string>> = { slo: "service_level_objective", split_group: "split_graph" };

/** Its definition under the name of its kind; a definition by itself is one, too, as that of a split graph's source. */
function widgetAs(type: Properties, json: Json, path: string, lost: string[]): Json | undefined {
  const { definition = json, layout } = json;
  const { type: kind, ...said } = objectOf(definition);
  const property = typeof kind === "string" ? `${camelCase(WIDGETS[kind] ?? kind)}Definition` : "";
  const of = type[property];
  if (of === undefined) return none(`${path}.definition.type`, lost);
  return filled({
    [property]: objectAs(of, said, definition === json ? path : `${path}.definition`, lost),
    ...(isObject(layout) && { widgetLayout: valueAs(String(type.widgetLayout), layout, `${path}.layout`, lost) }),
  });
}

function queryAs(type: Properties, json: Json, path: string, lost: string[]): Json | undefined {
  const kind = queryKind(json);
  const of = type[kind];
  return of === undefined ? none(path, lost) : { [kind]: objectAs(of, json, path, lost) };
}

/** What Datadog says of any object beside what somebody declared. */
const ANSWERED = {
  monitor: [
    ...["id", "org_id", "multi", "created", "created_at", "creator", "modified", "deleted", "overall_state"],
    ...["overall_state_modified", "state", "matching_downtimes", "restriction_policy", "restricted_roles", "options"],
  ],
  dashboard: ["id", "url", "author_handle", "author_name", "created_at", "modified_at", "restricted_roles"],
  downtime: ["created", "modified", "canceled", "status", "schedule", "mute_first_recovery_notification_at"],
  slo: [
    ...[
      "id",
      "created_at",
      "modified_at",
      "creator",
      "monitor_tags",
      "configured_alert_ids",
      "overall_status",
      "type_id",
    ],
    ...["restricted_roles", "group_names"],
  ],
};

function declaredIn(json: Json, kind: keyof typeof ANSWERED): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !ANSWERED[kind].includes(key)));
}

/** What a monitor has where nobody said anything: it says nothing in a declaration either. */
const STANDARDS: Json = {
  ...{ include_tags: true, require_full_window: true, notify_audit: false, notify_no_data: false, locked: false },
  ...{ new_host_delay: 300, escalation_message: "", timeout_h: 0, renotify_interval: 0, evaluation_delay: 0 },
  ...{ enable_logs_sample: false, enable_samples: false, groupby_simple_monitor: false },
};

/** `GET /api/v1/monitor/{id}?with_assets=true` */
export function monitorInputs(json: Json): Inputs {
  const { thresholds, threshold_windows, variables, scheduling_options, ...options } = objectOf(json.options);
  const unsaid = ["silenced", ...(options.notify_no_data === true ? [] : ["no_data_timeframe"])];
  const said = Object.entries(filled(options)).filter(
    ([key, value]) => value !== STANDARDS[key] && !unsaid.includes(key),
  );
  const lists = Array.isArray(variables) ? objectsIn(variables) : undefined;
  const { draft_status, assets, priority, message, tags, ...declared } = declaredIn(json, "monitor");
  const flat = {
    ...declared,
    message: typeof message === "string" ? message.trimEnd() : message,
    priority,
    tags: Array.isArray(tags) ? [...(tags as string[])].sort() : tags,
    monitor_thresholds: thresholds,
    monitor_threshold_windows: isObject(threshold_windows) ? filled(threshold_windows) : undefined,
    ...Object.fromEntries(said),
    ...(draft_status !== "published" && { draft_status }),
    ...(Array.isArray(assets) && assets.length > 0 && { assets: objectsIn(assets).map(assetIn) }),
    scheduling_options: isObject(scheduling_options) ? schedulingIn(scheduling_options) : undefined,
  };
  const { inputs, lost } = inputsOf(flat, "MonitorArgs");
  // An import by the class leaves out what missing data means, without which a plan with a schedule of its own is refused.
  const isRefused = objectOf(scheduling_options).custom_schedule !== undefined;
  const others = isRefused ? ["options.on_missing_data"] : [];
  const read = lists && variablesAs(lists, others);
  return { inputs: { ...inputs, ...(read && { variables: read }) }, lost: [...lost, ...others] };
}

function assetIn({ name, url, category, resource_key, resource_type }: Json): Json {
  return { name, url, category, resource_key, resource_type };
}

/** The provider has one recurrence, and Datadog takes one. */
function schedulingIn({ custom_schedule, evaluation_window }: Json): Json {
  const { recurrences } = objectOf(custom_schedule);
  return {
    ...(isObject(custom_schedule) && { custom_schedule: { recurrence: recurrences } }),
    ...(isObject(evaluation_window) && { evaluation_window }),
  };
}

/** Each kind of query has a list of its own there. */
const LISTS: Readonly<Record<string, string>> = {
  cloud_cost: "cloudCostQueries",
  data_quality_metrics: "dataQualityQueries",
  data_jobs: "dataJobsQueries",
};

function variablesAs(variables: readonly Json[], lost: string[]): Json {
  const type = TYPES.MonitorVariables ?? {};
  const lists: Record<string, unknown[]> = {};
  for (const [i, one] of variables.entries()) {
    const list = LISTS[String(one.data_source)] ?? "eventQueries";
    const of = (type[list] ?? "").replace("[]", "");
    (lists[list] ??= []).push(objectAs(of, one, `options.variables[${i}]`, lost));
  }
  return lists;
}

/** `GET /api/v1/dashboard/{id}` */
export function dashboardInputs(json: Json): Inputs {
  const {
    description,
    notify_list,
    tags,
    is_read_only,
    template_variables,
    template_variable_presets,
    tabs,
    ...declared
  } = declaredIn(json, "dashboard");
  const there = (list: unknown) => (Array.isArray(list) && list.length > 0 ? list : undefined);
  const { inputs, lost } = inputsOf(
    {
      ...declared,
      ...(description !== "" && { description }),
      // Deprecated, and what the policies of a restriction say now.
      ...(is_read_only === true && { is_read_only }),
      tags: there(tags),
      notify_lists: there(notify_list),
      template_variables: there(template_variables),
      template_variable_presets: there(template_variable_presets),
    },
    "DashboardArgs",
  );
  // They name widgets by ids, which the provider's widgets don't say.
  return { inputs, lost: [...lost, ...(there(tabs) === undefined ? [] : ["tabs"])] };
}

/** The attributes of `GET /api/v2/downtime/{id}` */
export function downtimeInputs(attributes: Json): Inputs {
  const { message, ...declared } = declaredIn(attributes, "downtime");
  const { recurrences, timezone, start, end } = objectOf(attributes.schedule);
  return inputsOf(
    {
      ...declared,
      ...(message !== "" && { message }),
      ...(recurrences === undefined
        ? { one_time_schedule: { start: instant(start), end: instant(end) } }
        : { recurring_schedule: { timezone, recurrences } }),
    },
    "DowntimeScheduleArgs",
  );
}

/** The provider takes UTC as `Z` alone. */
function instant(time: unknown): unknown {
  return typeof time === "string" ? `${new Date(time).toISOString().slice(0, 19)}Z` : time;
}

/** `GET /api/v1/slo/{id}` */
export function sloInputs(json: Json): Inputs {
  const { monitor_ids, groups, description, thresholds, sli_specification, query, ...declared } = declaredIn(
    json,
    "slo",
  );
  const there = (list: unknown) => (Array.isArray(list) && list.length > 0 ? list : undefined);
  return inputsOf(
    {
      ...declared,
      ...(description !== "" && { description }),
      monitor_ids: there(monitor_ids),
      groups: there(groups),
      thresholds: objectsIn(thresholds).map(({ target, timeframe, warning }) => ({ target, timeframe, warning })),
      // Datadog answers a query of events in both ways; one of time slices is in the specification alone.
      ...(json.type === "metric" && isObject(query) ? { query } : { sli_specification }),
    },
    "ServiceLevelObjectiveArgs",
  );
}
