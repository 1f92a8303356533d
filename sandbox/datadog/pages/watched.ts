import { readFileSync } from "node:fs";

import { DOWNTIME, type Rig } from "../rig.js";
import { sampleStats, sampleTrace } from "../traces/sample.js";

/** Where the pages of a stand-in with something on each of them are. */
export interface Watched {
  readonly dashboard: string;
  readonly monitors: Readonly<Record<"metric" | "check" | "anomalies" | "composite", number>>;
  /** Every page there is. */
  readonly paths: readonly string[];
}

const MINUTES = 12 * 60;

/** Half a day of two hosts that had an alert, a warning and quiet hours. */
export async function watched(rig: Rig): Promise<Watched> {
  for (const [host, ip] of [
    ["db1", "10.89.64.11"],
    ["db2", "10.89.64.12"],
  ])
    await rig.call("POST", "/intake/", {
      internalHostname: host,
      gohai: JSON.stringify({ network: { ipaddress: ip } }),
      "host-tags": { system: ["env:dev", `role:${host === "db1" ? "db" : "web"}`] },
    });
  await half(rig, "db1");
  await half(rig, "db2");
  const monitors = await createMonitors(rig);
  await lastMinutes(rig, monitors.metric);
  const path = await createDashboard(rig);
  const recorded = await createRecorded(rig);
  await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
  await rig.call("POST", "/api/v0.2/stats", sampleStats(rig.time.now, { seconds: [0.1, 0.2], failed: [0.1] }));
  const paths = [
    "/",
    "/dashboard/lists",
    path,
    recorded,
    "/monitors/manage",
    "/monitors/downtimes",
    ...Object.values(monitors).map((id) => `/monitors/${id}`),
    "/infrastructure/map?fillby=avg:system.cpu.user",
    "/apm/services",
    "/apm/entity/service%3Ashop",
    "/apm/traces?query=service:shop",
    "/apm/trace/7",
    "/event/explorer",
    "/stand-in/inbox",
    "/monitors/999999",
  ];
  return { dashboard: path, monitors, paths };
}

/** A rhythm of hours with a little noise, the same at each run. */
async function half(rig: Rig, host: string): Promise<void> {
  const minutes = Array.from({ length: MINUTES }, (_, index) => index + 21);
  const noise = host === "db1" ? 7919 : 6271;
  const wave = (minute: number) => Math.sin((minute / MINUTES) * 2 * Math.PI) + ((minute * noise) % 13) / 40;
  const send = (metric: string, valueAt: (minute: number) => number) =>
    rig.send(
      metric,
      minutes.map((minute) => [minute * 60, valueAt(minute)] as const),
      host,
    );
  await send("my_metric", (minute) => 300 + 90 * wave(minute));
  await send("connections", (minute) => (minute === 40 ? 0.5 : 0.2 + 0.05 * wave(minute)));
  await send("system.net.bytes_rcvd", (minute) => 123_456_789 + 9_876_543 * wave(minute));
  await send("system.cpu.user", (minute) => 40 + 20 * wave(minute));
}

async function createMonitors(rig: Rig): Promise<Watched["monitors"]> {
  const create = async (body: object) =>
    ((await rig.call("POST", "/api/v1/monitor", body)).body as { readonly id: number }).id;
  const message = [
    "{{#is_alert}}",
    "my_metric on {{host.name}} ({{host.ip}}) averages {{value}} over 5 minutes: above {{threshold}}.",
    "{{/is_alert}}",
    "{{#is_warning}}",
    "my_metric on {{host.name}} ({{host.ip}}) averages {{value}}: above {{warn_threshold}}.",
    "{{/is_warning}}",
    "{{#is_recovery}}",
    "my_metric on {{host.name}} is back at {{value}}.",
    "{{/is_recovery}}",
    "[Runbook](https://wiki.example.com/runbooks/my-metric) or https://wiki.example.com/my-metric. @oncall@example.com",
  ].join("\n");
  const metric = await create({
    name: "my_metric is high",
    type: "query alert",
    query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
    message,
    tags: ["team:sre"],
    priority: 2,
    options: { thresholds: { critical: 800, warning: 500 }, require_full_window: false },
  });
  const check = await create({
    name: "The Agent can't log in",
    type: "service check",
    query: '"postgres.can_connect".over("env:dev").by("host").last(2).count_by_status()',
    message: "{{#is_alert}}{{host.name}}: {{check_message}}{{/is_alert}} @dba@example.com",
    options: { thresholds: { critical: 1, ok: 1 } },
  });
  const anomalies = await create({
    name: "connections are unusual",
    type: "query alert",
    query:
      "avg(last_4h):anomalies(avg:connections{env:dev} by {host}, 'basic', 3, alert_window='last_15m', interval=60) >= 1",
    options: {
      thresholds: { critical: 1 },
      threshold_windows: { trigger_window: "last_15m", recovery_window: "last_15m" },
    },
  });
  const composite = await create({ name: "both", type: "composite", query: `${metric} && ${check}` });
  return { metric, check, anomalies, composite };
}

