import type { DeclaredForRehearsal } from "../../../../../cli/rehearse/declared";
import { compared, type Comparing } from "../../../../../cli/rehearse/since/compared";
import type { ReadHistory } from "../../../../../cli/rehearse/since/read";
import { rehearse } from "../../../../../datadog/evaluate/rehearse";
import type { RehearsedDowntime, RehearsedMonitor } from "../../../../../datadog/evaluate/timeline";
import type { MonitorDefinition } from "../../../../../datadog/lint/monitor-definition";

export const DAY = 86_400;
const MINUTE = 60;

/** A Monday, 00:00 UTC. */
export const FROM = Date.parse("2026-11-02T00:00:00Z") / 1000;
export const SPAN = { from: FROM, to: FROM + 28 * DAY };

/** What one host's metric is at a minute of the span: quiet, but for peaks. */
export interface Peak {
  /** `0 03:10`: the day of the span, and the time of it. */
  readonly at: string;
  readonly minutes: number;
  readonly value: number;
}

/** Seconds since 1970 of `0 03:10`. */
export function moment(at: string): number {
  const [day, hours, minutes] = at.split(/[ :]/).map(Number);
  return FROM + (day ?? 0) * DAY + (hours ?? 0) * 3600 + (minutes ?? 0) * MINUTE;
}

export function valueAt(peaks: readonly Peak[], time: number): number {
  const peak = peaks.find(({ at, minutes }) => time >= moment(at) && time < moment(at) + minutes * MINUTE);
  return peak?.value ?? 100;
}

/** In place of Datadog: every part has one series, of host db1, in points of a minute. */
export function answering(peaks: readonly Peak[]): Comparing["read"] {
  return (parts, { from, to }): Promise<ReadHistory> => {
    const series = [...parts.values()].map(({ part, lead }) => {
      const times = Float64Array.from(
        { length: (to - from + lead) / MINUTE },
        (_, index) => from - lead + index * MINUTE,
      );
      const tags = [...(part.by.length === 0 ? [] : ["host:db1"]), ...part.tags];
      return {
        ...{ metric: part.metric, type: part.type, tags, times },
        values: times.map((at) => valueAt(peaks, at)),
      };
    });
    return Promise.resolve({ history: { series, checks: [] }, refused: new Map(), coarse: [] });
  };
}

/** A monitor of `my_metric`, with another definition where that is said. */
export function monitor(critical: number, more: Partial<MonitorDefinition> = {}, name = "high"): RehearsedMonitor {
  return {
    name,
    definition: {
      name: "my_metric is high",
      type: "query alert",
      query: `avg(last_5m):avg:my_metric{env:dev} by {host} > ${critical}`,
      message:
        "{{#is_alert}}{{value}} @oncall@example.com{{/is_alert}}{{#is_recovery}}fine @oncall@example.com{{/is_recovery}}",
      monitorThresholds: { critical: String(critical) },
      requireFullWindow: false,
      tags: ["team:sre"],
      ...more,
    },
  };
}

export function nights(timezone = "UTC", start = "2026-09-07T22:00:00"): RehearsedDowntime {
  return {
    name: "nights",
    definition: {
      scope: "env:dev",
      monitorIdentifier: { monitorTags: ["team:sre"] },
      displayTimezone: timezone,
      recurringSchedule: {
        timezone,
        recurrences: [{ start, duration: "8h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU" }],
      },
    },
  };
}

export function side(
  monitors: readonly RehearsedMonitor[],
  more: Partial<DeclaredForRehearsal> = {},
): DeclaredForRehearsal {
  return { ...{ monitors, downtimes: [], slos: [], rules: [] }, ...more };
}

export function comparing(asked: Partial<Comparing> & Pick<Comparing, "after" | "read">) {
  return compared({ ...{ span: SPAN, all: false, play: rehearse }, ...asked });
}
