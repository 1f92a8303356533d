/** The units of Datadog's durations, in minutes. A day is 24 hours, whatever the clocks do in it. */
const UNITS: Record<string, number> = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };

/** `"14h"`, `"2d"`, `"90m"`: the largest of days, hours and minutes that says it whole. */
export function duration(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/**
 * Minutes of a duration in Datadog's notation; undefined where it is none.
 *
 * @see https://docs.datadoghq.com/api/latest/downtimes/ `recurrences[].duration`: an integer and one of m, h, d, w.
 */
export function minutesOf(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const minutes = UNITS[unit];
  return minutes === undefined ? undefined : Number(count) * minutes;
}

/** `"14 h"`, `"1 h 30 min"`, `"45 min"`. */
export function durationInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return [hours > 0 && `${hours} h`, (minutes % 60 > 0 || hours === 0) && `${minutes % 60} min`]
    .filter(Boolean)
    .join(" ");
}
