import type { Monitor } from "../monitors/monitor.js";
import { groupName } from "./reading.js";

/**
 * The groups that are told of together, by their common name: each on its own, unless `notify_by` names fewer keys
 * than the query is grouped by, or `*` for all in one.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/#notification-grouping
 */
export function notifiedTogether({ options }: Monitor, groups: readonly string[]): Map<string, string[]> {
  const keys = options?.notify_by ?? [];
  const together = new Map<string, string[]>();
  for (const group of groups) {
    const name = keys.length === 0 ? group : groupName(group.split(",").filter((tag) => keys.includes(keyOf(tag))));
    together.set(name, [...(together.get(name) ?? []), group]);
  }
  return together;
}

function keyOf(tag: string): string {
  return tag.slice(0, tag.indexOf(":"));
}
