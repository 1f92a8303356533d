import { pageUrl } from "./page";
import { type Range, rangeParameters } from "./range";

/** What a link to a dashboard opens. */
export interface DashboardView {
  /** As the API gives it: a path, `/dashboard/abc-def-ghi/title`. */
  readonly path: string;
  /** Shows the last so many minutes, live, instead of the widgets' own spans. */
  readonly lastMinutes?: number;
  /** Values for the template variables: `{ host: "db1" }`. */
  readonly variables?: Readonly<Record<string, string>>;
}

export function dashboardUrl(app: string, view: DashboardView): string {
  const url = new URL(view.path, app);
  const range = rangeParameters(view.lastMinutes === undefined ? undefined : { lastMinutes: view.lastMinutes });
  for (const [name, value] of Object.entries(range)) url.searchParams.set(name, value);
  for (const [name, value] of Object.entries(view.variables ?? {})) url.searchParams.set(`tpl_var_${name}`, value);
  return url.href;
}

/** What a link to a monitor opens. */
export interface MonitorView {
  /** The tags of one group: `{ host: "db1" }`. */
  readonly group?: Readonly<Record<string, string>>;
  readonly range?: Range;
}

/** A monitor's status page; with a view, as a notification links to it. */
export function monitorUrl(app: string, id: string, { group, range }: MonitorView = {}): string {
  return pageUrl(app, `/monitors/${id}`, { ...(group && { group: tags(group) }), ...rangeParameters(range) });
}

/**
 * The monitors that a query finds: `tag:"team:sre" status:alert`, `scope:host:db1`.
 *
 * @see https://docs.datadoghq.com/monitors/manage/search/
 */
export function monitorsUrl(app: string, query: string): string {
  return pageUrl(app, "/monitors/manage", { q: query });
}

/** Of each monitor, by the name that its id has. */
export function monitorUrls(app: string, ids: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, monitorUrl(app, id)]));
}

/** An SLO's status and history. */
export function sloUrl(app: string, id: string): string {
  return pageUrl(app, "/slo", { slo_id: id });
}

/** A traced service's page. */
export function serviceUrl(app: string, { service, env }: { service: string; env: string }): string {
  const url = new URL(`/apm/entity/${encodeURIComponent(`service:${service}`)}`, app);
  url.searchParams.set("env", env);
  return url.href;
}

/** A service's latest traces, to be narrowed down by hand. */
export function tracesUrl(app: string, { service, env }: { service: string; env: string }): string {
  const url = new URL("/apm/traces", app);
  url.searchParams.set("query", `env:${env} service:${service}`);
  return url.href;
}

export function downtimesUrl(app: string): string {
  return new URL("/monitors/downtimes", app).href;
}

/** The host map of the hosts that have all the tags, filled by a metric's average. */
export function hostMapUrl(app: string, view: { tags: readonly string[]; fillBy: string; groupBy: string }): string {
  const url = new URL("/infrastructure/map", app);
  url.searchParams.set("filter", view.tags.join(" "));
  url.searchParams.set("fillby", `avg:${view.fillBy}`);
  url.searchParams.set("groupby", view.groupBy);
  return url.href;
}

function tags(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}:${value}`)
    .join(",");
}
