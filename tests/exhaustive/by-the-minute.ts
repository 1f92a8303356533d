/** A window by hand: 0 is Sunday, minutes by the clock. */
export interface HandWindow {
  readonly weekdays: readonly number[];
  readonly startMinute: number;
  readonly minutes: number;
}

const MINUTE = 60_000;
/** No clocks are set back by more. */
const LONGEST_REPEAT = 3 * 60;

/** What a clock on a wall of that zone shows, once a minute, in minutes since 1970 by its own time. */
export interface Wall {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly shows: Int32Array;
}

/** Looked at hour by hour; in an hour with a change, minute by minute. */
export function wallClock(zone: string, from: number, to: number): Wall {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const ahead = (minute: number): number => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(from + minute * MINUTE)) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
  const shows = new Int32Array((to - from) / MINUTE);
  let before = ahead(0);
  for (let hour = 0; hour < shows.length; hour += 60) {
    const after = ahead(hour + 60);
    for (let minute = hour; minute < hour + 60; minute++) {
      shows[minute] = from / MINUTE + minute + (after === before ? before : ahead(minute));
    }
    before = after;
  }
  return { from, shows };
}

/**
 * Which minutes are muted, 1 or 0: where the clock shows a window's start for the first time, the next so many are.
 * Of windows that began before the first minute nothing is known.
 */
export function mutedByTheMinute({ shows }: Wall, windows: readonly HandWindow[]): Uint8Array {
  const muted = new Uint8Array(shows.length);
  for (const { startMinute, weekdays, minutes } of windows) {
    for (let minute = 0; minute < shows.length; minute++) {
      const wall = shows[minute] ?? 0;
      // The first of January 1970 was a Thursday.
      if (wall % 1440 !== startMinute || !weekdays.includes((Math.floor(wall / 1440) + 4) % 7)) continue;
      const again = shows.subarray(Math.max(0, minute - LONGEST_REPEAT), minute).includes(wall);
      if (!again) muted.fill(1, minute, minute + minutes);
    }
  }
  return muted;
}
