/** Datadog's sites; the API lives at `https://api.<site>`. */
export const SITES = [
  "datadoghq.com",
  "us3.datadoghq.com",
  "us5.datadoghq.com",
  "datadoghq.eu",
  "ap1.datadoghq.com",
  "ap2.datadoghq.com",
  "uk1.datadoghq.com",
  "ddog-gov.com",
] as const;
export type Site = (typeof SITES)[number];

/**
 * Where people open the site: `app.` in front of the sites that have no region of their own in the name.
 *
 * @see https://docs.datadoghq.com/getting_started/site/
 */
export function appUrl(site: Site): string {
  const regional = site.endsWith(".datadoghq.com");
  return `https://${regional ? site : `app.${site}`}`;
}

/** What a link to a dashboard opens. */
export interface DashboardView {
  /** As the API gives it: a path, `/dashboard/abc-def-ghi/title`. */
  readonly path: string;
  /** Shows the last so many minutes, live, instead of the widgets' own spans. */
  readonly lastMinutes?: number;
  /** Values for the template variables: `{ host: "db1" }`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * With `live=true` Datadog moves a range on to now and keeps its width, so a fixed instant makes a link that is always
 * about the last minutes and the same at each deployment: a changing one would be a change in every preview.
 */
const ANY_INSTANT = Date.UTC(2026, 0, 1);

export function dashboardUrl(app: string, view: DashboardView): string {
  const url = new URL(view.path, app);
  if (view.lastMinutes !== undefined) {
    url.searchParams.set("from_ts", String(ANY_INSTANT - view.lastMinutes * 60_000));
    url.searchParams.set("to_ts", String(ANY_INSTANT));
    url.searchParams.set("live", "true");
  }
  for (const [name, value] of Object.entries(view.variables ?? {})) url.searchParams.set(`tpl_var_${name}`, value);
  return url.href;
}

export function monitorUrl(app: string, id: string): string {
  return new URL(`/monitors/${id}`, app).href;
}

/** Of each monitor, by the name that its id has. */
export function monitorUrls(app: string, ids: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, monitorUrl(app, id)]));
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
