import { NotationError } from "./notation-error";

const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ["w", 7 * 24 * 60 * 60],
  ["d", 24 * 60 * 60],
  ["h", 60 * 60],
  ["m", 60],
  ["s", 1],
];
const DURATION = /^(?=\d)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/**
 * Seconds of `90s`, `12m`, `1h30m`, `2w`. A day is 24 hours.
 *
 * @throws NotationError
 */
export function secondsOf(text: string): number {
  const [whole, ...counts] = DURATION.exec(text) ?? [];
  if (whole === undefined) throw new NotationError("is no duration; expected such as 90s, 12m, 1h30m, 2d");
  return UNITS.reduce((sum, [, seconds], index) => sum + Number(counts[index] ?? 0) * seconds, 0);
}

/** `1h30m`; `0m` of none. */
export function durationText(seconds: number): string {
  let left = Math.round(seconds);
  const parts = UNITS.map(([unit, of]) => {
    const count = Math.floor(left / of);
    left -= count * of;
    return { count, unit };
  });
  const said = parts.filter(({ count }) => count > 0).map(({ count, unit }) => `${count}${unit}`);
  return said.length === 0 ? "0m" : said.join("");
}
