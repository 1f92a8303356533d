import { Temporal } from "@js-temporal/polyfill";
import { gapInWords, gaps } from "../../datadog/schedule/gaps";
import { begunBefore, missedUntil } from "../../datadog/schedule/missed";
import { type Schedule, schedule, type StartedRecurrence, weeklyWindows } from "../../datadog/schedule/recurrence";
import { weekSvg } from "../../datadog/schedule/week-svg";
import { weekText } from "../../datadog/schedule/week-text";
import { local, moment, nextWindows, ruleInWords } from "../../datadog/schedule/words";

/** A downtime as it will be sent: `@pulumi/datadog`'s inputs. */
export interface DowntimeInputs {
  readonly scope: string;
  readonly monitorIdentifier: { readonly monitorId?: number; readonly monitorTags?: readonly string[] };
  readonly recurringSchedule?: { readonly timezone?: string; readonly recurrences: readonly StartedRecurrence[] };
}

/** When a monitor's groups are muted, by all of its downtimes together. */
export interface QuietHours {
  /** `my_metric is high, of env:dev`. */
  readonly of: string;
  readonly timezone: string;
  /** One sentence. */
  readonly rule: string;
  /** For a terminal. */
  readonly picture: string;
  readonly next: readonly string[];
  /** Where a first `up` would be within these hours: until when it mutes at once. */
  readonly atOnce?: string;
  /** Mornings that a reader expects to be muted. */
  readonly gaps: readonly string[];
  readonly schedule: Schedule;
}

const SHOWN = 8;

export function quietHours(
  downtimes: readonly DowntimeInputs[],
  titles: ReadonlyMap<string, string>,
  now: Date,
): QuietHours[] {
  const byTarget = new Map<string, Schedule>();
  for (const downtime of downtimes) {
    const { timezone = "UTC", recurrences = [] } = downtime.recurringSchedule ?? {};
    if (recurrences.length === 0) continue;
    const key = JSON.stringify([targetInWords(downtime, titles), timezone]);
    byTarget.set(key, { timezone, recurrences: [...(byTarget.get(key)?.recurrences ?? []), ...recurrences] });
  }
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return [...byTarget].map(([key, muted]) => ({
    of: (JSON.parse(key) as [string])[0],
    timezone: muted.timezone,
    rule: ruleInWords(muted),
    picture: weekText(muted, wholeWeek(muted)).trimEnd(),
    next: nextWindows(deployed(muted), at, SHOWN),
    ...atOnce(muted, at),
    gaps: gaps(weeklyWindows(muted)).map(gapInWords),
    schedule: muted,
  }));
}

/** What is deployed began before, so that it may mute now: a first start to come would hide that. */
function deployed({ timezone, recurrences }: Schedule): Schedule {
  return { timezone, recurrences: recurrences.map((one) => begunBefore(one, timezone) ?? one) };
}

/** What is made within its own hours has another downtime beside it, until they end. */
function atOnce(made: Schedule, now: Temporal.Instant): Pick<QuietHours, "atOnce"> {
  const end = missedUntil(made, now);
  if (end === undefined) return {};
  const until = moment(local(end.epochMilliseconds, made.timezone));
  return {
    atOnce: `A deployment that makes them now mutes at once, until ${until}; one that finds them changes nothing.`,
  };
}

export function targetInWords(
  { scope, monitorIdentifier }: DowntimeInputs,
  titles: ReadonlyMap<string, string>,
): string {
  const { monitorId, monitorTags = [] } = monitorIdentifier;
  const title = titles.get(String(monitorId)) ?? `monitors with ${monitorTags.join(" and ")}`;
  return scope === "*" ? title : `${title}, of ${scope}`;
}

/** In the first week every window has begun. */
function wholeWeek({ recurrences }: Schedule): Temporal.PlainDate {
  const starts = recurrences
    .map(({ start }) => Temporal.PlainDateTime.from(start))
    .sort((a, b) => Temporal.PlainDateTime.compare(a, b));
  const last = starts.at(-1) ?? Temporal.PlainDateTime.from("2027-01-04");
  return last.toPlainDate().add({ days: 8 - last.dayOfWeek });
}

/** A week whose clocks are not set, so that the picture does not change with the day on which it is drawn. */
const ANY_WEEK = Temporal.PlainDate.from("2027-01-11");

/** The week's picture as a file; of weekly windows it is the same on each day. */
export function quietHoursSvg({ schedule: muted }: QuietHours): string {
  const windows = weeklyWindows(muted);
  if (windows.length < muted.recurrences.length) return weekSvg(muted, wholeWeek(muted));
  const before = ANY_WEEK.subtract({ days: 14 }).toZonedDateTime(muted.timezone).toInstant();
  return weekSvg(schedule(windows, muted.timezone, before), ANY_WEEK);
}
