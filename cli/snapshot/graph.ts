/** A dashboard as Datadog's API gives it, as far as it is read. */
export interface DashboardJson {
  readonly title: string;
  /** A path, `/dashboard/abc-def-ghi/title`. */
  readonly url: string;
  readonly widgets: readonly WidgetJson[];
  readonly template_variables?: readonly VariableJson[] | null;
}

export interface WidgetJson {
  readonly definition: DefinitionJson;
}

interface DefinitionJson extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly title?: string;
  readonly requests?: unknown;
  /** Of a group. */
  readonly widgets?: readonly WidgetJson[];
}

export interface VariableJson {
  readonly name: string;
  readonly prefix?: string | null;
  readonly default?: string | null;
  readonly defaults?: readonly string[] | null;
}

/** What is drawn: `graph_def` of a snapshot. */
export interface Graph {
  readonly title: string;
  /** JSON. */
  readonly definition: string;
}

/** The widgets that ask for something, those in groups among them. */
export function graphsIn(widgets: readonly WidgetJson[]): DefinitionJson[] {
  return widgets.flatMap(({ definition }) => {
    if (definition.widgets !== undefined) return graphsIn(definition.widgets);
    return definition.requests === undefined ? [] : [definition];
  });
}

/** The one with the title, or the only one whose title has the words in it. */
export function graphNamed(graphs: readonly DefinitionJson[], words: string): DefinitionJson | undefined {
  const titled = (matches: (title: string) => boolean) =>
    graphs.filter(({ title = "" }) => matches(title.toLowerCase()));
  const wanted = words.toLowerCase();
  const [exact] = titled((title) => title === wanted);
  if (exact !== undefined) return exact;
  const near = titled((title) => title.includes(wanted));
  return near.length === 1 ? near[0] : undefined;
}

/**
 * A widget as the snapshot's API takes it, whose `viz` a widget calls `type`, with the values of the template variables
 * in its queries: a snapshot is of no dashboard.
 *
 * @see https://docs.datadoghq.com/api/latest/snapshots/ `graph_def`.
 */
export function graphOf(
  definition: DefinitionJson,
  variables: readonly VariableJson[],
  values: ReadonlyMap<string, string>,
): Graph {
  const { type, title = "", ...asked } = definition;
  const tags = new Map(variables.map((one) => [one.name, valueOf(one, values)]));
  return { title, definition: JSON.stringify({ viz: type, ...(filled(asked, fillIn(tags)) as object) }) };
}

interface Value {
  /** `host:db1`, or `*`. */
  readonly tag: string;
  /** `db1`. */
  readonly value: string;
}

function valueOf({ name, prefix, ...own }: VariableJson, values: ReadonlyMap<string, string>): Value {
  const value = values.get(name) ?? own.defaults?.[0] ?? own.default ?? "*";
  const isTagged = typeof prefix === "string" && prefix !== "" && value !== "*";
  return { value, tag: isTagged ? `${prefix}:${value}` : value };
}

/** `$host` stands for its tag, `$host.value` for its value alone. */
function fillIn(tags: ReadonlyMap<string, Value>): (text: string) => string {
  // The longest name first: another may begin with the same letters.
  const longestFirst = [...tags].sort(([one], [other]) => other.length - one.length);
  return (text) =>
    longestFirst.reduce(
      (rest, [name, { tag, value }]) => rest.replaceAll(`$${name}.value`, value).replaceAll(`$${name}`, tag),
      text,
    );
}

function filled(part: unknown, fill: (text: string) => string): unknown {
  if (typeof part === "string") return fill(part);
  if (Array.isArray(part)) return part.map((one) => filled(one, fill));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, filled(one, fill)]));
}
