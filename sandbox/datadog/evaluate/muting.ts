import type { Downtime } from "../downtimes/downtime.js";
import { openWindow } from "../downtimes/windows.js";
import type { Monitor } from "../monitors/monitor.js";
import { matches, parseScope } from "../query/scope.js";

/** The downtimes that mute this group now. @param tags the group's and its host's */
export function mutedBy(
  downtimes: readonly Downtime[],
  monitor: Monitor,
  tags: ReadonlySet<string>,
  now: number,
): Downtime[] {
  return downtimes.filter(
    ({ attributes }) =>
      concerns(attributes.monitor_identifier, monitor) &&
      matches(parseScope(attributes.scope), tags) &&
      openWindow(attributes.schedule, now * 1000) !== undefined,
  );
}

/** Every one of the downtime's monitor tags has to be on the monitor. */
function concerns(identifier: Downtime["attributes"]["monitor_identifier"], { id, tags = [] }: Monitor): boolean {
  if ("monitor_id" in identifier) return identifier.monitor_id === id;
  return identifier.monitor_tags.every((tag) => tag === "*" || tags.includes(tag));
}
