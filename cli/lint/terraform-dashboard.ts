import { unknownAtPreview } from "../../components/unknown";
import type { Finding } from "../../datadog/finding";
import { camelCase, isObject, type Json } from "../../datadog/json/value";
import { lintDashboard } from "../../datadog/lint/dashboard";
import type { DashboardDefinition } from "../../datadog/lint/dashboard/definition";
import { ANY_ID, unknownIn, withAnyIds } from "./terraform-unknown";

/**
 * What the rules say of a `datadog_dashboard`. A plan may not know an id, or a text that no rule needs; of a dashboard of
 * which it does not know something else, nothing can be said.
 *
 * @param unknown the plan's `after_unknown`: `true` in the place of what is known after it is applied. @default all is known
 */
export function lintBlocks(values: Json, unknown?: unknown): Finding[] {
  const later = [...unknownIn(unknown)].find((key) => !NOT_READ.includes(key) && !(key in ANY_ID));
  if (later !== undefined) return [unknownAtPreview("the dashboard", later)];
  return lintDashboard(dashboardOfBlocks(withAnyIds(values, unknown) as Json));
}

const NOT_READ = [
  ...["id", "url", "title", "description", "content", "alert_id", "alert_ids", "link", "label", "tags", "notify_list"],
  ...["restricted_roles", "dashboard_lists", "dashboard_lists_removed"],
];

/**
 * A `datadog_dashboard`, whose blocks of widgets, requests and queries are the provider's own, as `@pulumi/datadog`, which is
 * made of the same provider, declares it: every block has its name there, so that no widget and no kind of query is left
 * out.
 *
 * @param values of the resource, as `terraform show -json` prints them: each block a list, also of one; what is left out,
 *   `null`, `""` or an empty list.
 * @see https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/dashboard
 */
export function dashboardOfBlocks(values: Json): DashboardDefinition {
  return { layoutType: "", ...inBlock(values, {}) };
}

/** Where a block stands. */
interface Around {
  /** The block that it is in: `request`. */
  readonly parent?: string;
  /** The widget's that it is in: `timeseries_definition`. */
  readonly widget?: string;
}

function inBlock(values: Json, around: Around): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
      if (isLeftOut(key, values)) return [];
      if (!Array.isArray(value)) return [[camelCase(key), value]];
      const list = value as unknown[];
      const name = SEVERAL[key];
      if (!list.some(isObject)) return [[name ?? camelCase(key), list]];
      const widget = key.endsWith("_definition") ? key : around.widget;
      const blocks = list.map((one) => inBlock(isObject(one) ? one : {}, { parent: key, ...(widget && { widget }) }));
      return name === undefined || isOnce(key, around) ? [[camelCase(key), blocks[0]]] : [[name, blocks]];
    }),
  );
}

/** The provider's state has an empty one of whatever nobody wrote; what it does not take without, somebody wrote so. */
function isLeftOut(key: string, values: Json): boolean {
  const value = values[key];
  if (value === null) return true;
  if (value === "") return key !== "query" && key !== "formula_expression";
  if (!Array.isArray(value) || value.length > 0) return false;
  // A saved view has either.
  return key !== "values" || !isLeftOut("value", values);
}

/** What may come several times, as `@pulumi/datadog` calls it; any other block comes once. */
const SEVERAL: Readonly<Record<string, string>> = {
  ...{
    tab: "tabs",
    widget: "widgets",
    template_variable: "templateVariables",
    template_variable_preset: "templateVariablePresets",
  },
  ...{
    request: "requests",
    query: "queries",
    formula: "formulas",
    compute: "computes",
    multi_compute: "multiComputes",
  },
  ...{ group_by: "groupBies", columns: "columns", conditional_formats: "conditionalFormats", metadata: "metadatas" },
  ...{ custom_link: "customLinks", custom_links: "customLinks", marker: "markers", event: "events", input: "inputs" },
  ...{ fill: "fills", size: "sizes", x: "xes", y: "ys", scatterplot_table: "scatterplotTables", style: "styles" },
  ...{ text_format: "textFormats", text_formats: "textFormats", display: "displays", split_vector: "splitVectors" },
  ...{ static_splits: "staticSplits", controlled_externally: "controlledExternallies" },
  controlled_by_powerpack: "controlledByPowerpacks",
  // Lists of texts.
  ...{ notify_list: "notifyLists", filter_by: "filterBies", group: "groups", scope: "scopes" },
  cell_display_mode: "cellDisplayModes",
};

/** Of a name that several blocks have, some come once. */
function isOnce(key: string, { parent = "", widget = "" }: Around): boolean {
  switch (key) {
    case "request":
      return ["hostmap_definition", "scatterplot_definition", "slo_list_definition"].includes(parent);
    case "query":
      return ["list_stream_definition", "slo_list_definition"].includes(widget);
    case "compute":
      return widget === "split_graph_definition";
    case "style":
      return parent !== "toplist_definition";
    default:
      return false;
  }
}
