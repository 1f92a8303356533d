import { encodeInputs } from "../../framework/encode.js";
import type { CheckFailure } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { attributesOf } from "../schema/attributes.js";
import { downtime } from "./table.js";

const attributes = attributesOf(downtime);

/** As the official plugin takes them: converted, sets by alphabet, without what nobody knows. */
export function taken(inputs: Properties): Properties {
  return encodeInputs(attributes, inputs);
}

/** What is missing. A failure names no property but in its text. */
export function downtimeFailures(inputs: Properties): CheckFailure[] {
  return [...missing(inputs)].map((reason) => ({ property: "", reason }));
}

const descriptions = {
  scope:
    "The scope to which the downtime applies. Must follow the [common search syntax]" +
    "(https://docs.datadoghq.com/logs/explorer/search_syntax/).",
  duration: "The length of the downtime. Must begin with an integer and end with one of 'm', 'h', d', or 'w'.",
  rrule:
    "The `RRULE` standard for defining recurring events. For example, to have a recurring event on the first day of " +
    "each month, set the type to `rrule` and set the `FREQ` to `MONTHLY` and `BYMONTHDAY` to `1`. Most common `rrule` " +
    "options from the [iCalendar Spec](https://tools.ietf.org/html/rfc5545) are supported.  **Note**: Attributes " +
    "specifying the duration in `RRULE` are not supported (for example, `DTSTART`, `DTEND`, `DURATION`). More examples " +
    "available in this [downtime guide](https://docs.datadoghq.com/monitors/guide/suppress-alert-with-downtimes/?tab=api).",
};

function* missing(inputs: Properties): Generator<string> {
  for (const [path, name] of missingProperties(inputs)) {
    yield `Missing required property '${path}': ${descriptions[name]}`;
  }
  const { monitorIdentifier } = inputs;
  if (monitorIdentifier === undefined || monitorIdentifier === null) {
    yield (
      "Invalid Block. Block monitor_identifier must have a configuration value as the provider has marked it as " +
      "required. Examine values at 'datadog.monitorIdentifier'."
    );
  } else if (isObject(monitorIdentifier)) yield* wrongIdentifier(monitorIdentifier);
}

function* missingProperties(inputs: Properties): Generator<[path: string, name: keyof typeof descriptions]> {
  if (isAbsent(inputs.scope)) yield ["scope", "scope"];
  const schedule = inputs.recurringSchedule;
  const recurrences = isObject(schedule) ? schedule.recurrences : [];
  for (const [index, recurrence] of (Array.isArray(recurrences) ? recurrences : []).entries()) {
    for (const name of ["duration", "rrule"] as const) {
      if (isObject(recurrence) && !isAbsent(recurrence[name])) continue;
      yield [`recurringSchedule.recurrences[${index}].${name}`, name];
    }
  }
}

function* wrongIdentifier({ monitorId, monitorTags }: Properties): Generator<string> {
  const count = [monitorId, monitorTags].filter((value) => !isAbsent(value)).length;
  if (count === 1) return;
  const specified = count === 0 ? "No attribute" : `${count} attributes`;
  yield (
    `Invalid Attribute Combination. ${specified} specified when one (and only one) of ` +
    "[monitor_identifier.monitor_id.<.monitor_tags] is required. " +
    "Examine values at 'datadog.monitorIdentifier.monitorId'."
  );
}

/** What the upstream itself looks at before it sends anything: the summary of its error. */
export function wrongSchedule({ recurringSchedule: recurring, oneTimeSchedule: once }: Properties): string | undefined {
  if (!isObject(recurring)) return isObject(once) ? undefined : "one_time_schedule or recurring_schedule must be set";
  const { recurrences } = recurring;
  return isEmptyList(recurrences) ? "Must provide one or more recurrence definitions" : undefined;
}

function isEmptyList(value: Value | undefined): boolean {
  return isAbsent(value) || (Array.isArray(value) && value.length === 0);
}

/** A start that is no local time, or a time that is none of UTC: summary and detail of the upstream's error. */
export function wrongStart({
  recurringSchedule: schedule,
  oneTimeSchedule: once,
}: Properties): [summary: string, detail: string] | undefined {
  for (const name of ["start", "end"]) {
    const time = isObject(once) ? once[name] : undefined;
    if (typeof time !== "string" || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)) continue;
    const property = `one_time_schedule.${name}`;
    return [`property "${property}" must be of the format 2006-01-02T15:04:05Z`, `was ${time}`];
  }
  const recurrences = isObject(schedule) && Array.isArray(schedule.recurrences) ? schedule.recurrences : [];
  for (const [index, recurrence] of recurrences.entries()) {
    const start = isObject(recurrence) ? recurrence.start : undefined;
    if (typeof start !== "string" || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(start)) continue;
    const property = `recurring_schedule.recurrence[${index}].start`;
    return [`property "${property}" must be of the format 2006-01-02T15:04:05`, `was ${start}`];
  }
  return undefined;
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

/** A list of blocks that nobody declared is an empty one. */
export function withEmptyLists(planned: Properties): Properties {
  const { recurringSchedule: schedule } = planned;
  if (!isObject(schedule) || schedule.recurrences === unknown) return planned;
  return { ...planned, recurringSchedule: { ...schedule, recurrences: schedule.recurrences ?? [] } };
}
