import type { Dashboard, TemplateVariable } from "../dashboards.js";
import type { Span } from "../query/result.js";

/** What an address asks for: a span of time, and values of a dashboard's template variables. */
export interface View {
  readonly span: Span;
  readonly live: boolean;
  /** Variable to what stands for it in a query's scope: `host:db1`, or `*`. */
  readonly variables: ReadonlyMap<string, string>;
  /** Variable to the value alone, as the address has it: `db1`, or `*`. */
  readonly values: ReadonlyMap<string, string>;
}

type Search = Readonly<Record<string, string>>;

const DEFAULT_SECONDS = 3600;

/**
 * @param of what has template variables; a monitor has none
 * @param now milliseconds since 1970
 */
export function viewOf(of: Pick<Dashboard, "template_variables">, search: Search, now: number): View {
  const from = Number(search.from_ts ?? now - DEFAULT_SECONDS * 1000);
  const to = Number(search.to_ts ?? now);
  const live = search.live !== "false";
  const length = Math.max(60, Math.floor((to - from) / 1000)) || DEFAULT_SECONDS;
  const end = Math.floor((live || Number.isNaN(to) ? now : to) / 1000);
  const declared = of.template_variables ?? [];
  const values = new Map(declared.map((variable) => [variable.name, valueOf(variable, search)]));
  const variables = new Map(
    declared.map((variable) => [variable.name, tagOf(variable, values.get(variable.name) ?? "*")]),
  );
  return { span: { from: end - length, to: end }, live, variables, values };
}

/**
 * The same view as an address, in Datadog's parameters.
 *
 * @param span a view that is live keeps of it the length alone
 */
export function searchOf({ values }: Pick<View, "values">, span: Span, live: boolean): string {
  const search = new URLSearchParams([...values].map(([name, value]) => [`tpl_var_${name}`, value]));
  search.set("from_ts", String(span.from * 1000));
  search.set("to_ts", String(span.to * 1000));
  search.set("live", String(live));
  return `?${search.toString()}`;
}

/** `$host` becomes its tag, `$host.value` only its value. */
export function withVariables(text: string, { variables }: Pick<View, "variables">): string {
  return text.replace(/\$([A-Za-z_]\w*)(\.value)?/g, (whole, name: string, onlyValue?: string) => {
    const tag = variables.get(name);
    if (tag === undefined) return whole;
    return onlyValue === undefined ? tag : tag.slice(tag.indexOf(":") + 1);
  });
}

/** A widget can have a span of its own: `live_span` of its `time`. */
export function spanOf(liveSpan: unknown, { span }: View): Span {
  const [, count, unit] = /^(\d+)(m|h|d|w|mo|y)$/.exec(typeof liveSpan === "string" ? liveSpan : "") ?? [];
  const seconds = { m: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_592_000, y: 31_536_000 }[unit ?? ""];
  return seconds === undefined ? span : { from: span.to - Number(count) * seconds, to: span.to };
}

function valueOf({ name, defaults, default: former }: TemplateVariable, search: Search): string {
  const asked = search[`tpl_var_${name}`] ?? defaults?.[0] ?? former ?? "*";
  return asked === "" ? "*" : asked;
}

function tagOf({ prefix }: TemplateVariable, value: string): string {
  return prefix && value !== "*" ? `${prefix}:${value}` : value;
}
