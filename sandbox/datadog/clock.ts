/** Milliseconds since 1970. Passed in, so that tests can move time. */
export type Clock = () => number;

export function seconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}
