import { type Day, DAYS, dayName, MINUTES_OF_DAY, type MonthlyWindow, type WeeklyWindow, type Window } from "./window";

/** A window that can't be read; the message says what was expected. */
export class WindowSyntaxError extends Error {}

const EXPECTED = 'expected "19:00-09:00 Mon-Fri" or "all day Sat,Sun"';

/**
 * Quiet hours in words: `"19:00-09:00 Mon-Fri"`, `"all day Sat-Sun"`, `"22:00-23:30 Mon,Wed,Fri"`.
 * A time up to the start belongs to the next day; the days are those on which a window starts.
 *
 * @throws WindowSyntaxError
 */
export function parseWindow(words: string): WeeklyWindow {
  const match = /^(?:all day|(?<from>\S+?)\s*[-–]\s*(?<to>\S+?))\s+(?<days>[A-Za-z,\-–\s]+)$/.exec(words.trim());
  if (match?.groups === undefined) throw new WindowSyntaxError(`"${words}" is not a window; ${EXPECTED}`);
  const { from, to, days } = match.groups;
  const startMinute = from === undefined ? 0 : parseClock(from);
  const endMinute = to === undefined ? MINUTES_OF_DAY : parseClock(to);
  return {
    days: parseDays(days ?? ""),
    startMinute,
    durationMinutes: endMinute > startMinute ? endMinute - startMinute : MINUTES_OF_DAY - startMinute + endMinute,
  };
}

const ORDINALS: Readonly<Record<string, MonthlyWindow["ordinal"]>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: -1,
};

/**
 * {@link parseWindow}, or a window of each month: `"02:00-06:00 second Sunday"`, `"all day last Fri"`.
 *
 * @throws WindowSyntaxError
 */
export function parseRecurring(words: string): Window {
  const [, hours, name = "", day] = /^(.+?)\s+(first|second|third|fourth|last)\s+(\S+)$/i.exec(words.trim()) ?? [];
  const ordinal = ORDINALS[name.toLowerCase()];
  if (ordinal === undefined) return parseWindow(words);
  const { days, ...rest } = parseWindow(`${hours} ${day}`);
  const [only, ...others] = days;
  if (only !== undefined && others.length === 0) return { ...rest, day: only, ordinal };
  throw new WindowSyntaxError(`"${day}" is not one day; expected such as "02:00-06:00 second Sunday"`);
}

function parseClock(text: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2]);
  if (match === null || hour > 23 || minute > 59) {
    throw new WindowSyntaxError(`"${text}" is not a time of day; expected 00:00 to 23:59`);
  }
  return hour * 60 + minute;
}

function parseDays(text: string): Day[] {
  const chosen = new Set<Day>();
  for (const part of text.split(",")) {
    const [first, last, more] = part.split(/[-–]/).map((name) => parseDay(name.trim()));
    if (first === undefined || more !== undefined)
      throw new WindowSyntaxError(`"${part.trim()}" is not a range; ${EXPECTED}`);
    // A range may run over the week's end: Sat-Mon.
    for (let i = DAYS.indexOf(first); ; i = (i + 1) % DAYS.length) {
      const day = DAYS[i];
      if (day !== undefined) chosen.add(day);
      if (day === (last ?? first)) break;
    }
  }
  return DAYS.filter((day) => chosen.has(day));
}

function parseDay(name: string): Day {
  const day = DAYS.find((d) => name.length >= 3 && dayName(d).toLowerCase().startsWith(name.toLowerCase()));
  if (day === undefined) throw new WindowSyntaxError(`"${name}" is not a day; expected Mon, Tue, … Sun`);
  return day;
}
