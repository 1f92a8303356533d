/** Days as RFC 5545 writes them, Monday first. */
export const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Day = (typeof DAYS)[number];

export const MINUTES_OF_DAY = 24 * 60;
export const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

/** A stretch of quiet that comes back every week on each of its days, in local time. */
export interface WeeklyWindow {
  /** The days on which it starts, in the week's order. */
  readonly days: readonly Day[];
  /** Local start, minutes after midnight: 0 to 1439. */
  readonly startMinute: number;
  /** 1 to 1440. */
  readonly durationMinutes: number;
}

/** A stretch of quiet that comes back once a month, in local time: on its second Sunday, say. */
export interface MonthlyWindow {
  /** Which of the month's: 1 to 4, or -1, the last. */
  readonly ordinal: 1 | 2 | 3 | 4 | -1;
  readonly day: Day;
  /** Local start, minutes after midnight: 0 to 1439. */
  readonly startMinute: number;
  /** 1 to 1440. */
  readonly durationMinutes: number;
}

export type Window = WeeklyWindow | MonthlyWindow;

export function isWeekly(window: Window): window is WeeklyWindow {
  return "days" in window;
}

/** How much of the morning after its day a window mutes; 0 where it ends by midnight. */
export function minutesPastMidnight({ startMinute, durationMinutes }: WeeklyWindow): number {
  return Math.max(0, startMinute + durationMinutes - MINUTES_OF_DAY);
}

const ENGLISH: Record<Day, string> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};

/** `"Monday"` for `"MO"`. */
export function dayName(day: Day): string {
  return ENGLISH[day];
}

/** `"09:00"` for 540; `"24:00"` for the end of a day. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
