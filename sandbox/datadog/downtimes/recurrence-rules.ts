import type { Mistakes } from "../models.js";
import { ruleOf } from "./windows.js";

const RULE_PARTS = new Set(
  "FREQ INTERVAL COUNT UNTIL BYSECOND BYMINUTE BYHOUR BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST".split(
    " ",
  ),
);

/** What is wrong about an RRULE. */
export function* mistakesInRule(rrule: string, timezone: string, path: string): Mistakes {
  const names = rrule.split(";").map((part) => part.split("=")[0] ?? "");
  for (const name of names) {
    if (/^(DTSTART|DTEND|DURATION)/.test(name)) yield `${path}: ${name} is not allowed; use start and duration`;
    else if (!RULE_PARTS.has(name)) yield `${path}: '${name}' is no part of a recurrence rule`;
  }
  if (!names.every((name) => RULE_PARTS.has(name))) return;
  try {
    ruleOf({ start: "2000-01-01T00:00:00", rrule }, timezone);
  } catch (error) {
    yield `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** @param timezone anything but a text is somebody else's to refuse. */
export function* mistakesInZone(timezone: unknown, path: string): Mistakes {
  if (typeof timezone !== "string" || timezone === "") return;
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    yield `${path}: '${timezone}' is no IANA time zone`;
  }
}
