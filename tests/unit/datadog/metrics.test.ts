import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { integrationOf, knownMetric, nearestMetric, unitOf } from "../../../datadog/metrics/catalogue";
import type { KnownMetric } from "../../../datadog/metrics/metric";
import { tables } from "./metrics-tables";

/** @see https://docs.datadoghq.com/metrics/units/ */
const UNITS = new Set(
  `bit byte kibibyte mebibyte gibibyte tebibyte pebibyte exbibyte
   nanosecond microsecond millisecond second minute hour day week
   percent_nano percent apdex fraction
   connection request packet segment response message payload timeout datagram route session hop
   process thread host node fault service instance cpu
   file inode sector block
   buffer error read write occurrence event time unit operation item task worker resource email sample stage monitor
   location check attempt device update method job container execution throttle invocation user success build
   prediction exception
   table index lock transaction query row key command offset record object cursor assertion scan document shard flush
   merge refresh fetch column commit wait ticket question
   hit miss eviction get set
   page split
   hertz kilohertz megahertz gigahertz
   entry
   nanocore microcore millicore core kilocore megacore gigacore teracore petacore exacore
   span run`.split(/\s+/),
);

const all = Object.values(tables()).flat();

describe("the tables", () => {
  test("hold each metric once, sorted", () => {
    for (const metrics of Object.values(tables())) {
      const names = metrics.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)].sort());
    }
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  test.each(Object.entries(tables()))("%s has only what a metric can be", (_, metrics) => {
    for (const { name, type, unit, per, range, interval } of metrics) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/);
      expect(["gauge", "rate", "count"], name).toContain(type);
      if (unit !== undefined) expect(UNITS, `${name}'s unit`).toContain(unit);
      if (per !== undefined) expect(UNITS, `what ${name} is divided by`).toContain(per);
      if (range !== undefined) expect(range.min, name).toBeLessThan(range.max ?? Infinity);
      if (interval !== undefined && interval !== "event") expect(interval, name).toBeGreaterThan(60);
    }
  });

  test("say of every share whether it is of 1 or of 100", () => {
    for (const { name, unit, range } of all) {
      if (unit === "fraction") expect([1, undefined], name).toContain(range?.max);
      if (unit === "percent") expect([100, undefined], name).toContain(range?.max);
      if (unit === "fraction" || unit === "percent") expect(range?.min, name).toBe(0);
    }
  });

  test("are found by name", () => {
    for (const metric of all) expect(knownMetric(metric.name)).toEqual(metric);
  });
});

test("the stand-in Agent sends nothing that is not in the tables, and each metric as it is there", () => {
  const script = path.join(__dirname, "metrics-of-the-stand-in.py");
  const agent = path.join(__dirname, "../../../sandbox/agent");
  const sent = JSON.parse(execFileSync("python3", [script, agent], { encoding: "utf8" })) as Record<string, string>;
  expect(Object.keys(sent).length).toBeGreaterThan(60);
  const known = Object.fromEntries(Object.keys(sent).map((name) => [name, submission(knownMetric(name))]));
  expect(sent).toEqual(known);
});

/** What a check calls for it. */
function submission(metric: KnownMetric | undefined): string | undefined {
  return metric?.type === "gauge" && metric.per === "second" ? "rate" : metric?.type;
}

