import { Temporal } from "@js-temporal/polyfill";
import { durationInWords, minutesOf } from "../schedule/duration";
import { rule, type Schedule, type StartedRecurrence } from "../schedule/recurrence";
import { AN_HOUR, type Downtime, type Definition, example, isZone, type RawRecurrence } from "./downtime-definition";
import type { Mistake, Rule } from "./rule";
import { ruleForm } from "./rule-form";

const API = "https://docs.datadoghq.com/api/latest/downtimes/";
const DOCUMENTATION = "https://docs.datadoghq.com/monitors/downtimes/";
const EXAMPLES = "https://docs.datadoghq.com/monitors/downtimes/examples/";
const RFC = "https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10";

const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const FREQUENCIES = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
/** Parts of an iCalendar rule; what an event has beside its rule is none. */
const PARTS =
  "FREQ INTERVAL COUNT UNTIL BYSECOND BYMINUTE BYHOUR BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST".split(
    " ",
  );

type RecurrenceRule = Rule<Definition, Downtime>;

/** A rule that looks at one recurrence after the other. */
function each(
  mistakes: (recurrence: RawRecurrence, timezone: string, now: Temporal.Instant) => Iterable<Mistake>,
): RecurrenceRule["check"] {
  return function* ({ downtime: { recurringSchedule: { recurrences = [], timezone = "UTC" } = {} }, now }) {
    for (const recurrence of recurrences) yield* mistakes(recurrence, timezone, now);
  };
}

const durationForm: RecurrenceRule = {
  id: "downtime/duration-form",
  verdict: "refused",
  because: "A duration is an integer and one of m, h, d, w.",
  source: API,
  passes: example([{ ...AN_HOUR, duration: "90m" }]),
  fails: example([{ ...AN_HOUR, duration: "1h30m" }]),
  check: each(function* ({ duration }) {
    if (minutesOf(duration) !== undefined) return;
    yield {
      problem: `"${duration}" is no duration`,
      remedy: "write whole minutes, hours, days or weeks: 90m, 14h, 1d, 1w",
    };
  }),
};

const noTime: RecurrenceRule = {
  id: "downtime/no-time",
  verdict: "never-works",
  because: "The shortest that a downtime can mute is a minute.",
  source: API,
  passes: example([{ ...AN_HOUR, duration: "1m" }]),
  fails: example([{ ...AN_HOUR, duration: "0m" }]),
  check: each(function* ({ duration }) {
    if (minutesOf(duration) !== 0) return;
    yield { problem: `a window of ${duration} mutes nothing`, remedy: "let it last a minute at least" };
  }),
};

const noStart: RecurrenceRule = {
  id: "downtime/no-start",
  verdict: "may-be-meant",
  because: "A recurrence without a start begins at the moment of its creation, and so does each of its windows.",
  source: "https://github.com/DataDog/datadog-api-client-typescript/tree/master/cassettes/v2",
  passes: example(),
  fails: example([{ duration: AN_HOUR.duration, rrule: AN_HOUR.rrule }]),
  check: each(function* ({ start, rrule }) {
    if (start !== undefined) return;
    yield {
      problem: `${rrule} has no start: its hour would be that of the deployment`,
      remedy: "give the first start",
    };
  }),
};

const startForm: RecurrenceRule = {
  id: "downtime/start-form",
  verdict: "refused",
  because:
    "The start of a recurrence is a local time without an offset, read in the schedule's time zone. Without its seconds the provider reports an inconsistent result.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/2640",
  passes: example(),
  fails: example([{ ...AN_HOUR, start: "2099-01-05T12:00:00Z" }]),
  check: each(function* ({ start }) {
    if (start === undefined || localTime(start) !== undefined) return;
    yield {
      problem: `the start "${start}" is not a local time with seconds and without an offset`,
      remedy: "write it as 2027-01-04T19:00:00; the schedule's time zone says where",
    };
  }),
};

const startInThePast: RecurrenceRule = {
  id: "downtime/start-in-the-past",
  verdict: "refused",
  because: "Datadog refuses a start in the past, when a downtime is made and when it is changed.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/2060",
  passes: example(),
  fails: example([{ ...AN_HOUR, start: "2020-01-06T12:00:00" }]),
  check: each(function* ({ start = "" }, timezone, now) {
    const local = localTime(start);
    if (local === undefined || !isZone(timezone)) return;
    if (local.toZonedDateTime(timezone).epochMilliseconds >= now.epochMilliseconds) return;
    yield { problem: `the start ${start} is in the past`, remedy: "begin with the next window" };
  }),
};

