import { mistakesInRule, mistakesInZone } from "../downtimes/recurrence-rules.js";
import type { Mistakes } from "../models.js";
import type { EvaluationWindow, MonitorBody, MonitorQuery, ScheduleRecurrence } from "./monitor.js";

/**
 * What Datadog asks of the times at which a monitor is evaluated, and at which its windows begin.
 *
 * @see https://docs.datadoghq.com/monitors/guide/custom_schedules/
 * @see https://docs.datadoghq.com/monitors/configuration/#evaluation-window
 */
export function* mistakesInScheduling({ options }: MonitorBody, query: MonitorQuery): Mistakes {
  const { evaluation_window: window, custom_schedule: schedule } = options?.scheduling_options ?? {};
  const isCumulative = query.kind === "metric" && query.window === "current";
  if (window) {
    if (!isCumulative) yield `${WINDOW} is of a cumulative window, such as current_1d`;
    else yield* mistakesInWindow(window);
  }
  if (schedule) {
    if (query.kind !== "metric") yield `${SCHEDULE} is not of this type of monitor`;
    const { recurrences = [] } = schedule;
    if (recurrences.length !== 1) yield `${SCHEDULE}.recurrences: has to be exactly one`;
    for (const recurrence of recurrences) yield* mistakesInRecurrence(recurrence);
  }
}

const WINDOW = "options.scheduling_options.evaluation_window";
const SCHEDULE = "options.scheduling_options.custom_schedule";

function* mistakesInWindow({ day_starts, month_starts, hour_starts, timezone }: EvaluationWindow): Mistakes {
  if (hour_starts !== undefined && (day_starts !== undefined || month_starts !== undefined))
    yield `${WINDOW}: hour_starts goes with neither day_starts nor month_starts`;
  if (hour_starts !== undefined && (hour_starts < 0 || hour_starts > 59))
    yield `${WINDOW}.hour_starts: ${hour_starts} is no minute of an hour`;
  if (month_starts !== undefined && (month_starts < 1 || month_starts > 31))
    yield `${WINDOW}.month_starts: ${month_starts} is no day of a month`;
  if (day_starts !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(day_starts))
    yield `${WINDOW}.day_starts: '${day_starts}' is no time such as 04:00`;
  yield* mistakesInZone(timezone, `${WINDOW}.timezone`);
}

function* mistakesInRecurrence({ rrule = "", start, timezone = "" }: ScheduleRecurrence): Mistakes {
  const path = `${SCHEDULE}.recurrences[0]`;
  const wrongZone = [...mistakesInZone(timezone, `${path}.timezone`)];
  if (timezone === "") yield `${path}.timezone: missing required field`;
  if (wrongZone.length > 0) return yield* wrongZone;
  yield* mistakesInRule(rrule, timezone || "UTC", `${path}.rrule`);
  if (/FREQ=(HOURLY|MINUTELY|SECONDLY)/.test(rrule)) yield `${path}.rrule: a day is the shortest time between two runs`;
  if (start !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(start))
    yield `${path}.start: '${start}' has to be YYYY-MM-DDTHH:MM:SS without an offset, in the time zone`;
}