test.each<[string, Omit<KnownMetric, "name">]>([
  ["postgresql.percent_usage_connections", { type: "gauge", unit: "fraction", range: { min: 0, max: 1 } }],
  ["postgresql.replication_delay", { type: "gauge", unit: "second" }],
  ["postgresql.buffer_hit", { type: "rate", unit: "hit", per: "second" }],
  ["postgresql.deadlocks", { type: "rate", unit: "lock", per: "second" }],
  ["postgresql.deadlocks.count", { type: "count", unit: "lock" }],
  ["postgresql.table_bloat", { type: "gauge", unit: "fraction", range: { min: 0 } }],
  ["postgresql.queries.duration.max", { type: "gauge", unit: "nanosecond" }],
  ["postgresql.vacuum.heap_blks_scanned", { type: "gauge", unit: "block", interval: "event" }],
  ["mysql.innodb.buffer_pool_utilization", { type: "gauge", unit: "fraction", range: { min: 0, max: 1 } }],
  ["mysql.performance.qcache.utilization", { type: "gauge", unit: "percent", range: { min: 0, max: 100 } }],
  ["mysql.performance.user_time", { type: "gauge", unit: "core" }],
  ["mysql.performance.queries", { type: "gauge", unit: "query", per: "second" }],
  ["mysql.info.schema.size", { type: "gauge", unit: "mebibyte" }],
  ["mysql.index.size", { type: "gauge", unit: "byte", interval: 300 }],
  ["system.cpu.user", { type: "gauge", unit: "percent", range: { min: 0, max: 100 } }],
  ["system.mem.pct_usable", { type: "gauge", unit: "fraction", range: { min: 0, max: 1 } }],
  ["system.mem.usable", { type: "gauge", unit: "byte" }],
  ["system.disk.in_use", { type: "gauge", unit: "fraction", range: { min: 0, max: 1 } }],
  ["system.disk.utilized", { type: "gauge", unit: "percent", range: { min: 0, max: 100 } }],
  ["system.load.norm.5", { type: "gauge" }],
  ["system.io.await", { type: "gauge", unit: "millisecond" }],
  ["system.io.util", { type: "gauge", unit: "percent", range: { min: 0, max: 100 } }],
  ["system.net.bytes_rcvd", { type: "gauge", unit: "byte", per: "second" }],
  ["ntp.offset", { type: "gauge", unit: "second", interval: 900 }],
  ["datadog.agent.started", { type: "count", interval: "event" }],
  ["trace.flask.request", { type: "distribution", unit: "second", interval: "event" }],
  ["trace.flask.request.hits", { type: "count", unit: "hit", interval: "event" }],
  ["trace.flask.request.errors.by_http_status", { type: "count", unit: "error", interval: "event" }],
  ["trace.flask.request.duration", { type: "gauge", unit: "second", interval: "event" }],
  ["trace.flask.request.apdex", { type: "gauge", unit: "apdex", range: { min: 0, max: 1 }, interval: "event" }],
  ["trace.hits", { type: "distribution", unit: "second", interval: "event" }],
])("%s is as its source says", (name, what) => {
  expect(knownMetric(name)).toEqual({ name, ...what });
});

test.each(["my_metric", "trace", "trace.", "trace..hits", "system.cpu", "postgresql.", "datadog.agent.none", ""])(
  "of %j nothing is known",
  (name) => {
    expect(knownMetric(name)).toBeUndefined();
    expect(unitOf(name)).toBeUndefined();
  },
);

test("a name belongs to the integration whose namespace it is in, known or not", () => {
  expect(integrationOf("postgresql.none")).toBe("postgres");
  expect(integrationOf("mysql.net.connections")).toBe("mysql");
  expect(integrationOf("system.net.bytes_sent")).toBe("network");
  expect(integrationOf("system.uptime")).toBe("system");
  expect(integrationOf("system.network.none")).toBeUndefined();
  expect(integrationOf("postgresqls.none")).toBeUndefined();
  expect(integrationOf("datadog.agent.running")).toBeUndefined();
  expect(integrationOf("trace.flask.request")).toBeUndefined();
});

test("every metric but those of an open namespace is in a namespace that is known", () => {
  const open = all.filter(({ name }) => integrationOf(name) === undefined).map(({ name }) => name);
  expect(open).toEqual(tables()["agent.csv"]?.map(({ name }) => name));
});

test("the nearest metric is one of the same integration, or of any where the namespace is unknown", () => {
  expect(nearestMetric("postgresql.comits")).toBe("postgresql.commits");
  expect(nearestMetric("mysql.cpu.user")).toMatch(/^mysql\./);
  expect(nearestMetric("sytem.cpu.user")).toBe("system.cpu.user");
  expect(nearestMetric("system.load.15")).toBe("system.load.15");
});

test("a metric that is more letters away than are allowed is not near", () => {
  expect(nearestMetric("sytem.cp.user", 2)).toBe("system.cpu.user");
  expect(nearestMetric("sytem.cp.user", 1)).toBeUndefined();
});

test("a unit is said in Datadog's words", () => {
  expect(unitOf("postgresql.database_size")).toBe("byte");
  expect(unitOf("system.net.bytes_sent")).toBe("byte/second");
  expect(unitOf("system.load.1")).toBeUndefined();
  expect(unitOf("trace.flask.request")).toBe("second");
});
