import { Temporal } from "@js-temporal/polyfill";
import type { Mistake, Rule } from "./rule";

/** A downtime as Pulumi's `DowntimeSchedule` takes it, in plain values. */
export interface Downtime {
  readonly scope?: string | undefined;
  readonly monitorIdentifier?: { readonly monitorId?: number; readonly monitorTags?: readonly string[] } | undefined;
  readonly displayTimezone?: string | undefined;
  readonly recurringSchedule?:
    { readonly timezone?: string; readonly recurrences?: readonly RawRecurrence[] } | undefined;
  readonly oneTimeSchedule?: { readonly start?: string; readonly end?: string } | undefined;
}

export interface RawRecurrence {
  readonly start?: string;
  readonly duration: string;
  readonly rrule: string;
}

/** A downtime at the moment at which it would be sent. */
export interface Definition {
  readonly downtime: Downtime;
  readonly now: Temporal.Instant;
}

const API = "https://docs.datadoghq.com/api/latest/downtimes/";
const DOCUMENTATION = "https://docs.datadoghq.com/monitors/downtimes/";
const SYNC = "https://github.com/DataDog/datadog-sync-cli/pull/664";

const MOST_RECURRENCES = 5;
const MOST_TAGS = 32;
const LONGEST_TAG = 256;

/** An hour of each Monday, far enough ahead to be in no past. */
export const AN_HOUR: RawRecurrence = { start: "2099-01-05T12:00:00", duration: "1h", rrule: "FREQ=WEEKLY;BYDAY=MO" };

/** The smallest downtime that is well. */
export function example(recurrences: readonly RawRecurrence[] = [AN_HOUR], timezone = "UTC"): Downtime {
  return {
    scope: "env:prod",
    monitorIdentifier: { monitorId: 1001 },
    displayTimezone: timezone,
    recurringSchedule: { timezone, recurrences },
  };
}

type DefinitionRule = Rule<Definition, Downtime>;

const noScope: DefinitionRule = {
  id: "downtime/no-scope",
  verdict: "refused",
  because: "A downtime needs a scope. All groups of its monitors are `*`.",
  source: API,
  passes: example(),
  fails: { ...example(), scope: " " },
  *check({ downtime: { scope } }) {
    if (scope !== undefined && scope.trim() !== "") return;
    yield {
      problem: "the downtime has no scope",
      remedy: "name the groups that it mutes, such as env:prod, or * for all",
    };
  },
};

const notOneTarget: DefinitionRule = {
  id: "downtime/not-one-target",
  verdict: "refused",
  because: "A downtime is of one monitor or of those with all of some tags: exactly one of monitorId and monitorTags.",
  source: API,
  passes: { ...example(), monitorIdentifier: { monitorTags: ["team:sre"] } },
  fails: { ...example(), monitorIdentifier: { monitorId: 1001, monitorTags: ["team:sre"] } },
  *check({ downtime: { monitorIdentifier: { monitorId, monitorTags } = {} } }) {
    if ((monitorId === undefined) !== (monitorTags === undefined)) return;
    yield {
      problem: `the downtime names ${monitorId === undefined ? "neither a monitor nor tags" : "both a monitor and tags"}`,
      remedy: "give either the monitor's id or the tags that its monitors have",
    };
  },
};

const monitorTags: DefinitionRule = {
  id: "downtime/monitor-tags",
  verdict: "refused",
  because: "A downtime takes 1 to 32 monitor tags of at most 256 characters each, all of which a monitor must have.",
  source: `${DOCUMENTATION}#choose-what-to-silence`,
  passes: { ...example(), monitorIdentifier: { monitorTags: ["*"] } },
  fails: { ...example(), monitorIdentifier: { monitorTags: Array.from({ length: 33 }, (_, index) => `tag:${index}`) } },
  *check({ downtime: { monitorIdentifier: { monitorTags: tags } = {} } }) {
    if (tags === undefined) return;
    if (tags.length === 0 || tags.length > MOST_TAGS) {
      yield {
        problem: `the downtime has ${tags.length} monitor tags`,
        remedy: `give 1 to ${MOST_TAGS}; * is all monitors`,
      };
    }
    for (const tag of tags.filter(({ length }) => length > LONGEST_TAG)) {
      yield {
        problem: `the monitor tag ${tag.slice(0, 20)}… has ${tag.length} characters`,
        remedy: `a tag has at most ${LONGEST_TAG}`,
      };
    }
  },
};

const recurrenceCount: DefinitionRule = {
  id: "downtime/recurrence-count",
  verdict: "refused",
  because: "A recurring downtime takes 1 to 5 recurrences.",
  source: SYNC,
  passes: example(),
  fails: example(
    Array.from({ length: 6 }, (_, index) => ({ ...AN_HOUR, start: `2099-01-05T${10 + 2 * index}:00:00` })),
  ),
  *check({ downtime: { recurringSchedule } }) {
    const count = recurringSchedule?.recurrences?.length ?? 0;
    if (recurringSchedule === undefined || (count > 0 && count <= MOST_RECURRENCES)) return;
    yield {
      problem: `the downtime has ${count} recurrences; Datadog takes 1 to ${MOST_RECURRENCES}`,
      remedy: count === 0 ? "give at least one window" : "put the other windows into a second downtime",
    };
  },
};

