import { expect, test } from "vitest";
import { noiseOf } from "../../../../../cli/rehearse/since/noise";
import type { Timeline } from "../../../../../datadog/evaluate/timeline";

const HOUR = 3600;

function timeline(changes: Timeline["changes"], dropped: Timeline["dropped"] = []): Timeline {
  return {
    ...{ monitor: { name: "high", definition: { name: "high", type: "query alert", query: "" } }, changes, dropped },
    ...{ span: { from: 0, to: 100 * HOUR }, lines: [], notifications: [], approximations: [], muted: [] },
  };
}

const group = "host:db1";

test("a group that goes in the middle of an alert alerts no longer than until it is dropped", () => {
  const alert = { time: HOUR, group, to: "Alert" } as const;
  const gone = [
    { time: 26 * HOUR, group },
    { time: 30 * HOUR, group: "host:db2" },
  ];
  expect(noiseOf(timeline([alert]))).toMatchObject({ alerts: 1, alertMinutes: 99 * 60 });
  expect(noiseOf(timeline([alert], gone))).toMatchObject({ alerts: 1, alertMinutes: 25 * 60 });
  const back = { time: 90 * HOUR, group, to: "Alert" } as const;
  expect(noiseOf(timeline([alert, back], gone))).toMatchObject({ alerts: 2, alertMinutes: 35 * 60, flaps: 0 });
});

test("an alert within an hour of its end flaps, and one an hour after it does not", () => {
  const changes = (again: number): Timeline["changes"] => [
    { time: 0, group, to: "Alert" },
    { time: HOUR, group, from: "Alert", to: "OK" },
    { time: again, group, from: "OK", to: "Alert" },
  ];
  expect(noiseOf(timeline(changes(2 * HOUR - 60))).flaps).toBe(1);
  expect(noiseOf(timeline(changes(2 * HOUR))).flaps).toBe(0);
});
