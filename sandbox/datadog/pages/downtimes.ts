import { html } from "hono/html";

import { type Downtime, isRecurring } from "../downtimes/downtime.js";
import { statusOf } from "../downtimes/routes.js";
import { nextWindow, windowsBetween } from "../downtimes/windows.js";
import { type Markup, stateBadge, table } from "./layout.js";

const SHOWN_MILLISECONDS = 14 * 86_400_000;
const WINDOWS_SHOWN = 6;

/** @param now milliseconds since 1970 */
export function downtimesBody(downtimes: readonly Downtime[], now: number): Markup {
  return table(
    ["State", "What is muted", "Rule", "Next windows", "Message"],
    downtimes.map((downtime) => [
      stateBadge(statusOf(downtime, now)),
      concerned(downtime),
      html`<pre>${rule(downtime)}</pre>`,
      html`<pre>${windows(downtime, now)}</pre>`,
      downtime.attributes.message ?? "",
    ]),
  );
}

function concerned({ attributes: { monitor_identifier: identifier, scope } }: Downtime): Markup {
  return "monitor_id" in identifier
    ? html`<a href="/monitors/${identifier.monitor_id}">monitor ${identifier.monitor_id}</a> in ${scope}`
    : html`monitors with ${identifier.monitor_tags.join(", ")} in ${scope}`;
}

function rule({ attributes: { schedule } }: Downtime): string {
  if (!isRecurring(schedule)) return `${schedule.start} to ${schedule.end ?? "its cancelling"}`;
  const lines = schedule.recurrences.map(({ start, duration, rrule }) => `${rrule}\nfrom ${start} for ${duration}`);
  return [...lines, schedule.timezone].join("\n");
}

/** In the schedule's own time zone. */
function windows({ attributes: { schedule } }: Downtime, now: number): string {
  const zone = isRecurring(schedule) ? schedule.timezone : "UTC";
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "2-digit",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const first = nextWindow(schedule, now)?.start ?? now;
  const lines = windowsBetween(schedule, first, first + SHOWN_MILLISECONDS)
    .slice(0, WINDOWS_SHOWN)
    .map(({ start, end }) => `${format.format(start)} – ${end === undefined ? "…" : format.format(end)}`);
  return [...lines, zone].join("\n");
}
