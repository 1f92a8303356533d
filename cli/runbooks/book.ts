import { monitorUrlsIn } from "../../components/environment/outputs";
import type { Coverage } from "../coverage/coverage";
import type { Declared } from "../describe/declared";
import { describe, declaredMonitors } from "../describe/description";
import type { QuietHours } from "../describe/week";
import { factsOf } from "./facts";
import { deadLinks, type Page, pagesOf } from "./pages";
import { ofNoMonitor, readSources } from "./sources";

/** All that is rendered. */
export interface Book {
  readonly stack: string;
  /** What the stack's outputs link to, by words. */
  readonly links: readonly Link[];
  readonly pages: readonly Page[];
  readonly quietHours: readonly QuietHours[];
  readonly coverage: Coverage;
  /** The links lead to what is there: they are not of a preview. */
  readonly isReal: boolean;
}

export interface Link {
  readonly group: "Dashboards" | "Maps and lists" | "Services" | "Objectives";
  readonly words: string;
  readonly url: string;
}

/** What is wrong with the pages: mistakes render nothing, warnings do. */
export interface Checked {
  readonly book: Book;
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
}

interface From {
  readonly declared: Declared;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly isReal: boolean;
  /** Of runbooks: the project's, its packs', then Lookout's, whose pages are of any stack. */
  readonly folders: { readonly own: readonly string[]; readonly lookout: string };
  readonly coverage: Coverage;
  readonly now: Date;
}

export function bookOf({ declared, outputs, isReal, folders, coverage, now }: From): Checked {
  const urls = monitorUrlsIn(outputs);
  const { stack } = declared;
  const all = declaredMonitors(declared, now);
  const monitors = all.map((monitor) => factsOf(monitor, urls, outputs.downtimesUrl));
  const { sources, mistakes } = readSources([...folders.own, folders.lookout]);
  const { pages, mistakes: inPages } = pagesOf(monitors, sources, { stack, outputs });
  const elsewhere = new Set(all.filter(({ inputs }) => hasRunbook(inputs.assets)).map(({ name }) => name));
  const missing = pages.filter(({ source, monitor }) => source === undefined && !elsewhere.has(monitor.name));
  const teams = sources.filter(({ folder }) => folder !== folders.lookout);
  const { quietHours, dashboards } = describe(declared, now);
  return {
    book: {
      ...{ stack, pages, quietHours, coverage, isReal },
      links: linksOf(outputs, new Map(dashboardTitles(declared, dashboards))),
    },
    mistakes: [...mistakes, ...inPages, ...new Set(deadLinks(pages, sources))],
    warnings: [
      ...missing.map(({ monitor }) => `${monitor.name} has no runbook: write runbooks/${monitor.name}.md`),
      ...ofNoMonitor(teams, monitors),
    ],
  };
}

/** One that is elsewhere, or this very page. */
function hasRunbook(assets: readonly { readonly category?: string }[] = []): boolean {
  return assets.some(({ category }) => category === "runbook");
}

/** By their names in the stack. */
function dashboardTitles(
  { registrations }: Declared,
  sketches: readonly { readonly title: string }[],
): (readonly [string, string])[] {
  const names = registrations
    .filter(({ type }) => type === "datadog:index/dashboard:Dashboard")
    .map(({ name }) => name);
  return names.sort((a, b) => a.localeCompare(b)).map((name, i) => [name, sketches[i]?.title ?? name]);
}

function linksOf(outputs: Readonly<Record<string, unknown>>, titles: ReadonlyMap<string, string>): Link[] {
  const links: Link[] = [];
  const add = (group: Link["group"], words: string, url: unknown) => {
    if (typeof url === "string") links.push({ group, words, url });
  };
  add("Dashboards", titles.get("hosts") ?? "Hosts", outputs.dashboardUrl);
  add("Dashboards", "The same, the last five minutes", outputs.dashboardLast5MinutesUrl);
  add("Dashboards", titles.get("databases") ?? "Databases", outputs.databaseDashboardUrl);
  add("Dashboards", titles.get("services") ?? "Services", outputs.serviceDashboardUrl);
  for (const [name, url] of entries(outputs.packDashboardUrls)) add("Dashboards", titles.get(name) ?? name, url);
  add("Maps and lists", "Host map", outputs.hostMapUrl);
  add("Maps and lists", "Downtimes", outputs.downtimesUrl);
  for (const [service, url] of entries(outputs.serviceUrls)) add("Services", service, url);
  for (const [service, url] of entries(outputs.traceUrls)) add("Services", `Traces of ${service}`, url);
  for (const [name, url] of entries(outputs.sloUrls)) add("Objectives", name, url);
  return links;
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
