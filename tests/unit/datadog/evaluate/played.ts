import type { MonitorDefinition } from "../../../../datadog/lint/monitor-definition";
import { rehearse } from "../../../../datadog/evaluate/rehearse";
import type { CheckRuns, CheckStatus, Series } from "../../../../datadog/evaluate/history";
import type { RehearsalInput, RehearsedDowntime, Timeline } from "../../../../datadog/evaluate/timeline";

/** Mon 4 January 2027, 00:00 UTC. */
export const START = Date.UTC(2027, 0, 4) / 1000;

/** A metric monitor of my_metric by host that needs no full window; a test changes what it is about. */
export const MONITOR: MonitorDefinition = {
  name: "my_metric is high",
  type: "query alert",
  query: "avg(last_5m):avg:my_metric{*} by {host} > 800",
  message: "{{value}} on {{host.name}} @oncall@example.com",
  monitorThresholds: { critical: "800" },
  requireFullWindow: false,
};

/** One point in the middle of each minute from {@link START} on; NaN is none. */
export function series(values: readonly number[], tags = ["host:db1"], more: Partial<Series> = {}): Series {
  const points = values.flatMap((value, minute) =>
    Number.isNaN(value) ? [] : [[START + minute * 60 + 30, value] as const],
  );
  return {
    metric: "my_metric",
    tags,
    type: "gauge",
    times: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, value]) => value),
    ...more,
  };
}

/** A run at the beginning of each minute. */
export function checkRuns(statuses: readonly (CheckStatus | undefined)[], tags = ["host:db1"]): CheckRuns {
  const runs = statuses.flatMap((status, minute) =>
    status === undefined ? [] : [[START + minute * 60, status] as const],
  );
  return {
    check: "my_check.can_connect",
    tags,
    times: Float64Array.from(runs, ([time]) => time),
    statuses: runs.map(([, status]) => status),
  };
}

/** So many minutes of a value, and so on: `minutes([10, 100], [5, 900])`. */
export function minutes(...stretches: readonly (readonly [count: number, value: number])[]): number[] {
  return stretches.flatMap(([count, value]) => Array.from({ length: count }, () => value));
}

export interface Scene {
  readonly series?: readonly Series[];
  readonly checks?: readonly CheckRuns[];
  readonly hosts?: RehearsalInput["history"]["hosts"];
  readonly downtimes?: readonly RehearsedDowntime[];
  readonly slos?: RehearsalInput["slos"];
  /** Of the span. */
  readonly minutes: number;
}

/** @throws Error with why the monitor is refused, so that a test sees it. */
export function play(definition: MonitorDefinition, scene: Scene): Timeline {
  const { timelines, refused } = playAll({ monitor: definition }, scene);
  const [timeline] = timelines;
  if (timeline === undefined) throw new Error(refused[0]?.because);
  return timeline;
}

export function playAll(monitors: Readonly<Record<string, MonitorDefinition>>, scene: Scene) {
  return rehearse({
    monitors: Object.entries(monitors).map(([name, definition]) => ({ name, definition })),
    downtimes: scene.downtimes ?? [],
    ...(scene.slos && { slos: scene.slos }),
    history: { series: scene.series ?? [], checks: scene.checks ?? [], ...(scene.hosts && { hosts: scene.hosts }) },
    span: { from: START, to: START + scene.minutes * 60 },
  });
}

/** `["5 host:db1 OK", "12 host:db1 Alert"]`: the minute, the group and its new state. */
export function changesOf({ changes }: Timeline): string[] {
  return changes.map(({ time, group, to }) => `${minute(time)} ${group} ${to}`);
}

/** `["12 alert", "20 recovery (muted by nights)"]`, with the group where there are several. */
export function saidBy({ notifications }: Timeline): string[] {
  const groups = new Set(notifications.map(({ group }) => group));
  return notifications.map(({ time, group, transition, isRenotification, mutedBy }) =>
    [
      minute(time),
      ...(groups.size > 1 ? [group] : []),
      ...(isRenotification ? ["again"] : []),
      transition,
      ...(mutedBy.length > 0 ? [`(muted by ${mutedBy.join(", ")})`] : []),
    ].join(" "),
  );
}

function minute(time: number): number {
  return (time - START) / 60;
}

/** A downtime of everything, from one minute to another. */
export function downtime(from: number, to: number, more: Partial<RehearsedDowntime> = {}): RehearsedDowntime {
  const moment = (at: number) => new Date((START + at * 60) * 1000).toISOString();
  return {
    name: "nights",
    definition: {
      scope: "*",
      monitorIdentifier: { monitorTags: ["*"] },
      oneTimeSchedule: { start: moment(from), end: moment(to) },
    },
    ...more,
  };
}
