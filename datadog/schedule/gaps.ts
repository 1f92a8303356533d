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
  /** Minutes after the day's midnight. */
  readonly endMinute: number;
}

/**
 * A run of nights is expected to be quiet in each of its days' mornings. A window over midnight mutes the morning after each of its days. The morning of its first day is muted only if
 * the day before has it too: 19:00-09:00 Mon-Fri says nothing of Monday 00:00-09:00, even beside "all day Sat-Sun".
 */
export function gaps(windows: readonly WeeklyWindow[]): Gap[] {
  const muted = mutedMinutes(windows);
  const found: Gap[] = [];
  for (const window of windows) {
    const endMinute = minutesPastMidnight(window);
    if (endMinute === 0) continue;
    for (const day of window.days.filter((d) => window.days.includes(next(d)))) {
      const midnight = DAYS.indexOf(day) * MINUTES_OF_DAY;
      const silent = Array.from({ length: endMinute }, (_, minute) => !muted.has(midnight + minute));
      if (silent.every(Boolean) && !found.some((gap) => gap.day === day)) found.push({ day, endMinute });
    }
  }
  return found;
}

function next(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + 1) % DAYS.length] ?? day;
}

/** `"Monday 00:00-09:00"`. */
export function gapInWords(gap: Gap): string {
  return `${dayName(gap.day)} 00:00-${clock(gap.endMinute)}`;
}

/** The windows that close the gaps. */
export function closing(found: readonly Gap[]): WeeklyWindow[] {
  return found.map((gap) => ({ days: [gap.day], startMinute: 0, durationMinutes: gap.endMinute }));
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
