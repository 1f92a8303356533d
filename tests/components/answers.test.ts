import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { QuietHours } from "../../components/downtimes/quiet-hours";
import { MetricMonitor, type MetricMonitorArgs } from "../../components/monitors/metric-monitor";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

const warned = warningsOfEach();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2027-01-03T12:00:00Z"));
});
afterEach(() => {
  vi.useRealTimers();
});

describe("in the settings", () => {
  const program = async () => (await import("../../index.js")).default();
  const plan = (config: object) =>
    recorded(program, {
      config: {
        overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
        notify: ["@oncall@example.com"],
        agent: { version: "1:7.70.1-1" },
        hosts: [{ name: "db1" }],
        myMetric: {},
        quietHours: { windows: { nights: "19:00-09:00 Mon-Fri", weekend: "all day Sat-Sun" } },
        ...config,
      },
    });
  const GAP = { rule: "downtime/gap", on: "my-metric", reason: "Monday is ours" };

  test("what is answered is not said, and all else is", async () => {
    await plan({});
    const [gap, ...others] = warned;
    expect(gap).toMatch(/downtime\/gap/);
    warned.length = 0;
    await plan({ lint: [GAP] });
    expect(warned).toEqual(others);
    warned.length = 0;
    await plan({ lint: [{ ...GAP, until: "2027-01-03" }] });
    expect(warned).toEqual(others);
  });

  test("an error may be answered, too: Datadog may have learned better", async () => {
    const wrong = { myMetric: { monitor: { renotify: { everyMinutes: 60, words: "{{#is_alert}} again" } } } };
    const [, rule = ""] = /\[(\S+)\]/.exec(String(await plan(wrong).catch((error: unknown) => error))) ?? [];
    await plan({ ...wrong, lint: [{ rule, on: "my-metric", reason: "x" }] });
  });

  test("an answer that silences nothing, is over, or is of no rule is a mistake", async () => {
    const lint = [
      { ...GAP, on: "my-metrics" },
      { ...GAP, until: "2027-01-02" },
      { ...GAP, rule: "downtime/gaps" },
      { ...GAP, rule: "monitor/of-my-own" },
    ];
    await expect(plan({ lint })).rejects.toThrow(
      [
        "Pulumi.dev.yaml: 4 mistakes",
        "  lint[0] silences nothing: downtime/gap has nothing to say of my-metrics; expected it gone",
        "  lint[1] is over since 2027-01-02: expected downtime/gap mended on my-metric, or a later until",
        "  lint[2] answers downtime/gaps, which is no rule; did you mean downtime/gap?",
        "  lint[3] answers monitor/of-my-own, which is no rule; expected one of docs/lint.md",
      ].join("\n"),
    );
  });
});

describe("an organisation's demands", () => {
  const program = async () => (await import("../../index.js")).default();
  const config = {
    overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
    notify: ["@oncall@example.com"],
    agent: { version: "1:7.70.1-1" },
    hosts: [{ name: "db1" }],
    hostMonitors: { runbookUrl: "https://wiki.example.com/hosts", priority: 3 },
    tags: ["team:sre"],
  };
  const plan = (more: object) => recorded(program, { config: { ...config, ...more } });
  const demands = { runbook: true, tags: ["team"], priority: true, title: "^[A-Z]" };

  test("let pass what has it", async () => {
    await plan({ demands });
  });

  test.each([
    [
      "no runbook",
      { hostMonitors: { priority: 3 } },
      "the monitor links no runbook, which every one has here; set its pack's runbookUrl, or its own [demand/runbook]",
    ],
    [
      "no team",
      { tags: [] },
      "the monitor has no tag team:…, which every one has here; add team: to its tags [demand/tag]",
    ],
    [
      "no priority",
      { hostMonitors: { runbookUrl: "https://wiki.example.com/hosts" } },
      "the monitor has no priority, which every one has here; set its pack's priority, or its own [demand/priority]",
    ],
    [
      "another title",
      { monitors: { "hosts-away": { title: "a host" } } },
      'the title "a host" does not fit ^[A-Z]; write one that does [demand/title]',
    ],
  ])("stop the preview at a monitor of %s", async (_, more, message) => {
    await expect(plan({ demands, ...more })).rejects.toThrow(message);
  });

  test("can be answered for one monitor", async () => {
    const monitors = { "hosts-away": { title: "a host" } };
    await plan({
      demands,
      monitors,
      lint: [{ rule: "demand/title", on: "hosts-away", reason: "as everybody calls it" }],
    });
  });
});

describe("beside a declaration", () => {
  const HIGH: MetricMonitorArgs = {
    title: "x is high",
    tags: [],
    message: { words: { alert: "{{value}}", recovery: "{{value}}" }, handles: [] },
    condition: "avg(last_5m):avg:my_metric{env:dev} > 800",
  };
  const monitor = (args: Partial<MetricMonitorArgs>) =>
    recorded(() => Promise.resolve(new MetricMonitor("x", { ...HIGH, ...args })));

  test("what is answered is not said", async () => {
    await monitor({});
    const rules = [...new Set(warned.map((one) => /\[(\S+)\]$/.exec(one)?.[1] ?? ""))];
    expect(rules).not.toEqual([]);
    warned.length = 0;
    await monitor({ lint: rules.map((rule) => ({ rule, reason: "it is a test" })) });
    expect(warned).toEqual([]);
  });

  test("an answer that silences nothing stops the preview on its own line", async () => {
    await expect(monitor({ lint: [{ rule: "downtime/gap", reason: "x" }] })).rejects.toThrow(
      /^lint silences nothing: downtime\/gap has nothing to say of x; expected it gone$/,
    );
  });

  test("quiet hours are answered as a whole", async () => {
    const hours = { nights: "19:00-09:00 Mon-Fri", weekend: "all day Sat-Sun" };
    const args = { monitorId: "1", scope: "*", windows: hours, timezone: "UTC", handles: [] };
    const lint = [{ rule: "downtime/gap", reason: "Monday is ours" }];
    await recorded(() => Promise.resolve(new QuietHours("quiet", { ...args, lint })));
    expect(warned).toEqual([]);
  });
});
