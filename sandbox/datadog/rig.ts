import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { createStandIn, type StandIn } from "./server.js";

export const KEYS = { apiKey: "0123456789abcdef".repeat(2), appKey: "0123456789".repeat(4) };
export const HEADERS = { "DD-API-KEY": KEYS.apiKey, "DD-APPLICATION-KEY": KEYS.appKey };

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A stand-in for tests: time moves when the test says so, and nothing listens. */
export interface Rig extends StandIn {
  /** Milliseconds since 1970. */
  readonly time: { now: number };
  readonly folder: string;
  readonly said: string[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends gauge values of a metric from host db1, `seconds` ago each. */
  send(metric: string, points: readonly (readonly [secondsAgo: number, value: number])[], host?: string): Promise<void>;
}

export function createRig(now: string, folder = temporaryFolder()): Rig {
  const said: string[] = [];
  const time = { now: Date.parse(now) };
  const standIn = createStandIn({ keys: KEYS, folder, clock: () => time.now, say: (line) => said.push(line) });
  const rig: Rig = {
    ...standIn,
    time,
    folder,
    said,
    async call(method, path, body, headers = HEADERS) {
      const answer = await standIn.app.request(path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
    },
    async send(metric, points, host = "db1") {
      const at = Math.floor(time.now / 1000);
      const pointlist = points.map(([secondsAgo, value]) => [at - secondsAgo, value]);
      await rig.call("POST", "/api/v1/series", {
        series: [{ metric, type: "gauge", points: pointlist, host, tags: ["env:dev"] }],
      });
    },
  };
  return rig;
}

/** Gone when the test is. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stand-in-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** A monitor that Datadog accepts; a test changes what it is about. */
export const METRIC_MONITOR = {
  name: "my_metric is high",
  type: "query alert",
  query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
  message:
    "{{#is_alert}}{{host.name}} ({{host.ip}}): {{value}} > {{threshold}}{{/is_alert}}" +
    "{{#is_warning}}warm: {{value}} > {{warn_threshold}}{{/is_warning}}" +
    "{{#is_no_data}}silent{{/is_no_data}}{{#is_recovery}}fine again{{/is_recovery}} @oncall@example.com",
  tags: ["team:sre"],
  options: {
    thresholds: { critical: 800, warning: 500 },
    notify_no_data: true,
    no_data_timeframe: 10,
    require_full_window: false,
  },
};

export const DOWNTIME = {
  data: {
    type: "downtime",
    attributes: {
      scope: "env:dev",
      monitor_identifier: { monitor_tags: ["team:sre"] },
      schedule: {
        timezone: "Europe/Berlin",
        recurrences: [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }],
      },
    },
  },
};
