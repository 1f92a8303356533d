import type { Notification, Timeline } from "../../../datadog/evaluate/timeline";

/** How loud a monitor was. */
export interface Noise {
  /** Pages of all people together. */
  readonly pages: number;
  /** What would have been pages, had no downtime swallowed them. */
  readonly muted: number;
  /** How often a group came into Alert. */
  readonly alerts: number;
  /** Of all groups together. */
  readonly alertMinutes: number;
  /** Alerts of a group that had recovered less than an hour before. */
  readonly flaps: number;
}

/** That somebody was called: of what went wrong, not of what is well again. */
export interface Page {
  /** `@oncall@example.com`. */
  readonly recipient: string;
  readonly monitor: string;
  readonly group: string;
  /** Seconds since 1970. */
  readonly time: number;
}

const HOUR = 3600;
const CALLS: readonly Notification["transition"][] = ["alert", "warning", "no data", "unknown"];

export function pagesOf({ monitor, notifications }: Timeline): Page[] {
  return notifications
    .filter((one) => isCall(one) && one.mutedBy.length === 0)
    .flatMap(({ recipients, group, time }) =>
      recipients.map((recipient) => ({ recipient, monitor: monitor.name, group, time })),
    );
}

function isCall({ transition }: Notification): boolean {
  return CALLS.includes(transition);
}

export function noiseOf(timeline: Timeline): Noise {
  const muted = timeline.notifications.filter((one) => isCall(one) && one.mutedBy.length > 0);
  const dropped = grouped(timeline.dropped, ({ group }) => group);
  const alerts = [...grouped(timeline.changes, ({ group }) => group)].flatMap(([group, changes]) =>
    alertsIn(changes, dropped.get(group) ?? [], timeline.span.to),
  );
  return {
    pages: pagesOf(timeline).length,
    muted: muted.reduce((sum, { recipients }) => sum + recipients.length, 0),
    alerts: alerts.length,
    alertMinutes: alerts.reduce((sum, { from, to }) => sum + (to - from), 0) / 60,
    flaps: alerts.filter(({ isBack }) => isBack).length,
  };
}

interface Alert {
  readonly from: number;
  readonly to: number;
  readonly isBack: boolean;
}

/** Of one group. It alerts no longer where it has another state, nor where it was dropped. */
function alertsIn(changes: Timeline["changes"], dropped: Timeline["dropped"], end: number): Alert[] {
  const alerts: Alert[] = [];
  let recovered = -Infinity;
  for (const [index, { time, from, to }] of changes.entries()) {
    if (from === "Alert" && to !== "Alert") recovered = time;
    if (to !== "Alert") continue;
    const next = changes[index + 1]?.time ?? end;
    const drop = dropped.find((one) => one.time > time && one.time < next);
    alerts.push({ from: time, to: drop?.time ?? next, isBack: time - recovered < HOUR });
  }
  return alerts;
}

export interface Moved {
  readonly lost: readonly Page[];
  readonly gained: readonly Page[];
}

/** Pages of one side that the other has not: the same one may come up to an hour earlier or later. */
export function movedPages(before: readonly Page[], after: readonly Page[]): Moved {
  const key = ({ recipient, monitor, group }: Page) => `${recipient}\n${monitor}\n${group}`;
  const [was, is] = [grouped(before, key), grouped(after, key)];
  const moved = [...new Set([...was.keys(), ...is.keys()])].map((one) => ofOne(was.get(one) ?? [], is.get(one) ?? []));
  return { lost: moved.flatMap(({ lost }) => lost), gained: moved.flatMap(({ gained }) => gained) };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Each page with the first of the other side that is left and near enough. */
function ofOne(before: readonly Page[], after: readonly Page[]): Moved {
  const [lost, gained]: [Page[], Page[]] = [[], []];
  const [old, current] = [before, after].map((pages) => [...pages].sort((one, other) => one.time - other.time));
  let [at, of] = [0, 0];
  for (;;) {
    const [was, is] = [old?.[at], current?.[of]];
    if (was === undefined && is === undefined) return { lost, gained };
    if (was !== undefined && is !== undefined && Math.abs(was.time - is.time) <= HOUR) [at, of] = [at + 1, of + 1];
    else if (is === undefined || (was !== undefined && was.time < is.time)) {
      if (was !== undefined) lost.push(was);
      at++;
    } else {
      gained.push(is);
      of++;
    }
  }
}
