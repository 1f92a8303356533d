import type { Silence } from "./no-data";
import { Found, type Reading } from "./reading";
import type { Judge } from "./thresholds";
import type { GroupStatus } from "./timeline";

/** A group that came into a state; without one it was dropped. */
export interface Step {
  /** Seconds since 1970. */
  readonly time: number;
  readonly to: GroupStatus | undefined;
}

/**
 * The states of one group, from all that was found of it. A downtime has no part in it: "do not prevent monitor states
 * transitions".
 *
 * @param windowSeconds by which a point is older than the first evaluation that misses it.
 * @param isOneOfSeveral whether it can be dropped: the only group of a monitor can't.
 * @see https://docs.datadoghq.com/monitors/guide/troubleshooting-monitor-alerts/#monitor-state-and-status
 * @see https://docs.datadoghq.com/monitors/configuration/#group-retention-time
 */
export function statesOf(
  { times, found, values, recoveries = values }: Reading,
  judge: Judge,
  silence: Silence,
  windowSeconds: number,
  isOneOfSeveral: boolean,
): Step[] {
  const steps: Step[] = [];
  let status: GroupStatus | undefined;
  let missingSince = NaN;
  for (let at = 0; at < times.length; at++) {
    const time = times[at] ?? 0;
    let next = status;
    if (found[at] === Found.VALUE) {
      next = judge(values[at] ?? 0, recoveries[at] ?? 0, status) ?? status;
      missingSince = NaN;
    } else if (found[at] === Found.NOT_YET) {
      missingSince = NaN;
    } else if (status !== undefined) {
      if (Number.isNaN(missingSince)) missingSince = time;
      const absent = time - missingSince;
      if (isOneOfSeveral && absent >= silence.keptSeconds) next = undefined;
      else next = silence.means(absent, absent + windowSeconds, status) ?? status;
    }
    if (next === status) continue;
    steps.push({ time, to: next });
    status = next;
  }
  return steps;
}

/**
 * What each evaluation of a schedule of its own found: "each evaluation is independent from the previous one".
 *
 * @see https://docs.datadoghq.com/monitors/guide/custom_schedules/#alerting-behavior-of-monitors-with-custom-schedule
 */
export function runsOf(
  { times, found, values }: Reading,
  judge: Judge,
  silence: Silence,
  windowSeconds: number,
): (Step & { readonly to: GroupStatus })[] {
  return [...times].flatMap((time, at) => {
    const value = values[at] ?? 0;
    const to =
      found[at] === Found.VALUE
        ? judge(value, value, undefined)
        : found[at] === Found.SILENCE
          ? silence.means(0, windowSeconds, "OK")
          : undefined;
    return to === undefined ? [] : [{ time, to }];
  });
}

/** Runs of which each is like the one before are one state. */
export function changesIn(runs: readonly Step[]): Step[] {
  return runs.filter(({ to }, index) => to !== runs[index - 1]?.to);
}
