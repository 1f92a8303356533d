import * as path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { lines } from "../../components/dashboards/graphs";
import { next, note } from "../../components/dashboards/note";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { settingsSchema } from "../../components/environment/settings";
import { declared } from "../../components/monitors/declared";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { part } from "../../components/monitors/monitor-pack";
import { metric } from "../../datadog/query/build";
import { recorded } from "./recorded";

/** As a team would write it. */
const redis = pack({
  name: "redis",
  settings: { memoryBytes: z.int().min(1).default(1_000_000_000).describe("Alerts above it.") },
  integrations: (_, { groups }) =>
    groups.includes("cache") ? [{ name: "redisdb", instances: [{ host: "localhost", port: 6379 }] }] : [],
  monitors: (block) => ({
    memory: part(MetricMonitor, {
      ...declared("Redis uses much memory", { alert: "{{host.name}}: {{value}}", recovery: "{{host.name}}" }, block),
      condition: {
        query: metric("redis.mem.used", { aggregator: "max", scope: [block.scope], by: ["host"] }),
        over: { method: "avg", minutes: 5 },
        comparator: ">",
        critical: block.memoryBytes,
      },
    }),
  }),
  widgets: (_, { env }) => ({
    hosts: [
      lines(
        "Redis: memory (bytes)",
        metric("redis.mem.used", { aggregator: "max", scope: [`env:${env}`], by: ["host"] }),
      ),
    ],
  }),
  dashboard: (_, onward) => ({ title: "Redis", widgets: [note(next(onward, "redis"))] }),
});

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1", groups: ["cache"] }],
  groups: { cache: {} },
};
const plan = (more: object = {}, ...packs: Pack[]) =>
  recorded(environment(...packs), { config: { ...CONFIG, ...more } });

const of = (registrations: Awaited<ReturnType<typeof plan>>, name: string) =>
  registrations.find((one) => one.name === name && one.type.startsWith("datadog:"));

test("a pack of a team's own has its monitors, its dashboard, its widgets, its integration where it says", async () => {
  const made = await plan({ redis: { memoryBytes: 5, runbookUrl: "https://wiki.example.com/redis" } }, redis);
  expect(of(made, "redis-memory")?.inputs).toMatchObject({
    query: "avg(last_5m):max:redis.mem.used{env:dev} by {host} > 5",
    assets: [{ url: "https://wiki.example.com/redis" }],
  });
  expect(of(made, "redis-memory")?.urn).toContain("lookout:monitors:RedisMonitors$lookout:monitors:MetricMonitor$");
  expect(JSON.stringify(of(made, "redis")?.inputs)).toContain("[the runbook](https://wiki.example.com/redis)");
  expect(JSON.stringify(of(made, "hosts")?.inputs)).toContain("Redis: memory (bytes)");
  const files = (host: string) =>
    Object.keys(
      made.find(({ type, name }) => type === "lookout:agent:HostAgent" && name === host)?.inputs.files as object,
    );
  expect(files("db1")).toContain("conf.d/redisdb.d/conf.yaml");
  expect(files("db2")).not.toContain("conf.d/redisdb.d/conf.yaml");
});

test("what it declares is kept, routed, muted, silenced and demanded as Lookout's own is", async () => {
  const made = await plan(
    {
      redis: { priority: 2, notify: { critical: ["@pagerduty-cache"] } },
      monitors: { "redis-memory": { tags: ["team:cache"] } },
      downtimes: { cache: { packs: ["redis"], windows: { nights: "19:00-09:00 Mon-Fri" } } },
      objects: { protect: true, editors: ["team:7"], adopt: { dashboards: { redis: "abc-def-ghi" } } },
    },
    redis,
  );
  const monitor = of(made, "redis-memory");
  expect(monitor?.inputs).toMatchObject({
    priority: "2",
    message: expect.stringMatching(/\n@pagerduty-cache$/) as string,
  });
  expect(monitor?.inputs.tags).toEqual(expect.arrayContaining(["downtime:cache", "team:cache", "env:dev"]));
  expect(monitor?.options.protect).toBe(true);
  expect(made.map(({ name }) => name)).toContain("redis-memory-editors");
  expect(of(made, "redis")?.options.import).toBe("abc-def-ghi");
  await expect(plan({ demands: { priority: true }, hostMonitors: { priority: 1 } }, redis)).rejects.toThrow(
    /no priority/,
  );
});

test("it can be off, as a whole or in part", async () => {
  expect(of(await plan({ redis: { enabled: false } }, redis), "redis-memory")).toBeUndefined();
  expect(of(await plan({ monitors: { "redis-memory": false } }, redis), "redis-memory")).toBeUndefined();
});

test("its settings are checked with all others, and are unknown where it is not", async () => {
  await expect(plan({ redis: { memoryBytes: 0, memory: 1 }, notify: [] }, redis)).rejects.toThrow(/3 mistakes/);
  await expect(plan({ redis: {} })).rejects.toThrow(/redis unknown key/);
});

test("no pack can be called as a setting is", () => {
  for (const name of Object.keys(settingsSchema.shape).filter((key) => /^[a-z]+$/.test(key))) {
    expect(() => environment({ name }), name).toThrow(/Lookout has one of this name/);
  }
});

test.each(["hosts", "databaseMonitors", "overlay", "my-metric", "postgres", "mysql", "services", "Redis", "", "-a"])(
  "a pack can't be called \"%s\", and two can't be called alike",
  (name) => {
    expect(() => environment({ name })).toThrow(/^the pack ".*" can't be called so: /);
    expect(() => environment(redis, redis)).toThrow(/^the pack "redis" can't be called so: another one is; /);
  },
);

const GRAPH = { title: "Keys", query: "sum:redis.keys{$host}" };
const cache = (...dashboards: string[]) =>
  pack({
    name: "cache",
    widgets: () =>
      Object.fromEntries(
        dashboards.map((name) => [name, [lines("Hits", metric("cache.hits", { aggregator: "sum" }))]]),
      ),
  });

test("widgets of the settings, and of another pack, are at the end of a pack's own dashboard", async () => {
  const made = await plan({ widgets: { redis: [GRAPH] } }, redis, cache("redis", "hosts", "databases"));
  const text = JSON.stringify(of(made, "redis")?.inputs.widgets);
  expect(text).toMatch(/\*\*Next\*\*[^]*"title":"Hits"[^]*"title":"Keys"/);
  expect(JSON.stringify(of(made, "hosts")?.inputs)).toContain('"title":"Hits"');
});

test.each([
  [{ redsi: [GRAPH] }, /widgets\.redsi +unknown key; did you mean "redis"\?/],
  // No dashboard of its own.
  [{ cache: [GRAPH] }, /widgets\.cache +unknown key; known here: redis, hosts, databases, services/],
  [{ redis: [{ title: "Keys" }] }, /widgets\.redis\[0\]\.query +is missing/],
])("widgets %o are refused", async (widgets, words) => {
  await expect(plan({ widgets }, redis, cache())).rejects.toThrow(words);
});

test("a pack's widgets for dashboards that nothing has are refused, all at once", async () => {
  await expect(plan({}, redis, cache("redsi", "hosts", "cache", "my-own-things"))).rejects.toThrow(
    'the pack "cache" has widgets for a dashboard that there is not: "redsi" is none of this stack\'s dashboards; did you mean "redis"?\n' +
      'the pack "cache" has widgets for a dashboard that there is not: "cache" is none of this stack\'s dashboards; expected one of databases, hosts, redis, services\n' +
      'the pack "cache" has widgets for a dashboard that there is not: "my-own-things"',
  );
});
