import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { environment } from "../../components/environment/environment";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { recorded } from "./recorded";

let warned: [message: string, urn: Promise<string>][] = [];

beforeEach(() => {
  warned = [];
  vi.spyOn(pulumi.log, "warn").mockImplementation((message, resource) => {
    warned.push([
      message,
      new Promise((resolve) => {
        if (resource === undefined) resolve("");
        else resource.urn.apply(resolve);
      }),
    ]);
    return Promise.resolve();
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};

/** A team's program: what it declares itself, and Lookout. */
const plan = (declare: () => void, more: object = {}) =>
  recorded(
    async () => {
      const lookout = environment();
      declare();
      await lookout();
    },
    { config: { ...CONFIG, ...more } },
  );

/** What stops the preview, and on which line; warnings alone are nothing here. */
async function refused(declare: () => void, more?: object): Promise<{ message: string; urn: string }> {
  const error: unknown = await plan(declare, more).catch((thrown: unknown) => thrown);
  if (!pulumi.ResourceError.isInstance(error)) throw new Error(`it passes, or fails otherwise: ${String(error)}`);
  expect(error.hideStack).toBe(true);
  const urn = await new Promise<string>((resolve) => error.resource?.urn.apply(resolve));
  return { message: error.message, urn };
}

const MONITOR: datadog.MonitorArgs = {
  name: "A queue is long",
  type: "query alert",
  query: "avg(last_5m):avg:queue.length{env:dev} > 800",
  message:
    "{{#is_alert}}{{value}} @oncall@example.com{{/is_alert}}{{#is_recovery}}Over. @oncall@example.com{{/is_recovery}}",
  monitorThresholds: { critical: "800" },
  requireFullWindow: false,
};
const monitor = (more: Partial<datadog.MonitorArgs>, opts?: pulumi.CustomResourceOptions) => () => {
  new datadog.Monitor("queue", { ...MONITOR, ...more }, opts);
};
const rules = () => warned.map(([message]) => /\[(\S+)\]$/.exec(message)?.[1]);
/** What is said of Lookout's own, with or without a team's. */
const without = async (declare: () => void, more?: object) => {
  warned = [];
  await plan(() => undefined, more);
  const own = warned.map(([message]) => message);
  warned = [];
  const made = await plan(declare, more);
  warned = warned.filter(([message]) => {
    const index = own.indexOf(message);
    if (index >= 0) own.splice(index, 1);
    return index < 0;
  });
  expect(own).toEqual([]);
  return made;
};

test("a raw monitor is refused on its own line, with every mistake at once, and is not made", async () => {
  const { message, urn } = await refused(
    monitor({ monitorThresholds: { critical: "900" }, message: "{{host.name}} @oncall@example.com", priority: "9" }),
  );
  expect(message.split("\n")).toEqual([
    expect.stringContaining("[monitor/threshold-unlike-query]"),
    expect.stringContaining("[monitor/priority]"),
    expect.stringMatching(/^.+; .+ \[message\/empty-host-variable\]$/),
  ]);
  expect(urn).toBe("urn:pulumi:dev::lookout::datadog:index/monitor:Monitor::queue");
});

test("a raw one within a component of a team's stands on the line that it has there", async () => {
  const { urn } = await refused(() => {
    const parent = new pulumi.ComponentResource("shop:index:Alerts", "shop", {});
    monitor({ priority: "9" }, { parent })();
  });
  expect(urn).toBe("urn:pulumi:dev::lookout::shop:index:Alerts$datadog:index/monitor:Monitor::queue");
});

test("one that is well is made, and nothing is said of it", async () => {
  const made = await without(monitor({}));
  expect(warned).toEqual([]);
  expect(made.map(({ name }) => name)).toContain("queue");
});

test("what a component has declared is checked there, and not once more on its own line", async () => {
  const condition = "avg(last_5m):avg:queue.length{env:dev} > 800";
  await without(() => {
    new MetricMonitor("long", { title: "It is long", tags: ["Team:x"], message: "long", condition });
  });
  expect(warned).not.toEqual([]);
  for (const [, urn] of warned) expect(await urn).toMatch(/::lookout:monitors:MetricMonitor::long$/);
});

test("what is only looked up is nobody's to mend", async () => {
  await without(() => {
    datadog.Monitor.get("queue", "123", { ...MONITOR, priority: "9" });
  });
  expect(warned).toEqual([]);
});

test("a warning is said once, of the resource, and lets it pass", async () => {
  const made = await without(monitor({ message: "high @oncall@example.com", tags: ["Team:x"] }));
  expect(rules().length).toBeGreaterThan(0);
  expect(new Set(rules()).size).toBe(rules().length);
  for (const [, urn] of warned) expect(await urn).toMatch(/datadog:index\/monitor:Monitor::queue$/);
  expect(made.map(({ name }) => name)).toContain("queue");
});

test("what is unknown at preview later is not checked, which is said; a secret is in nothing that is said", async () => {
  await without(monitor({ query: pulumi.secret("avg(last_5m):avg:hidden{*} > 9") }));
  expect(warned.map(([message]) => message)).toEqual([
    "the monitor is not checked before it ships: its query is unknown at preview; " +
      "give a plain value where there is one, not another resource's output [lookout/unknown-at-preview]",
  ]);
  const { message } = await refused(monitor({ message: pulumi.secret("hidden"), priority: "9" }));
  expect(message).not.toContain("hidden");
  expect(message).toContain("[monitor/priority]");
});

test("the settings answer what is said of it, by its name; an answer of nothing is a mistake", async () => {
  const lint = [{ rule: "monitor/priority", on: "queue", reason: "Datadog knows nine" }];
  const made = await plan(monitor({ priority: "9" }), { lint });
  expect(made.map(({ name }) => name)).toContain("queue");
  await expect(plan(monitor({}), { lint })).rejects.toThrow(
    "lint[0] silences nothing: monitor/priority has nothing to say of queue; expected it gone",
  );
});

test("what an organisation demands of monitors holds for it", async () => {
  const demands = { runbook: true, tags: ["team"], priority: true, title: "^\\[" };
  const { message } = await refused(monitor({}), {
    demands,
    tags: ["team:sre"],
    hostMonitors: { enabled: false },
  });
  expect([...message.matchAll(/\[(demand\/\w+)\]/g)].map(([, rule]) => rule)).toEqual([
    ...["demand/runbook", "demand/tag", "demand/priority", "demand/title"],
  ]);
});

test("a mistake in the settings is said before any of a team's own", async () => {
  await expect(plan(monitor({ priority: "9" }), { agent: { version: 7 } })).rejects.toThrow(/Pulumi\.dev\.yaml: /);
});

const DOWNTIME: datadog.DowntimeScheduleArgs = {
  scope: "env:dev",
  monitorIdentifier: { monitorTags: ["team:sre"] },
  displayTimezone: "UTC",
  message: "They move. @oncall@example.com",
  oneTimeSchedule: { start: "2099-01-05T12:00:00Z", end: "2099-01-05T14:00:00Z" },
};
const downtime = (more: Partial<datadog.DowntimeScheduleArgs>) => () => {
  new datadog.DowntimeSchedule("move", { ...DOWNTIME, ...more });
};

test("a raw downtime is checked; of what its time does to it is warned alone", async () => {
  await without(downtime({}));
  expect(warned).toEqual([]);
  const backwards = { start: "2099-01-05T14:00:00Z", end: "2099-01-05T12:00:00Z" };
  const { message } = await refused(downtime({ scope: "", oneTimeSchedule: backwards }));
  expect(message).toMatch(/\[downtime\/no-scope\]\n.+\[downtime\/once-backwards\]/);
  await without(downtime({ oneTimeSchedule: { start: "2020-01-05T12:00:00Z", end: "2020-01-05T14:00:00Z" } }));
  expect(rules()).toEqual(["downtime/once-backwards"]);
});

test("a raw downtime of a monitor that is being made is checked, too; of other unknowns is said that it is not", async () => {
  const of = (more: Partial<datadog.DowntimeScheduleArgs>) => () => {
    const { id } = new datadog.Monitor("queue", MONITOR);
    downtime({ monitorIdentifier: { monitorId: id.apply(Number) }, ...more })();
  };
  expect((await refused(of({ scope: "" }))).message).toContain("[downtime/no-scope]");
  await without(of({ scope: pulumi.output("env:dev") }));
  expect(warned.map(([message]) => message)).toEqual([expect.stringContaining("its scope is unknown at preview")]);
});

const dashboard = (more: Partial<datadog.DashboardArgs>) => () => {
  new datadog.Dashboard("queues", { title: "Queues", layoutType: "ordered", widgets: [], ...more });
};

test("a raw dashboard is checked", async () => {
  const graph = (q: pulumi.Input<string>) => ({ timeseriesDefinition: { title: "Length", requests: [{ q }] } });
  const { message, urn } = await refused(
    dashboard({ reflowType: "automatic", widgets: [graph("avg:queue.length{"), { noteDefinition: { content: "x" } }] }),
  );
  expect(message).toMatch(/\[dashboard\/layout-type\]\n"Length" \(timeseries\): .+\[query\/syntax\]/);
  expect(urn).toMatch(/Dashboard::queues$/);
  await without(dashboard({ widgets: [graph("avg:queue.length{*}")] }));
  expect(warned).toEqual([]);
  await without(dashboard({ widgets: [graph(pulumi.output("avg:queue.length{")), pulumi.output({})] }));
  expect(warned.map(([text]) => text)).toEqual([expect.stringContaining("its widgets is unknown at preview")]);
  const later = { templateVariables: pulumi.output([{ name: "env", prefix: "env" }]) };
  await without(dashboard({ widgets: [graph("avg:queue.length{$env}")], ...later }));
  expect(warned.map(([text]) => text)).toEqual([
    expect.stringContaining("its templateVariables is unknown at preview"),
  ]);
});

test("a raw SLO is checked, also one of monitors that are being made", async () => {
  const slo = (timeframe: string) => () => {
    const { id } = new datadog.Monitor("queue", MONITOR);
    const thresholds = [{ timeframe, target: 99.9 }];
    new datadog.ServiceLevelObjective("queues", {
      name: "Queues",
      type: "monitor",
      monitorIds: [id.apply(Number)],
      thresholds,
    });
  };
  await without(slo("30d"));
  expect(warned).toEqual([]);
  const { message, urn } = await refused(slo("45d"));
  expect(message).toMatch(/\[slo\/[\w-]+\]$/);
  expect(urn).toMatch(/ServiceLevelObjective::queues$/);
});

test("a raw dashboard and a raw monitor in JSON are read as the API reads them", async () => {
  const json = {
    title: "Queues",
    layout_type: "automatic",
    widgets: [
      { id: 1, definition: { type: "timeseries", title: "Length", requests: [{ q: "avg:queue.length{" }] } },
      { id: 2, definition: { type: "note", content: "x" }, layout: null },
    ],
  };
  const page = (text: pulumi.Input<string>) => () => {
    new datadog.DashboardJson("queues", { dashboard: text });
  };
  const { message } = await refused(page(JSON.stringify(json)));
  expect(message).toMatch(/\[dashboard\/layout-type\]\n"Length" \(timeseries\): .+\[query\/syntax\]/);
  const alert = {
    name: "A queue is long",
    type: "query alert",
    query: "avg(last_5m):avg:queue.length{env:dev} > 800",
    message: "{{host.name}} @oncall@example.com",
    priority: null,
    options: { thresholds: { critical: 900, warning: null }, renotify_statuses: ["alarm"], renotify_interval: 60 },
  };
  const raw = (text: pulumi.Input<string>) => () => {
    new datadog.MonitorJson("queue", { monitor: text });
  };
  const said = await refused(raw(JSON.stringify(alert)), { demands: { priority: true } });
  for (const rule of ["monitor/threshold-unlike-query", "message/empty-host-variable", "demand/priority"]) {
    expect(said.message).toContain(`[${rule}]`);
  }
  await without(() => {
    page(pulumi.output("{"))();
    raw(pulumi.output("{"))();
  });
  expect(rules()).toEqual(["lookout/unknown-at-preview", "lookout/unknown-at-preview"]);
});

test.each([
  [
    "a dashboard",
    () => new datadog.DashboardJson("x", { dashboard: '{ "secret": ' }),
    "the dashboard is no JSON object",
  ],
  ["a dashboard", () => new datadog.DashboardJson("x", { dashboard: "[1]" }), "the dashboard is no JSON object"],
  ["a monitor", () => new datadog.MonitorJson("x", { monitor: "null" }), "the monitor is no JSON object"],
  ["a monitor", () => new datadog.MonitorJson("x", { monitor: '{"type": 5}' }), "the monitor has no type and query"],
])("%s that is no such JSON is refused, and none of its text is said", async (_, declare, problem) => {
  const { message } = await refused(() => {
    declare();
  });
  expect(message).toContain(`${problem}; `);
  expect(message).toMatch(/\[lookout\/unreadable\]$/);
  expect(message).not.toContain("secret");
});
