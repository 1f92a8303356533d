import type { WidgetSettings } from "../../settings/widgets";
import type { Widget } from "../dashboards/declaration";
import type { DashboardName, PackInBlock } from "./pack";

/** The widgets that the settings declare themselves: at the end, as a pack's are. */
export function ownWidgets(settings: Readonly<Record<DashboardName, readonly WidgetSettings[]>>): PackInBlock {
  const all = { hosts: settings.hosts.map(widget), databases: settings.databases.map(widget) };
  return {
    pack: { name: "widgets", widgets: () => ({ ...all, services: settings.services.map(widget) }) },
    block: { enabled: true, team: undefined },
  };
}

function widget({ title, query, definition }: WidgetSettings): Widget {
  // What the definition says is looked at as the dashboard's is, and by the provider.
  if (query === undefined) return definition as Widget;
  return { timeseriesDefinition: { title, showLegend: true, requests: [{ displayType: "line", q: query }] } };
}