const unknownZone: DefinitionRule = {
  id: "downtime/unknown-zone",
  verdict: "refused",
  because: "Time zones are IANA names: no offsets, no abbreviations of one's own.",
  source: API,
  passes: example([AN_HOUR], "Asia/Kathmandu"),
  fails: example([AN_HOUR], "Europe/Belrin"),
  *check({ downtime: { displayTimezone, recurringSchedule } }): Iterable<Mistake> {
    for (const zone of new Set([recurringSchedule?.timezone, displayTimezone])) {
      // An empty text is none, and is taken as one.
      if (zone === undefined || zone === "" || isZone(zone)) continue;
      yield { problem: `"${zone}" is not an IANA time zone`, remedy: "write it as Europe/Berlin or UTC" };
    }
  },
};

const twoZones: DefinitionRule = {
  id: "downtime/two-zones",
  verdict: "may-be-meant",
  because: 'Datadog has refused downtimes with "timezone must match display_timezone".',
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/2567",
  passes: example([AN_HOUR], "Asia/Tokyo"),
  fails: { ...example([AN_HOUR], "Asia/Tokyo"), displayTimezone: "UTC" },
  *check({ downtime: { displayTimezone, recurringSchedule } }) {
    const timezone = recurringSchedule?.timezone;
    if (
      timezone === undefined ||
      displayTimezone === undefined ||
      displayTimezone === "" ||
      timezone === displayTimezone
    )
      return;
    yield {
      problem: `the downtime is read in ${timezone} and shown in ${displayTimezone}, which Datadog may refuse`,
      remedy: "use one time zone for both",
    };
  },
};

/** Without a schedule a downtime begins when it is made and has no end. */
const endless: DefinitionRule = {
  id: "downtime/endless",
  verdict: "may-be-meant",
  because:
    "A one-time downtime without an end, or one without any schedule, mutes until somebody cancels it, which may be meant: until a ticket is closed.",
  source:
    "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/tests/cassettes/TestAccDowntimeScheduleBasicOneTime.yaml",
  passes: {
    ...example(),
    recurringSchedule: undefined,
    oneTimeSchedule: { start: "2099-01-05T12:00:00Z", end: "2099-01-05T13:00:00Z" },
  },
  fails: { ...example(), recurringSchedule: undefined },
  *check({ downtime: { recurringSchedule, oneTimeSchedule } }) {
    if (recurringSchedule !== undefined || oneTimeSchedule?.end !== undefined) return;
    yield {
      problem: "the downtime has no end: it mutes until it is cancelled",
      remedy: "give it recurrences or an end",
    };
  },
};

const SCHEMA =
  "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/fwprovider/resource_datadog_downtime_schedule.go";
const ONCE = { start: "2099-01-05T12:00:00Z", end: "2099-01-05T13:00:00Z" };

const twoSchedules: DefinitionRule = {
  id: "downtime/two-schedules",
  verdict: "refused",
  because: "A downtime is once or recurs: the provider takes one schedule.",
  source: SCHEMA,
  passes: { ...example(), recurringSchedule: undefined, oneTimeSchedule: ONCE },
  fails: { ...example(), oneTimeSchedule: ONCE },
  *check({ downtime: { recurringSchedule, oneTimeSchedule } }) {
    if (recurringSchedule === undefined || oneTimeSchedule === undefined) return;
    yield { problem: "the downtime is once, and recurs", remedy: "declare two downtimes" };
  },
};

const onceWithoutOffset: DefinitionRule = {
  id: "downtime/once-without-offset",
  verdict: "refused",
  because: "A single downtime's start and end are in UTC: they end in Z, or in an offset of zero.",
  source: SCHEMA,
  passes: { ...example(), recurringSchedule: undefined, oneTimeSchedule: ONCE },
  fails: { ...example(), recurringSchedule: undefined, oneTimeSchedule: { ...ONCE, start: "2099-01-05T12:00:00" } },
  *check({ downtime: { oneTimeSchedule } }) {
    for (const [name, moment] of Object.entries(oneTimeSchedule ?? {})) {
      if (/(Z|[+-]00:?00)$/i.test(moment) && !Number.isNaN(Date.parse(moment))) continue;
      yield { problem: `the ${name} ${moment} is not in UTC`, remedy: "write such as 2027-01-05T12:00:00Z" };
    }
  },
};

const onceBackwards: DefinitionRule = {
  id: "downtime/once-backwards",
  verdict: "refused",
  because: "A single downtime ends after it has begun, and after now.",
  source: API,
  passes: { ...example(), recurringSchedule: undefined, oneTimeSchedule: ONCE },
  fails: { ...example(), recurringSchedule: undefined, oneTimeSchedule: { start: ONCE.end, end: ONCE.start } },
  *check({ downtime: { oneTimeSchedule: { start, end } = {} }, now }) {
    const [begins, ends] = [start, end].map((moment) => Date.parse(moment ?? ""));
    if (begins === undefined || ends === undefined || Number.isNaN(ends)) return;
    if (begins >= ends) {
      yield { problem: `the downtime ends at ${end}, before it begins`, remedy: "write a later end" };
    } else if (ends <= now.epochMilliseconds) {
      yield { problem: `the downtime has ended at ${end}`, remedy: "write an end to come" };
    }
  },
};

/** Offsets are time zones to some readers, and not to Datadog. */
export function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a downtime, whatever its hours are. */
export const definitionRules: readonly DefinitionRule[] = [
  noScope,
  notOneTarget,
  monitorTags,
  recurrenceCount,
  unknownZone,
  twoZones,
  endless,
  twoSchedules,
  onceWithoutOffset,
  onceBackwards,
];
