import fc from "fast-check";
import { expect, test } from "vitest";
import type { GroupStatus } from "../../../../datadog/evaluate/timeline";
import { downtime, MONITOR, play, START } from "./played";

/**
 * A metric monitor's course as the documentation tells it, minute by minute and each minute anew: nothing is remembered
 * but the state and what was said.
 */

interface Settings {
  readonly values: readonly number[];
  readonly method: "avg" | "sum" | "min" | "max";
  readonly window: number;
  readonly comparator: ">" | ">=" | "<" | "<=";
  readonly critical: number;
  readonly warning: number | undefined;
  readonly criticalRecovery: number | undefined;
  readonly requireFullWindow: boolean;
  readonly noData: number | undefined;
  readonly timeoutH: number;
  readonly delay: number;
  readonly renotify: number;
  readonly occurrences: number;
  readonly downtimes: readonly (readonly [from: number, to: number])[];
}

const SETTINGS: fc.Arbitrary<Settings> = fc.record({
  values: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(NaN, 0, 1, 2, 3, 4, 5, 6)), {
      minLength: 1,
      maxLength: 25,
    })
    .map((stretches) => stretches.flatMap(([count, value]) => Array.from({ length: count }, () => value))),
  method: fc.constantFrom("avg", "sum", "min", "max"),
  window: fc.constantFrom(1, 3, 5, 10),
  comparator: fc.constantFrom(">", ">=", "<", "<="),
  critical: fc.constant(4),
  warning: fc.option(fc.constant(3), { nil: undefined }),
  criticalRecovery: fc.option(fc.constantFrom(1, 3, 5), { nil: undefined }),
  requireFullWindow: fc.boolean(),
  noData: fc.option(fc.constantFrom(2, 10, 20), { nil: undefined }),
  timeoutH: fc.constantFrom(0, 1),
  delay: fc.constantFrom(0, 60, 300),
  renotify: fc.constantFrom(0, 7),
  occurrences: fc.constantFrom(0, 2),
  downtimes: fc.array(
    fc.tuple(fc.nat(100), fc.nat(40)).map(([from, length]) => [from, from + length + 1] as const),
    { maxLength: 1 },
  ),
});

function monitorOf(settings: Settings) {
  const { method, window, comparator, critical, warning, criticalRecovery, noData } = settings;
  return {
    ...MONITOR,
    query: `${method}(last_${window}m):avg:my_metric{*} ${comparator} ${critical}`,
    monitorThresholds: {
      critical: String(critical),
      ...(warning !== undefined && { warning: String(warning) }),
      ...(criticalRecovery !== undefined && { criticalRecovery: String(criticalRecovery) }),
    },
    requireFullWindow: settings.requireFullWindow,
    ...(noData !== undefined && { notifyNoData: true, noDataTimeframe: noData }),
    timeoutH: settings.timeoutH,
    evaluationDelay: settings.delay,
    renotifyInterval: settings.renotify,
    ...(settings.occurrences > 0 && { renotifyOccurrences: settings.occurrences }),
  };
}

const MINUTES = 240;

