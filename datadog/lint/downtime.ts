import { Temporal } from "@js-temporal/polyfill";
import type { Finding } from "../finding";
import type { Schedule } from "../schedule/recurrence";
import { type Definition, definitionRules, type Downtime } from "./downtime-definition";
import { type Hours, hoursRules } from "./downtime-hours";
import { recurrenceRules, scheduleOf } from "./downtime-recurrence";
import { scopeRules } from "./downtime-scope";
import { lint, type Rule } from "./rule";

/** Of a downtime by itself. */
const ownRules: readonly Rule<Definition, Downtime>[] = [...definitionRules, ...scopeRules, ...recurrenceRules];

/** Each with why, where that is written, and an example of both kinds. */
export const downtimeRules: readonly Rule<Definition & Hours, Downtime>[] = [...ownRules, ...hoursRules];

/** What Datadog would refuse in a downtime, or take and then do otherwise than is meant; its hours included. */
export function lintDowntime(downtime: Downtime, now = Temporal.Now.instant()): Finding[] {
  return lint(downtimeRules, { downtime, schedule: scheduleOf(downtime), now });
}

/** {@link lintDowntime} for one of several downtimes whose hours are looked at together, by {@link lintHours}. */
export function lintPart(downtime: Downtime, now = Temporal.Now.instant()): Finding[] {
  return lint(ownRules, { downtime, now });
}

/** The hours that mute the same monitors, taken together; of hours in several time zones, those of each. */
export function lintHours(schedules: readonly Schedule[], now = Temporal.Now.instant()): Finding[] {
  const zones = [...new Set(schedules.map(({ timezone }) => timezone))];
  return zones.flatMap((timezone) => {
    const recurrences = schedules.filter((one) => one.timezone === timezone).flatMap((one) => one.recurrences);
    return lint(hoursRules, { schedule: { timezone, recurrences }, now });
  });
}