/** A warning, an alert and a recovery of db1, and a downtime while db2 is in alert. */
async function lastMinutes(rig: Rig, monitor: number): Promise<void> {
  rig.stores.downtimes.create({ ...DOWNTIME.data.attributes, monitor_identifier: { monitor_id: monitor } });
  const end = rig.time.now;
  let quiet: string | undefined;
  for (let minute = 20; minute >= 0; minute -= 1) {
    rig.time.now = end - minute * 60_000;
    if (minute === 8) quiet = rig.stores.downtimes.create({ scope: "host:db2" }).id;
    if (minute === 3 && quiet !== undefined) rig.stores.downtimes.cancel(quiet);
    const rise = minute > 16 ? 350 : minute > 12 ? 900 : minute > 6 ? 1000 : 300;
    await rig.send("my_metric", [[0, rise]], "db1");
    await rig.send("my_metric", [[0, minute > 7 ? 350 : 980]], "db2");
    await rig.send("connections", [[0, 0.21]], "db1");
    await rig.call("POST", "/api/v1/check_run", [
      {
        check: "postgres.can_connect",
        host_name: "db1",
        status: minute > 5 ? 0 : 2,
        timestamp: Math.floor(rig.time.now / 1000),
        tags: ["env:dev"],
        message: "connection refused",
      },
    ]);
    rig.evaluator.evaluateAll();
  }
}

/** A dashboard that the official provider sent. */
async function createRecorded(rig: Rig): Promise<string> {
  const recordings = new URL("../../plugins/datadog/recordings/requests.json", import.meta.url);
  const requests = JSON.parse(readFileSync(recordings, "utf8")) as { readonly path: string; readonly body: unknown }[];
  const body = requests.find((request) => request.path === "/api/v1/dashboard")?.body;
  return ((await rig.call("POST", "/api/v1/dashboard", body)).body as { readonly url: string }).url;
}

async function createDashboard(rig: Rig): Promise<string> {
  const graph = (title: string, q: string, changes: object = {}) => ({
    definition: { type: "timeseries", title, requests: [{ q, ...changes }] },
  });
  const { url } = (
    await rig.call("POST", "/api/v1/dashboard", {
      title: "Watched",
      description: "What a test looks at.",
      layout_type: "ordered",
      template_variables: [{ name: "host", prefix: "host", defaults: ["*"], available_values: ["db1"] }],
      widgets: [
        { definition: { type: "note", content: "**my_metric** is [a number](https://example.com)." } },
        {
          definition: {
            type: "timeseries",
            title: "my_metric by host",
            requests: [{ q: "avg:my_metric{$host} by {host}" }],
            markers: [
              { value: "y > 800", label: "alert", display_type: "error dashed" },
              { value: "y > 500", label: "warning", display_type: "warning dashed" },
            ],
          },
        },
        graph("Network: received", "avg:system.net.bytes_rcvd{$host} by {host}"),
        graph("Connections", "anomalies(avg:connections{$host} by {host}, 'basic', 2)"),
        graph("Sum of each hour", "sum:my_metric{$host} by {host}.rollup(sum, 3600)", { display_type: "bars" }),
        graph("Nothing", "avg:nothing{*}"),
        { definition: { type: "query_value", title: "Now", requests: [{ q: "avg:my_metric{$host}" }] } },
        { definition: { type: "toplist", title: "Top", requests: [{ q: "avg:my_metric{*} by {host}" }] } },
        { definition: { type: "hostmap", requests: { fill: { q: "avg:system.cpu.user{*} by {host}" } } } },
        { definition: { type: "manage_status", query: "" } },
        {
          definition: {
            type: "group",
            title: "A group",
            layout_type: "ordered",
            widgets: [graph("CPU", "avg:system.cpu.user{$host} by {host}", { display_type: "area" })],
          },
        },
      ],
    })
  ).body as { readonly url: string };
  return url;
}
