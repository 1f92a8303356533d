import {
  clock,
  type Day,
  DAYS,
  dayName,
  MINUTES_OF_DAY,
  MINUTES_OF_WEEK,
  minutesPastMidnight,
  type WeeklyWindow,
} from "./window";

/** A morning that a reader of the rule expects to be quiet and that no window mutes. */
export interface Gap {
  readonly day: Day;
  /** Minutes after the day's midnight: 0, or where what mutes the evening before ends. */
  readonly startMinute: number;
  readonly endMinute: number;
}

/**
 * A run of nights is expected to be quiet in each of its days' mornings. A window over midnight mutes the morning after
 * each of its days; that of its first day is muted by another, if at all. Where the evening before is muted up to
 * midnight, a reader expects it: 19:00-09:00 Mon-Fri beside "all day Sat-Sun" leaves Monday 00:00-09:00 open.
 */
export function gaps(windows: readonly WeeklyWindow[]): Gap[] {
  const muted = mutedMinutes(windows);
  const found: Gap[] = [];
  for (const { endMinute, days } of nights(windows)) {
    for (const day of days.filter((one) => days.includes(next(one)))) {
      const midnight = DAYS.indexOf(day) * MINUTES_OF_DAY;
      if (!muted.has((midnight - 1 + MINUTES_OF_WEEK) % MINUTES_OF_WEEK)) continue;
      const morning = Array.from({ length: endMinute }, (_, minute) => minute);
      const startMinute = morning.find((minute) => !muted.has(midnight + minute));
      if (startMinute === undefined || found.some((gap) => gap.day === day)) continue;
      found.push({ day, startMinute, endMinute });
    }
  }
  return found;
}

/** The windows over midnight; those of the same hours are one run, however they are written. */
function nights(windows: readonly WeeklyWindow[]): { endMinute: number; days: Day[] }[] {
  const byHours = new Map<string, { endMinute: number; days: Day[] }>();
  for (const window of windows) {
    const endMinute = minutesPastMidnight(window);
    if (endMinute === 0) continue;
    const key = `${window.startMinute} ${window.durationMinutes}`;
    const days = [...(byHours.get(key)?.days ?? []), ...window.days];
    byHours.set(key, { endMinute, days });
  }
  return [...byHours.values()];
}

function next(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + 1) % DAYS.length] ?? day;
}

/** `"Monday 00:00-09:00"`. */
export function gapInWords({ day, startMinute, endMinute }: Gap): string {
  return `${dayName(day)} ${clock(startMinute)}-${clock(endMinute)}`;
}

/** The windows that close the gaps. */
export function closing(found: readonly Gap[]): WeeklyWindow[] {
  return found.map(({ day, startMinute, endMinute }) => ({
    days: [day],
    startMinute,
    durationMinutes: endMinute - startMinute,
  }));
}

/** Minutes after the week's first midnight. */
export function mutedMinutes(windows: readonly WeeklyWindow[]): Set<number> {
  const muted = new Set<number>();
  for (const window of windows) {
    for (const day of window.days) {
      const start = DAYS.indexOf(day) * MINUTES_OF_DAY + window.startMinute;
      for (let minute = start; minute < start + window.durationMinutes; minute++) muted.add(minute % MINUTES_OF_WEEK);
    }
  }
  return muted;
}
