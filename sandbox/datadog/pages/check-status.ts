import type { WidgetDefinition } from "../dashboards.js";
import { matches, parseScope } from "../query/scope.js";
import type { CheckRun } from "../state/service-checks.js";
import type { Stores } from "../stores.js";
import { type Markup, stateBadge, table } from "./layout.js";
import { type View, withVariables } from "./view.js";

const WORDS = ["OK", "Warn", "Critical", "Unknown"];

/** What a service check last said, of the senders that have the widget's tags and are of its `group`. */
export function checkStatus(definition: WidgetDefinition, view: View, { checks, hosts }: Stores): Markup {
  const asked = [...textsIn(definition.tags), ...textsIn(definition.group)].map((tag) => withVariables(tag, view));
  const scope = parseScope(asked.filter((tag) => tag !== "*").join(",") || "*");
  const runs = checks.of(String(definition.check)).flatMap((all) => all.slice(-1));
  const shown = runs.filter(({ tags, host }) => matches(scope, new Set([...tags, ...hosts.tagsOf(host)])));
  if (definition.grouping === "cluster") return counts(shown);
  return table(
    ["Status", "Host", "Tags"],
    shown.map(({ status, host, tags }) => [stateBadge(WORDS[status] ?? "Unknown"), host, tags.join(", ")]),
  );
}

/** A cluster is shown by how many of its senders are in each status. */
function counts(runs: readonly CheckRun[]): Markup {
  const of = (status: number) => runs.filter((run) => run.status === status).length;
  return table(
    ["Status", "Senders"],
    WORDS.flatMap((word, status) => (of(status) > 0 ? [[stateBadge(word), String(of(status))]] : [])),
  );
}

function textsIn(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === "string");
}
