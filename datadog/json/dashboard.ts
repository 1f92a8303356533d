import type { DashboardDefinition, TemplateVariable, WidgetDefinition } from "../lint/dashboard/definition";
import { camelCase, filled, isObject, type Json, type Kind, objectOf, objectsIn, ofKinds } from "./value";

/**
 * A dashboard of the API's, as `@pulumi/datadog` declares one.
 *
 * @see https://docs.datadoghq.com/dashboards/graphing_json/
 */
export function dashboardOfJson(json: Json): DashboardDefinition {
  const { widgets, ...dashboard } = json;
  return {
    layoutType: "",
    ...ofKinds(renamed(dashboard), KINDS_OF_DASHBOARD),
    ...(Array.isArray(dashboard.template_variables) && {
      templateVariables: objectsIn(dashboard.template_variables).flatMap((one) => variableOf(one)),
    }),
    ...(Array.isArray(widgets) && { widgets: objectsIn(widgets).map(widgetOf) }),
  };
}

const KINDS_OF_DASHBOARD: Readonly<Record<string, Kind>> = {
  ...{ title: "text", description: "text", layoutType: "text", reflowType: "text", isReadOnly: "boolean" },
  ...{ tags: "texts", notifyLists: "texts", restrictedRoles: "texts", templateVariablePresets: "objects" },
};

function variableOf(variable: Json): TemplateVariable[] {
  const said = ofKinds(renamed(variable), {
    ...{ name: "text", prefix: "text", default: "text", defaults: "texts", availableValues: "texts" },
  });
  return typeof said.name === "string" ? [{ ...said, name: said.name }] : [];
}

/** Types of widgets that the provider calls otherwise. */
const TYPES: Readonly<Record<string, string>> = { slo: "service_level_objective", split_group: "split_graph" };

function widgetOf({ definition, layout }: Json): WidgetDefinition {
  const { type, ...said } = objectOf(definition);
  if (typeof type !== "string") return {};
  const { widgets, source_widget_definition: source, requests, ...others } = said;
  return {
    ...(isObject(layout) && { widgetLayout: renamed(layout) as unknown as WidgetDefinition["widgetLayout"] }),
    [`${camelCase(TYPES[type] ?? type)}Definition`]: {
      ...renamed(others),
      ...(widgets !== undefined && { widgets: objectsIn(widgets).map(widgetOf) }),
      ...(source !== undefined && { sourceWidgetDefinition: widgetOf({ definition: source }) }),
      ...requestsOf(requests, type),
    },
  } as WidgetDefinition;
}

/** A host map and a scatter plot have one request of several parts; the others have a list. */
function requestsOf(requests: unknown, type: string): object {
  if (isObject(requests)) {
    const parts = Object.entries(filled(requests)).map(([part, one]) => [
      PARTS[part] ?? camelCase(part),
      (Array.isArray(one) ? objectsIn(one) : objectsIn([one])).map(requestOf),
    ]);
    return { request: Object.fromEntries(parts) as object };
  }
  const list = objectsIn(requests).map(requestOf);
  if (requests === undefined) return {};
  return type === "slo_list" ? { request: list[0] } : { requests: list };
}

const PARTS: Readonly<Record<string, string>> = {
  ...{ fill: "fills", size: "sizes", x: "xes", y: "ys", table: "scatterplotTables" },
};

function requestOf({ queries, query, ...request }: Json): object {
  return {
    ...renamed(request),
    ...(queries !== undefined && { queries: objectsIn(queries).map(queryOf) }),
    // A distribution of one query, or a stream's.
    ...(isObject(query) && { query: renamed(query) }),
  };
}

function queryOf(query: Json): object {
  return { [queryKind(query)]: renamed(query) };
}

/** Of queries with a name, the source says the kind: the provider's word for it. */
export function queryKind({ data_source: source }: Json): string {
  return KINDS[String(source)] ?? "eventQuery";
}

const KINDS: Readonly<Record<string, string>> = {
  metrics: "metricQuery",
  process: "processQuery",
  container: "processQuery",
  slo: "sloQuery",
  apm_resource_stats: "apmResourceStatsQuery",
  apm_dependency_stats: "apmDependencyStatsQuery",
  cloud_cost: "cloudCostQuery",
};

/** Keys that the provider has in the plural, or calls otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  compute: "computes",
  group_by: "groupBies",
  formula: "formulaExpression",
  notify_list: "notifyLists",
  scope: "scopes",
};

/** The key's children, too; a query of an older request has its parts under names of their own. */
function renamed(values: Json): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filled(values)).flatMap(([key, value]): [string, unknown][] => {
      if (key === "time" && isObject(value))
        return value.live_span === undefined || value.live_span === null ? [] : [["liveSpan", value.live_span]];
      if (key.endsWith("_query") && isObject(value)) return [[camelCase(key), olderQuery(value)]];
      return [[NAMES[key] ?? camelCase(key), inner(value)]];
    }),
  );
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  return isObject(value) ? renamed(value) : value;
}

function olderQuery({ search, compute, multi_compute, ...query }: Json): object {
  return {
    ...renamed(query),
    ...(search !== undefined && { searchQuery: objectOf(search).query }),
    ...(compute !== undefined && { computeQuery: inner(compute) }),
    ...(multi_compute !== undefined && { multiComputes: inner(multi_compute) }),
  };
}
