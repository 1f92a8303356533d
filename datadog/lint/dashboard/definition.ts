import { parseGraph, QuerySyntaxError } from "../../query/parse";
import type { Query } from "../../query/query";
import type { Rule } from "../rule";

/** A dashboard as `@pulumi/datadog` declares it, in plain values; what is not known at preview is left out. */
export interface DashboardDefinition {
  readonly title?: string;
  readonly description?: string;
  readonly layoutType: string;
  readonly reflowType?: string;
  /** `team:sre`. */
  readonly tags?: readonly string[];
  /** E-mail addresses. */
  readonly notifyLists?: readonly string[];
  readonly isReadOnly?: boolean;
  /** UUIDs. */
  readonly restrictedRoles?: readonly string[];
  readonly templateVariables?: readonly TemplateVariable[];
  readonly templateVariablePresets?: readonly TemplateVariablePreset[];
  readonly widgets?: readonly WidgetDefinition[];
}

export interface TemplateVariable {
  /** `host`, for `$host`. */
  readonly name: string;
  /** The tag's key. */
  readonly prefix?: string;
  readonly defaults?: readonly string[];
  readonly default?: string;
  readonly availableValues?: readonly string[];
}

export interface TemplateVariablePreset {
  readonly name?: string;
  readonly templateVariables?: readonly {
    readonly name?: string;
    readonly values?: readonly string[];
    readonly value?: string;
  }[];
}

/** What is in it, by its type: `timeseriesDefinition`; and its place. */
export interface WidgetDefinition {
  readonly widgetLayout?: WidgetLayout;
  readonly [type: `${string}Definition`]: Definition;
}

/** In columns and rows of the grid. */
export interface WidgetLayout {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isColumnBreak?: boolean;
}

/** Of what a widget says, each rule reads the part that it is about. */
export type Definition = Readonly<Record<string, unknown>>;

/** A widget as a finding names it. */
export interface Widget {
  /** `"CPU: user" (timeseries)`; of one without a title, `widgets[3] (note)`. */
  readonly name: string;
  /** `timeseries`, `queryValue`; none where it says nothing, or two things. */
  readonly type?: string;
  /** How many things it says: one, if it is well. */
  readonly definitions: number;
  readonly definition: Definition;
  readonly layout?: WidgetLayout;
  /** The place of the list that it stands in: `widgets`, or of a group's, `widgets[2].widgets`. */
  readonly list: string;
  readonly requests: readonly Definition[];
  /** The metric queries that it draws, as they are written. */
  readonly queries: readonly string[];
}

/** A dashboard with its widgets, a group's after the group. */
export interface DashboardSubject {
  readonly definition: DashboardDefinition;
  readonly widgets: readonly Widget[];
}

export type DashboardRule = Rule<DashboardSubject, DashboardDefinition>;

export function readDashboard(definition: DashboardDefinition): DashboardSubject {
  return { definition, widgets: widgetsOf(definition.widgets ?? [], "widgets") };
}

/** What can be read of the queries; what can't be is a finding of its own. */
export function readableQueries({ queries }: Widget): Query[] {
  return queries.flatMap((text) => {
    try {
      return parseGraph(text);
    } catch (error) {
      if (error instanceof QuerySyntaxError) return [];
      throw error;
    }
  });
}

function widgetsOf(definitions: readonly WidgetDefinition[], list: string): Widget[] {
  return definitions.flatMap((one, index) => {
    const widget = widgetOf(one, list, index);
    const inner = widget.type === "group" ? (objects(widget.definition.widgets) as WidgetDefinition[]) : [];
    return [widget, ...widgetsOf(inner, `${list}[${index}].widgets`)];
  });
}

function widgetOf(one: WidgetDefinition, list: string, index: number): Widget {
  const types = Object.keys(one).filter((key): key is `${string}Definition` => key.endsWith("Definition"));
  const [key] = types;
  const type = types.length === 1 ? key?.replace(/Definition$/, "") : undefined;
  const definition = key === undefined ? {} : (one[key] ?? {});
  const title = typeof definition.title === "string" && definition.title !== "" ? `"${definition.title}"` : undefined;
  return {
    name: `${title ?? `${list}[${index}]`}${type === undefined ? "" : ` (${type})`}`,
    ...(type !== undefined && { type }),
    definitions: types.length,
    definition,
    ...(one.widgetLayout && { layout: one.widgetLayout }),
    list,
    requests: requestsOf(definition),
    queries: [...queriesIn(requestsOf(definition))],
  };
}

/** A host map and a scatter plot have one request, the others a list; a split graph has another widget's. */
function requestsOf({ requests, request, sourceWidgetDefinition }: Definition): Definition[] {
  const split = isObject(sourceWidgetDefinition) ? Object.values(sourceWidgetDefinition).filter(isObject) : [];
  return [...objects(requests), ...objects([request]), ...split.flatMap(requestsOf)];
}

/** `q` of an older request, and the metric queries of one with formulas, wherever the request has them. */
function* queriesIn(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const one of part) yield* queriesIn(one);
  if (!isObject(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === "q" && typeof value === "string") yield value;
    else if (key === "metricQuery" && isObject(value) && typeof value.query === "string") yield value.query;
    else yield* queriesIn(value);
  }
}

export function objects(value: unknown): Definition[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
