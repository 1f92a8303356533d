import type { GroupStatus, StateChange } from "../../datadog/evaluate/timeline";
import type { Span } from "../../datadog/evaluate/history";

/** While a group is in one state. */
export interface Stretch extends Span {
  readonly state: GroupStatus;
}

/** A group's states in the order in which they come; before its first it has none. */
export function stretchesOf(changes: readonly StateChange[], group: string, { to }: Span): Stretch[] {
  const own = changes.filter((one) => one.group === group);
  return own.map((one, index) => ({ from: one.time, to: own[index + 1]?.time ?? to, state: one.to }));
}

/** All groups of which something is known, in the order of their names. */
export function groupsOf(
  changes: readonly { readonly group: string }[],
  notifications: readonly { readonly group: string }[],
): string[] {
  return [...new Set([...changes, ...notifications].map(({ group }) => group))].sort((one, other) =>
    one.localeCompare(other, "en", { numeric: true }),
  );
}
