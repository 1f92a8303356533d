import { parseGraph, QuerySyntaxError } from "../../datadog/query/parse";
import { filterText } from "../../datadog/query/print";
import type { Filter, Query } from "../../datadog/query/query";
import { metricsOf } from "../../datadog/query/walk";
import { listInWords } from "../../datadog/list-words";
import { filterInWords } from "../../datadog/query/words/filter";
import { windowInWords } from "../../datadog/query/words/condition";
import { queryInWords } from "../../datadog/query/words/query";
import { at, type Declared, declaredInWords, list, textOf } from "./queries";
import { ownLines } from "./widget";

/** A dashboard as it will be sent: `@pulumi/datadog`'s inputs. */
export interface DashboardInputs {
  readonly title: string;
  readonly templateVariables?: readonly {
    readonly name: string;
    readonly prefix?: string;
    readonly defaults?: readonly string[];
    readonly availableValues?: readonly string[];
  }[];
  readonly widgets?: readonly Widget[];
}

/** Of a widget's keys the one that ends in `Definition` says its kind. */
type Widget = Readonly<Record<string, unknown>>;

interface Definition {
  readonly title?: string;
  readonly content?: string;
  readonly liveSpan?: string;
  readonly requests?: readonly Request[];
  readonly markers?: readonly { readonly value: string; readonly label?: string }[];
  readonly yaxis?: { readonly min?: string; readonly max?: string };
  readonly widgets?: readonly Widget[];
}

interface Request {
  readonly q?: string;
  readonly displayType?: string;
  readonly formulas?: readonly { readonly formulaExpression: string; readonly alias?: string }[];
  readonly queries?: readonly Readonly<Record<string, Declared | undefined>>[];
  /** Of another source, by its kind: `logQuery`. */
  readonly [kind: `${string}Query`]: Declared | undefined;
}

/** A dashboard in words. */
export interface DashboardSketch {
  readonly title: string;
  /** `host: all, or db1, db2`. */
  readonly variables: readonly string[];
  /** After "where", what holds for every line that says nothing else. */
  readonly scope?: string;
  /** In the order in which they are laid out. */
  readonly widgets: readonly WidgetSketch[];
}

export interface WidgetSketch {
  /** `graph`, `note`, `top list`. */
  readonly kind: string;
  readonly title?: string;
  readonly lines: readonly string[];
  /** Of a group. */
  readonly widgets: readonly WidgetSketch[];
}

/** @param monitors titles, by id, and those of SLOs. */
export function sketch(
  { title, templateVariables = [], widgets = [] }: DashboardInputs,
  monitors: ReadonlyMap<string, string> = new Map<string, string>(),
): DashboardSketch {
  const scope = usualScope(widgets);
  const where = scope === undefined ? undefined : filterInWords(scope);
  return {
    title,
    variables: templateVariables.map(({ name, prefix, defaults = [], availableValues = [] }) => {
      const first = defaults.length === 0 || defaults.join() === "*" ? "all" : listInWords(defaults, "disjunction");
      const key = prefix === undefined || prefix === name ? "" : ` (${prefix})`;
      return `${name}${key}: ${first}${availableValues.length === 0 ? "" : `, or one of ${availableValues.join(", ")}`}`;
    }),
    ...(where !== undefined && { scope: where }),
    widgets: widgets.map((widget) => sketchWidget(widget, { scope, monitors })),
  };
}

interface Around {
  /** Said once for the whole dashboard. */
  readonly scope: Filter | undefined;
  readonly monitors: ReadonlyMap<string, string>;
}

const KINDS: Readonly<Record<string, string>> = {
  timeseries: "graph",
  queryValue: "number",
  toplist: "top list",
  queryTable: "table",
  checkStatus: "check",
  alertGraph: "monitor's graph",
  alertValue: "monitor's value",
  manageStatus: "monitors",
  hostmap: "host map",
  servicemap: "service map",
  serviceLevelObjective: "objective",
  freeText: "text",
};

function sketchWidget(widget: Widget, around: Around): WidgetSketch {
  const [kind, definition] = definitionOf(widget);
  const { title, content, widgets = [] } = definition;
  return {
    kind: KINDS[kind] ?? kind.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`),
    ...(title !== undefined && { title }),
    lines: [
      ...(content === undefined ? [] : firstLines(content)),
      ...ownLines(kind, definition as Declared, around.monitors),
      ...requestsOf(definition).flatMap((request) => linesOf(request, around.scope)),
      ...overlays(definition),
      ...appearance(definition),
    ],
    widgets: [...widgets, ...splitOf(definition)].map((inner) => sketchWidget(inner, around)),
  };
}

function definitionOf(widget: Widget): [kind: string, definition: Definition] {
  const [key = "widgetDefinition", definition = {}] =
    Object.entries(widget).find(([name]) => name.endsWith("Definition")) ?? [];
  return [key.replace(/Definition$/, ""), definition as Definition];
}

/** The first sentence of each of a note's first paragraphs, without Markdown's signs. */
function firstLines(content: string): string[] {
  const paragraphs = content.split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
  const first = paragraphs.slice(0, 2).map((paragraph) => /^.*?[.!?](?=\s|$)|^.*/s.exec(paragraph)?.[0] ?? "");
  const more = paragraphs.length - first.length;
  return [
    ...first.map((line) => line.replaceAll(/\*\*|`/g, "").replaceAll("\n", " ")),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