const form: RecurrenceRule = {
  id: "downtime/rule-form",
  verdict: "may-be-meant",
  because:
    "iCalendar writes a rule in capitals, without blanks, and with semicolons between its parts alone. Whether Datadog takes another form is not documented.",
  source: RFC,
  passes: example([{ ...AN_HOUR, rrule: "FREQ=WEEKLY;BYDAY=MO" }]),
  fails: example([{ ...AN_HOUR, rrule: "FREQ=WEEKLY;BYDAY=MO;" }]),
  check: each(function* ({ rrule }) {
    const { rule: mended, remedies } = ruleForm(rrule);
    if (remedies.length === 0) return;
    yield { problem: `"${rrule}" is not written as a recurrence rule is`, remedy: `${remedies.join(", ")}: ${mended}` };
  }),
};

const rulePart: RecurrenceRule = {
  id: "downtime/rule-part",
  verdict: "refused",
  because:
    "The rule holds the parts of an iCalendar recurrence rule and no other property of an event: DTSTART, DTEND, DURATION and EXDATE are not supported.",
  source: `${DOCUMENTATION}#recurring`,
  passes: example([{ ...AN_HOUR, rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" }]),
  fails: example([{ ...AN_HOUR, rrule: "FREQ=WEEKLY;BYDAY=MO;DURATION=PT1H" }]),
  check: each(function* ({ rrule }) {
    for (const name of parts(rrule).map((part) => part.name)) {
      if (PARTS.includes(name)) continue;
      yield {
        problem: `"${name}" is no part of a recurrence rule, in "${rrule}"`,
        remedy: "start and duration stand beside the rule; leave out days with a rule that does not name them",
      };
    }
  }),
};

const frequency: RecurrenceRule = {
  id: "downtime/frequency",
  verdict: "refused",
  because: "A rule says how often: HOURLY at the finest.",
  source: "https://github.com/DataDog/datadog-sync-cli/pull/664",
  passes: example([{ ...AN_HOUR, rrule: "FREQ=DAILY" }]),
  fails: example([{ ...AN_HOUR, duration: "1m", rrule: "FREQ=MINUTELY;INTERVAL=30" }]),
  check: each(function* ({ rrule }) {
    const named = parts(rrule).find(({ name }) => name === "FREQ")?.value;
    if (named !== undefined && FREQUENCIES.includes(named)) return;
    yield {
      problem: named === undefined ? `"${rrule}" has no FREQ` : `Datadog takes no FREQ=${named}`,
      remedy: `use one of ${FREQUENCIES.join(", ")}`,
    };
  }),
};

const ruleValue: RecurrenceRule = {
  id: "downtime/rule-value",
  verdict: "refused",
  because: "Each part of a rule has its values: days are MO to SU, days of a month 1 to 31.",
  source: RFC,
  passes: example([{ ...AN_HOUR, rrule: "FREQ=MONTHLY;BYDAY=1MO" }]),
  fails: example([{ ...AN_HOUR, rrule: "FREQ=WEEKLY;BYDAY=MON" }]),
  check: each(function* ({ rrule }, timezone) {
    if (!isRule(rrule) || !isZone(timezone)) return;
    const wrong = wrongValue(rrule);
    if (wrong !== undefined) yield { problem: `"${rrule}" can't be read: ${wrong}`, remedy: "see RFC 5545, 3.3.10" };
  }),
};

const ordinalDay: RecurrenceRule = {
  id: "downtime/ordinal-day",
  verdict: "may-be-meant",
  because:
    "A day with a number, such as 2TU, is the second Tuesday only in rules that are MONTHLY or YEARLY. RFC 5545 forbids it in others; there it is read as every Tuesday.",
  source: RFC,
  passes: example([{ ...AN_HOUR, start: "2099-01-13T12:00:00", rrule: "FREQ=MONTHLY;BYDAY=2TU" }]),
  fails: example([{ ...AN_HOUR, start: "2099-01-13T12:00:00", rrule: "FREQ=DAILY;BYDAY=2TU" }]),
  check: each(function* ({ rrule }) {
    const [freq, days = ""] = ["FREQ", "BYDAY"].map((part) => parts(rrule).find(({ name }) => name === part)?.value);
    if (freq === "MONTHLY" || freq === "YEARLY" || !/\d/.test(days)) return;
    yield { problem: `BYDAY=${days} is every such day where FREQ is ${freq}`, remedy: "use FREQ=MONTHLY" };
  }),
};

const startOffRule: RecurrenceRule = {
  id: "downtime/start-off-rule",
  verdict: "refused",
  because: "The start must be that of the rule's first window: on one of its days, at a time that this day has.",
  source: EXAMPLES,
  passes: example(),
  fails: example([{ ...AN_HOUR, start: "2099-01-06T12:00:00" }]),
  check: each(function* (recurrence, timezone) {
    const started = readable(recurrence, timezone);
    if (started === undefined) return;
    const local = Temporal.PlainDateTime.from(started.start);
    const begin = local.toZonedDateTime(timezone);
    if (!begin.toPlainDateTime().equals(local)) {
      yield {
        problem: `the start ${started.start} does not exist in ${timezone}: the clocks go forward over it`,
        remedy: "begin with the window after it",
      };
    } else if (!rule(started, timezone).matches(begin)) {
      yield {
        problem: `the start ${started.start} is no start of ${started.rrule}`,
        remedy: "begin on a day that the rule names",
      };
    }
  }),
};

const longerThanItsPeriod: RecurrenceRule = {
  id: "downtime/longer-than-its-period",
  verdict: "may-be-meant",
  because: "A window that lasts into the next one of its own rule does not end where its duration says.",
  source: `${DOCUMENTATION}#recurring`,
  passes: example([{ ...AN_HOUR, duration: "4h", rrule: "FREQ=DAILY;BYHOUR=12,18" }]),
  fails: example([{ ...AN_HOUR, duration: "7h", rrule: "FREQ=DAILY;BYHOUR=12,18" }]),
  check: each(function* (recurrence, timezone) {
    const started = readable(recurrence, timezone);
    if (started === undefined) return;
    const minutes = minutesOf(started.duration) ?? 0;
    const period = shortestPeriod(started);
    if (period === undefined || minutes <= period) return;
    yield {
      problem: `a window of ${durationInWords(minutes)} lasts into the next, which begins after ${durationInWords(period)}`,
      remedy: "shorten it, or name fewer days",
    };
  }),
};

/** Minutes from a start to the next by the clock, at the least; none where the rule has but one. */
function shortestPeriod(recurrence: StartedRecurrence): number | undefined {
  const starts = firstStarts(recurrence);
  const minutes = starts.map(({ epochMilliseconds }) => epochMilliseconds / 60_000);
  const periods = minutes.slice(1).map((start, index) => start - (minutes[index] ?? start));
  return periods.length === 0 ? undefined : Math.min(...periods);
}

/** A rule that never comes has none: the library gives up on it. */
function firstStarts(recurrence: StartedRecurrence) {
  try {
    return rule(recurrence, "UTC").all((_, index) => index < 20);
  } catch {
    return [];
  }
}

function parts(rrule: string): { name: string; value: string }[] {
  return ruleForm(rrule)
    .rule.split(";")
    .map((part) => {
      const [name = "", value = ""] = part.split("=");
      return { name, value };
    });
}

function isRule(rrule: string): boolean {
  const named = parts(rrule);
  const freq = named.find(({ name }) => name === "FREQ")?.value ?? "";
  return named.every(({ name }) => PARTS.includes(name)) && FREQUENCIES.includes(freq);
}

/** Some values that are out of range would be passed over, and the rule then be wider than it says. */
function wrongValue(rrule: string): string | undefined {
  try {
    const understood = rule({ start: AN_HOUR.start ?? "", rrule: ruleForm(rrule).rule }, "UTC").toString();
    const lost = parts(rrule).find(
      ({ name, value }) => !understood.includes(name) && !(name === "INTERVAL" && value === "1"),
    );
    return lost && `${lost.name} has no value that counts`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function localTime(text: string): Temporal.PlainDateTime | undefined {
  if (!LOCAL_TIME.test(text)) return undefined;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

function readable({ start, rrule, duration }: RawRecurrence, timezone: string): StartedRecurrence | undefined {
  if (start === undefined || localTime(start) === undefined || !isZone(timezone)) return undefined;
  if (!isRule(rrule) || wrongValue(rrule) !== undefined || (minutesOf(duration) ?? 0) === 0) return undefined;
  return { start, rrule: ruleForm(rrule).rule, duration };
}

/** The hours of a downtime, where each of its recurrences can be read. */
export function scheduleOf({ recurringSchedule }: Downtime): Schedule | undefined {
  if (recurringSchedule === undefined) return undefined;
  const { recurrences = [], timezone = "UTC" } = recurringSchedule;
  const read = recurrences.flatMap((one) => readable(one, timezone) ?? []);
  return read.length === recurrences.length && read.length > 0 ? { timezone, recurrences: read } : undefined;
}

/** What is wrong with a recurrence by itself. */
export const recurrenceRules: readonly RecurrenceRule[] = [
  durationForm,
  noTime,
  noStart,
  startForm,
  startInThePast,
  form,
  rulePart,
  frequency,
  ruleValue,
  ordinalDay,
  startOffRule,
  longerThanItsPeriod,
];
