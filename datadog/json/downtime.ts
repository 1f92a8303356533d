import type { Downtime, RawRecurrence } from "../lint/downtime-definition";
import { filled, type Json, objectOf, objectsIn, ofKinds } from "./value";

/**
 * A downtime of the API's, as `@pulumi/datadog` declares one.
 *
 * @param attributes below `data` there.
 * @see https://docs.datadoghq.com/api/latest/downtimes/
 */
export function downtimeOfJson({ scope, monitor_identifier, display_timezone, schedule }: Json): Downtime {
  const { monitor_id, monitor_tags } = objectOf(monitor_identifier);
  const { recurrences, timezone, start, end } = objectOf(schedule);
  return filled({
    ...ofKinds({ scope, displayTimezone: display_timezone }, { scope: "text", displayTimezone: "text" }),
    monitorIdentifier: ofKinds(
      { monitorId: monitor_id, monitorTags: monitor_tags },
      { monitorId: "number", monitorTags: "texts" },
    ),
    ...(recurrences !== undefined && {
      recurringSchedule: {
        ...ofKinds({ timezone }, { timezone: "text" }),
        recurrences: objectsIn(recurrences).map((one): RawRecurrence => ({
          ...{ duration: "", rrule: "" },
          ...ofKinds(one, { start: "text", duration: "text", rrule: "text" }),
        })),
      },
    }),
    ...(recurrences === undefined &&
      schedule !== undefined && { oneTimeSchedule: ofKinds({ start, end }, { start: "text", end: "text" }) }),
  });
}