function naively(settings: Settings) {
  const { values, window, delay, downtimes } = settings;
  const changes: string[] = [];
  const said: string[] = [];
  let status: GroupStatus | undefined;
  let missingSince: number | undefined;
  let seen = false;
  let open: "heard" | "unheard" | undefined;
  let [last, repeated, first, wasMuted] = [0, 0, 0, false];
  for (let minute = 0; minute < MINUTES; minute++) {
    const end = minute - delay / 60;
    const inWindow = (at: number) => at >= 0 && at < values.length && !Number.isNaN(values[at]);
    const points = Array.from({ length: window }, (_, index) => end - window + index).filter(inWindow);
    let next = status;
    if (points.length > 0) {
      seen = true;
      missingSince = undefined;
      const isFull = inWindow(end - window) && window - points.length <= 3;
      if (isFull || !settings.requireFullWindow) {
        next = judged(
          settings,
          valueOf(
            settings.method,
            points.map((at) => values[at] ?? NaN),
          ),
          status,
        );
      }
    } else if (seen && status !== undefined) {
      missingSince ??= minute;
      const absent = minute - missingSince;
      if (settings.timeoutH > 0 && absent >= settings.timeoutH * 60) next = "OK";
      else if (settings.noData !== undefined && absent + window >= settings.noData) next = "No Data";
    }
    const isMuted = downtimes.some(([from, to]) => from <= minute && minute < to);
    const changed = next !== status;
    if (changed && next !== undefined) changes.push(`${minute} ${next}`);
    const mark = isMuted ? " unheard" : "";
    if (next === "OK" || next === undefined) {
      if (changed && open !== undefined) said.push(`${minute} OK${open === "heard" ? "" : mark}`);
      open = undefined;
    } else {
      if (status === undefined || status === "OK") first = minute;
      const isAtEnd = wasMuted && !isMuted;
      const isNamed = next !== "Warn";
      const mayRepeat = settings.occurrences > 0 ? repeated < settings.occurrences : minute - first <= 30 * 60;
      if (changed || isAtEnd) {
        said.push(`${minute} ${next}${mark}`);
        [last, repeated] = [minute, 0];
        open = isMuted && open !== "heard" ? "unheard" : "heard";
      } else if (settings.renotify > 0 && isNamed && minute - last >= settings.renotify && mayRepeat) {
        said.push(`${minute} ${next} again${mark}`);
        [last, repeated] = [minute, repeated + 1];
        open = isMuted && open !== "heard" ? "unheard" : "heard";
      }
    }
    status = next;
    wasMuted = isMuted;
  }
  return { changes, said };
}

function valueOf(method: Settings["method"], points: readonly number[]): number {
  const sum = points.reduce((total, value) => total + value, 0);
  if (method === "sum") return sum;
  if (method === "avg") return sum / points.length;
  return method === "min" ? Math.min(...points) : Math.max(...points);
}

const BEYOND = {
  ">": (value: number, limit: number) => value > limit,
  ">=": (value: number, limit: number) => value >= limit,
  "<": (value: number, limit: number) => value < limit,
  "<=": (value: number, limit: number) => value <= limit,
};

function judged(settings: Settings, value: number, before: GroupStatus | undefined): GroupStatus {
  const isBeyond = BEYOND[settings.comparator];
  const { critical, warning, criticalRecovery } = settings;
  if (isBeyond(value, critical)) return "Alert";
  if (before === "Alert" && criticalRecovery !== undefined && isBeyond(value, criticalRecovery)) return "Alert";
  return warning !== undefined && isBeyond(value, warning) ? "Warn" : "OK";
}

test("what is reckoned piece by piece is what each minute anew would have told", () => {
  fc.assert(
    fc.property(SETTINGS, (settings) => {
      const times = settings.values.flatMap((value, at) => (Number.isNaN(value) ? [] : [START + at * 60 + 30]));
      const timeline = play(monitorOf(settings), {
        series: [
          {
            metric: "my_metric",
            tags: [],
            type: "gauge",
            times: Float64Array.from(times),
            values: Float64Array.from(settings.values.filter((value) => !Number.isNaN(value))),
          },
        ],
        downtimes: settings.downtimes.map(([from, to]) => downtime(from, to)),
        minutes: MINUTES,
      });
      const minute = (time: number) => (time - START) / 60;
      expect({
        changes: timeline.changes.map(({ time, to }) => `${minute(time)} ${to}`),
        said: timeline.notifications.map(({ time, transition, isRenotification, mutedBy }) =>
          [minute(time), STATES[transition], isRenotification && "again", mutedBy.length > 0 && "unheard"]
            .filter((word) => word !== false)
            .join(" "),
        ),
      }).toEqual(naively(settings));
    }),
    { numRuns: 400 },
  );
});

const STATES = {
  alert: "Alert",
  warning: "Warn",
  "no data": "No Data",
  unknown: "Unknown",
  recovery: "OK",
  "warning recovery": "OK",
  "no data recovery": "OK",
};