/** What a request's part of a host map or a scatter plot is for. */
const PARTS: Readonly<Record<string, string>> = { fills: "colour: ", sizes: "size: ", xes: "x: ", ys: "y: " };

/** A host map and a scatter plot have one request, of several parts. */
function requestsOf(definition: Definition): (Request & { readonly use?: string })[] {
  const { request } = definition as { request?: Declared };
  const parts = Object.entries(request ?? {}).flatMap(([part, value]) =>
    list(value).map((one) => ({ ...(one as Request), ...(PARTS[part] !== undefined && { use: PARTS[part] }) })),
  );
  // Lists of other things, such as a stream's, have lines of their own.
  return [...(definition.requests ?? []), ...parts];
}

/** The graph that a split graph repeats. */
function splitOf(definition: Definition): Widget[] {
  const { sourceWidgetDefinition: source } = definition as { sourceWidgetDefinition?: Widget };
  return source === undefined ? [] : [source];
}

/** Events drawn over a graph. */
function overlays(definition: Definition): string[] {
  const searches = list((definition as Declared).events).flatMap((one) => textOf(at(one, "q")) ?? []);
  return searches.map((search) => `with events that match "${search}"`);
}

function linesOf(request: Request & { readonly use?: string }, scope: Filter | undefined): string[] {
  const { q, displayType, formulas = [], queries = [], use = "" } = request;
  const style = `${use}${displayType === undefined || displayType === "line" ? "" : `${displayType}: `}`;
  if (q !== undefined) return parsed(q).map((query) => `${style}${inWords(query, scope)}`);
  const others = Object.entries(request).flatMap(([kind, query]) =>
    typeof query === "object" && kind.endsWith("Query") ? (declaredInWords(kind, query as Declared) ?? []) : [],
  );
  const named = queries
    .flatMap((one) => Object.entries(one))
    // Others, such as a topology's, have their parts without a kind, and lines of their own.
    .flatMap(([kind, one]) =>
      one === undefined || !kind.endsWith("Query") ? [] : [{ name: textOf(one.name), words: asked(kind, one, scope) }],
    );
  if (formulas.length === 0) return [...others, ...named.map(({ words }) => words)].map((words) => `${style}${words}`);
  const parts = named.map(({ name = "", words }) => `${name} is ${words}`);
  return formulas.map(({ formulaExpression, alias }) => {
    const only = named.find(({ name }) => name === formulaExpression);
    const formula = only?.words ?? `${formulaExpression}, where ${listInWords(parts)}`;
    return `${style}${alias === undefined ? "" : `${alias}: `}${formula}`;
  });
}

/** What a query with a name asks for: of metrics in words, of anything else by its search. */
function asked(kind: string, query: Declared, scope: Filter | undefined): string {
  const declared = declaredInWords(kind, query);
  if (declared !== undefined) return declared;
  const text = textOf(query.query);
  return text === undefined
    ? "what it asks for"
    : parsed(text)
        .map((one) => inWords(one, scope))
        .join();
}

/** What can't be read here is Datadog's to read: a search, a newer function. */
function parsed(text: string): readonly (Query | string)[] {
  try {
    return parseGraph(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) return [text];
    throw error;
  }
}

function inWords(query: Query | string, scope: Filter | undefined): string {
  return typeof query === "string" ? query : queryInWords(query, scope);
}

function appearance({ markers = [], yaxis, liveSpan }: Definition): string[] {
  const marks = markers.map(
    ({ value, label }) => `${value.replace(/^y\s*=\s*/, "")}${label === undefined ? "" : ` (${label})`}`,
  );
  const axis = [
    yaxis?.min === undefined ? undefined : `from ${yaxis.min}`,
    yaxis?.max === undefined ? undefined : `to ${yaxis.max}`,
  ].filter((part) => part !== undefined);
  return [
    ...(marks.length === 0 ? [] : [`marked at ${listInWords(marks)}`]),
    ...(axis.length === 0 ? [] : [`axis ${axis.join(" ")}`]),
    ...(liveSpan === undefined ? [] : [`always the last ${windowInWords(`last_${liveSpan}`).replace(/^1 /, "")}`]),
  ];
}

/** The scope of most metrics: said once, above. */
function usualScope(widgets: readonly Widget[]): Filter | undefined {
  const counted = new Map<string, { scope: Filter; count: number }>();
  for (const { scope } of widgets.flatMap(metricsIn)) {
    const key = filterText(scope);
    counted.set(key, { scope, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()].sort((a, b) => b.count - a.count)[0]?.scope;
}

function metricsIn(widget: Widget): { readonly scope: Filter }[] {
  const [, definition] = definitionOf(widget);
  const { widgets = [] } = definition;
  const texts = requestsOf(definition).flatMap(({ q, queries = [] }) => [
    ...(q === undefined ? [] : [q]),
    ...queries.flatMap((one) => Object.values(one)).flatMap((one) => textOf(one?.query) ?? []),
  ]);
  const queries = texts.flatMap(parsed).filter((query) => typeof query !== "string");
  return [...queries.flatMap(metricsOf), ...[...widgets, ...splitOf(definition)].flatMap(metricsIn)];
}
