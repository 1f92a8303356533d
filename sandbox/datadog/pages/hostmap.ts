import type { WidgetDefinition } from "../dashboards.js";
import { hostOf } from "../evaluate/reading.js";
import { isObject } from "../models.js";
import { matches, parseScope } from "../query/scope.js";
import type { Stores } from "../stores.js";
import { hostTiles } from "./hosts.js";
import type { Markup } from "./layout.js";
import { resultsOf } from "./requests.js";
import { type View, withVariables } from "./view.js";

/** The hosts in the widget's scope, coloured by the latest value of its `fill`. */
export function hostmap({ requests, scope }: WidgetDefinition, view: View, stores: Stores): Markup {
  const tags = (Array.isArray(scope) ? scope : []).map((tag) => withVariables(String(tag), view));
  const wanted = parseScope(tags.filter((tag) => tag !== "*").join(",") || "*");
  const hosts = stores.hosts.all().filter(({ name }) => matches(wanted, new Set(stores.hosts.tagsOf(name))));
  const results = resultsOf(isObject(requests) ? requests.fill : undefined, view, view.span, stores);
  const values = results.map(
    ({ tagSet, points }) => [hostOf(tagSet.join(",")) ?? "", points.at(-1)?.[1] ?? 0] as const,
  );
  return hostTiles(hosts, new Map(values));
}
