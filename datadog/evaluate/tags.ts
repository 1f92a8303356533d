import type { MonitorSubject } from "../lint/monitor-definition";
import type { OfCheck } from "../query/monitor-query";
import type { Filter } from "../query/query";
import type { History } from "./history";

/** The tags of a group's host, where it is grouped by host. */
export function hostTags(group: readonly string[], { hosts }: History): readonly string[] {
  const host = hostOf(group);
  return (host === undefined ? undefined : hosts?.get(host)?.tags) ?? [];
}

export function hostOf(group: readonly string[]): string | undefined {
  return group.find((tag) => tag.startsWith("host:"))?.slice("host:".length);
}

/**
 * The tags that a monitor's query asks all its points for; of what it leaves out, and of alternatives, none. A downtime's
 * scope is matched by them, too: "because all the monitor's groups belong to `service:web-store`".
 *
 * @see https://docs.datadoghq.com/monitors/guide/scoping_downtimes/?tab=monitortag#multiple-monitors-scoped-with-the-same-tag
 */
export function tagsAsked({ metrics, query }: MonitorSubject): string[] {
  if (query.kind !== "check") return metrics.flatMap(({ scope }) => [...required(scope)]);
  return tagsIn(query, "over");
}

/** The tags of a check's query: of `.over("env:dev","role:db")`, or of `.exclude(…)`. */
export function tagsIn({ calls }: OfCheck, wanted: "over" | "exclude"): string[] {
  const args = calls.filter(({ name }) => name === wanted).flatMap((call) => call.args);
  return args.flatMap((arg) => (arg.kind === "text" ? arg.value.split(",").map((tag) => tag.trim()) : []));
}

function* required(filter: Filter): Generator<string> {
  if (filter.kind === "tag") yield filter.text;
  if (filter.kind === "in" && !filter.negated && filter.values.length === 1) yield `${filter.key}:${filter.values[0]}`;
  if (filter.kind === "all") for (const one of filter.filters) yield* required(one);
}
