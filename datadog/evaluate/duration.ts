import { minutesOf } from "../schedule/duration";

/** Seconds of `60m`, `1h` or `2d`; undefined where it is none. */
export function durationSeconds(text: string): number | undefined {
  const minutes = minutesOf(text);
  return minutes === undefined ? undefined : minutes * 60;
}
