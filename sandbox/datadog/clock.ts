/** Milliseconds since 1970. Passed in, so that tests can move time. */
export type Clock = () => number;

export function seconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}

/** As Datadog writes the times of what it keeps: `2026-11-22T20:13:00.000000+00:00`. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000+00:00");
}
