import { isObject, type Mistakes, mistakesInBody } from "../models.js";
import { SyntaxMistake } from "../query/reader.js";
import { parseScope } from "../query/scope.js";
import { mistakesInRule, mistakesInZone } from "./recurrence-rules.js";
import { durationOf, ruleOf } from "./windows.js";

/** What a downtime's rules need to know of the rest. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly monitorExists: (id: number) => boolean;
  /** Starts that the downtime had before: they may be in the past. */
  readonly keptStarts: ReadonlySet<string>;
}

/** Clocks differ, and a request takes its time. */
const TOLERATED_PAST_MILLISECONDS = 60_000;
const MOST_RECURRENCES = 5;
const MOST_MONITOR_TAGS = 32;

/** Everything that Datadog would refuse in a downtime's request. */
export function mistakesInDowntime(
  body: unknown,
  model: "DowntimeCreateRequest" | "DowntimeUpdateRequest",
  surroundings: Surroundings,
): string[] {
  const shape = mistakesInBody(body, model, "v2");
  if (shape.length > 0) return shape;
  const { attributes } = (body as { data: { attributes: Record<string, unknown> } }).data;
  return [
    ...mistakesInMonitorIdentifier(attributes.monitor_identifier, surroundings),
    ...mistakesInScope(attributes.scope),
    ...mistakesInZone(attributes.display_timezone, "data.attributes.display_timezone"),
    ...mistakesInSchedule(attributes.schedule, surroundings),
  ];
}

function* mistakesInMonitorIdentifier(identifier: unknown, { monitorExists }: Surroundings): Mistakes {
  if (!isObject(identifier)) return;
  const path = "data.attributes.monitor_identifier";
  const { monitor_id: id, monitor_tags: tags } = identifier;
  if (id !== undefined && tags !== undefined) yield `${path}: has to be either monitor_id or monitor_tags`;
  if (typeof id === "number" && !monitorExists(id)) yield `${path}.monitor_id: Monitor ${id} not found`;
  if (Array.isArray(tags) && (tags.length === 0 || tags.length > MOST_MONITOR_TAGS))
    yield `${path}.monitor_tags: has to be 1 to ${MOST_MONITOR_TAGS} tags`;
}

function* mistakesInScope(scope: unknown): Mistakes {
  if (typeof scope !== "string") return;
  try {
    parseScope(scope);
  } catch (error) {
    if (!(error instanceof SyntaxMistake)) throw error;
    yield `data.attributes.scope: ${error.message}`;
  }
}

function* mistakesInSchedule(schedule: unknown, surroundings: Surroundings): Mistakes {
  if (!isObject(schedule)) return;
  const path = "data.attributes.schedule";
  if (!Array.isArray(schedule.recurrences)) return yield* mistakesInOneTime(schedule, path, surroundings);
  // The provider sends an empty text where none is declared.
  const timezone = typeof schedule.timezone === "string" && schedule.timezone !== "" ? schedule.timezone : "UTC";
  const wrongZone = [...mistakesInZone(timezone, `${path}.timezone`)];
  if (wrongZone.length > 0) return yield* wrongZone;
  const recurrences = schedule.recurrences as Record<string, string | null>[];
  if (recurrences.length === 0 || recurrences.length > MOST_RECURRENCES)
    yield `${path}.recurrences: has to be 1 to ${MOST_RECURRENCES}`;
  for (const [index, recurrence] of recurrences.entries()) {
    yield* mistakesInRecurrence(recurrence, timezone, `${path}.recurrences[${index}]`, surroundings);
  }
}

function* mistakesInOneTime(schedule: Record<string, unknown>, path: string, surroundings: Surroundings): Mistakes {
  const { start, end } = schedule;
  const starts = typeof start === "string" ? Date.parse(start) : surroundings.now;
  if (typeof start === "string" && isPast(starts, start, surroundings)) yield `${path}.start: ${start} is in the past`;
  if (typeof end === "string" && Date.parse(end) <= starts) yield `${path}.end: ${end} is not after the start`;
}

function* mistakesInRecurrence(
  { start, duration = "", rrule = "" }: Record<string, string | null>,
  timezone: string,
  path: string,
  surroundings: Surroundings,
): Mistakes {
  if (durationOf(duration ?? "") === undefined) yield `${path}.duration: '${duration}' does not match ^\\d+[mhdw]$`;
  yield* mistakesInRule(rrule ?? "", timezone, `${path}.rrule`);
  // The provider says null of a start that is not declared, once there is a downtime.
  if (start === undefined || start === null) return;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(start) || Number.isNaN(Date.parse(`${start}Z`))) {
    yield `${path}.start: '${start}' has to be YYYY-MM-DDTHH:MM:SS without an offset, in the schedule's time zone`;
  } else if (isPast(instantOf(start, timezone), start, surroundings)) {
    yield `${path}.start: ${start} is in the past`;
  }
}

function isPast(instant: number, start: string, { now, keptStarts }: Surroundings): boolean {
  return instant < now - TOLERATED_PAST_MILLISECONDS && !keptStarts.has(start);
}

/** When the zone's clocks show that local time. */
function instantOf(local: string, timezone: string): number {
  return (
    ruleOf({ start: local, rrule: "FREQ=DAILY;COUNT=1" }, timezone).next(new Date(0), true)?.epochMilliseconds ?? NaN
  );
}
