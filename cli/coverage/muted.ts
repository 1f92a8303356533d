import { Temporal } from "@js-temporal/polyfill";
import { calendar } from "../../datadog/schedule/calendar";
import { begunBefore } from "../../datadog/schedule/missed";
import { parseScope } from "../../datadog/schedule/scope";
import type { DowntimeInputs } from "../describe/week";
import { isInScope, type Tagged } from "./tags";

/** A downtime as it will be sent, of either kind. */
export interface Downtime extends DowntimeInputs {
  /** The resource's. */
  readonly name: string;
  readonly oneTimeSchedule?: { readonly start?: string; readonly end?: string };
}

interface Monitor {
  /** Datadog's. */
  readonly id: string;
  readonly tags: readonly string[];
}

/**
 * The downtime that mutes what a monitor says of something at that moment. Downtimes that come again count as begun long
 * before; one whose scope only Datadog can judge, such as a disk's, mutes nothing here.
 */
export function mutedBy(
  downtimes: readonly Downtime[],
  monitor: Monitor,
  of: Tagged,
  at: Temporal.Instant,
): Downtime | undefined {
  return downtimes.find(
    (downtime) =>
      isMeant(downtime, monitor) && isInScope(parseScope(downtime.scope), of) === true && mutes(downtime, at),
  );
}

function isMeant(
  { monitorIdentifier: { monitorId, monitorTags = [] } }: DowntimeInputs,
  { id, tags }: Monitor,
): boolean {
  if (monitorId !== undefined) return String(monitorId) === id;
  return monitorTags.length > 0 && monitorTags.every((tag) => tag === "*" || tags.includes(tag));
}

function mutes({ recurringSchedule, oneTimeSchedule = {} }: Downtime, at: Temporal.Instant): boolean {
  if (recurringSchedule === undefined) {
    const { start, end } = oneTimeSchedule;
    const isAfter = (moment: string) => Temporal.Instant.compare(Temporal.Instant.from(moment), at) > 0;
    return (start === undefined || !isAfter(start)) && (end === undefined || isAfter(end));
  }
  const { timezone = "UTC", recurrences } = recurringSchedule;
  const begun = recurrences.map((one) => begunBefore(one, timezone) ?? one);
  return calendar({ timezone, recurrences: begun }, at, at.add({ milliseconds: 1 })).length > 0;
}
