import { ruleOf } from "../downtimes/windows.js";
import type { Monitor } from "../monitors/monitor.js";

/** Whether the monitor is evaluated at set times only, each time on its own. */
export function hasCustomSchedule({ options }: Monitor): boolean {
  return (options?.scheduling_options?.custom_schedule?.recurrences ?? []).length > 0;
}

/**
 * Whether one of the set times lies after `since` and not after `now`, both in seconds since 1970.
 *
 * @see https://docs.datadoghq.com/monitors/guide/custom_schedules/
 */
export function isScheduled({ options, created }: Monitor, since: number, now: number): boolean {
  const { recurrences = [] } = options?.scheduling_options?.custom_schedule ?? {};
  return recurrences.some(({ rrule = "", start = created.slice(0, 19), timezone = "UTC" }) => {
    const times = ruleOf({ start, rrule }, timezone).between(new Date((since + 1) * 1000), new Date(now * 1000), true);
    return times.length > 0;
  });
}
