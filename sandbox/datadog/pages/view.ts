import type { Dashboard, TemplateVariable } from "../dashboards.js";
import type { Span } from "../query/result.js";

/** What a dashboard's address asks for: a span of time and values of its template variables. */
export interface View {
  readonly span: Span;
  readonly live: boolean;
  /** Variable to what stands for it in a query's scope: `host:db1`, or `*`. */
  readonly variables: ReadonlyMap<string, string>;
}

const DEFAULT_SECONDS = 3600;

/** @param now milliseconds since 1970 */
export function viewOf(dashboard: Dashboard, search: Readonly<Record<string, string>>, now: number): View {
  const from = Number(search.from_ts ?? now - DEFAULT_SECONDS * 1000);
  const to = Number(search.to_ts ?? now);
  const live = search.live !== "false";
  const length = Math.max(60, Math.floor((to - from) / 1000));
  const end = Math.floor((live ? now : to) / 1000);
  const variables = (dashboard.template_variables ?? []).map(
    (variable) => [variable.name, valueOf(variable, search)] as const,
  );
  return { span: { from: end - length, to: end }, live, variables: new Map(variables) };
}

/** `$host` becomes its tag, `$host.value` only its value. */
export function withVariables(text: string, { variables }: View): string {
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

function valueOf(variable: TemplateVariable, search: Readonly<Record<string, string>>): string {
  const asked = search[`tpl_var_${variable.name}`] ?? variable.defaults?.[0] ?? variable.default ?? "*";
  if (asked === "*" || asked === "") return "*";
  return variable.prefix ? `${variable.prefix}:${asked}` : asked;
}
