import type { Series } from "../../datadog/evaluate/history";
import type { RehearsalInput, RehearsedMonitor } from "../../datadog/evaluate/timeline";

/** What both tools are given: monitors of a metric each, which some hosts send once a minute. */
export interface Load {
  readonly monitors: number;
  /** Hosts of each metric, each a group. */
  readonly groups: number;
  readonly days: number;
}

/** Half a minute after a minute has begun, so that no point is on a window's edge. */
const OFFSET_SECONDS = 30;
const MINUTES_A_DAY = 24 * 60;

/** A day's values, each for so many minutes: one alert, at 20:03, and its end. */
export const DAY: readonly { readonly value: number; readonly minutes: number }[] = [
  { value: 300, minutes: 1200 },
  { value: 900, minutes: 20 },
  { value: 300, minutes: 220 },
];

export const THRESHOLD = 800;

export function pointsOf({ monitors, groups, days }: Load): number {
  return monitors * groups * days * MINUTES_A_DAY;
}

/** As Lookout plays it. */
export function inputOf({ monitors, groups, days }: Load): RehearsalInput {
  const from = Date.parse("2027-01-04T00:00:00Z") / 1000;
  const minutes = days * MINUTES_A_DAY;
  const times = Float64Array.from({ length: minutes }, (_, minute) => from + minute * 60 + OFFSET_SECONDS);
  const day = DAY.flatMap(({ value, minutes: count }) => Array.from({ length: count }, () => value));
  const values = Float64Array.from(times, (_, minute) => day[minute % MINUTES_A_DAY] ?? NaN);
  const metrics = Array.from({ length: monitors }, (_, index) => `my_metric_${index}`);
  const hosts = Array.from({ length: groups }, (_, index) => `host:h${index}`);
  return {
    monitors: metrics.map(monitorOf),
    downtimes: [],
    history: {
      // Each has points of its own, as what is read of a history has.
      series: metrics.flatMap((metric) => hosts.map((host) => seriesOf(metric, host, times, values))),
      checks: [],
    },
    span: { from, to: from + minutes * 60 },
  };
}

function seriesOf(metric: string, host: string, times: Float64Array, values: Float64Array): Series {
  return { metric, tags: [host, "env:dev"], type: "gauge", times: times.slice(), values: values.slice() };
}

function monitorOf(metric: string): RehearsedMonitor {
  return {
    name: metric,
    definition: {
      name: `${metric} is high`,
      type: "query alert",
      query: `avg(last_5m):avg:${metric}{env:dev} by {host} > ${THRESHOLD}`,
      message: "{{#is_alert}}{{host.name}} is at {{value}}.{{/is_alert}} @oncall@example.com",
      monitorThresholds: { critical: String(THRESHOLD), warning: "500" },
      notifyNoData: true,
      noDataTimeframe: 10,
      requireFullWindow: false,
    },
  };
}
