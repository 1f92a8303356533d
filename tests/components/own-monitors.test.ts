import * as path from "node:path";
import { expect, test } from "vitest";
import { environment } from "../../components/environment/environment";
import type { Pack } from "../../components/environment/pack";
import { recorded } from "./recorded";

const MEMORY = {
  query: "avg(last_5m):max:redis.mem.used{env:dev} by {host} > 1000000000",
  title: "Redis uses much memory",
  words: { alert: "{{host.name}}: {{value}}", recovery: "{{host.name}} is well again." },
};
const CONNECT = {
  type: "service check",
  query: '"redis.can_connect".over("env:dev").by("host","redis_port").last(3).count_by_status()',
  thresholds: { critical: 2, ok: 1 },
  noDataAfterMinutes: 5,
  title: "Redis can't be connected to",
  words: { alert: "{{host.name}}: {{check_message}}", noData: "{{host.name}} is silent.", recovery: "{{host.name}}" },
};
const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const plan = (more: object, ...packs: Pack[]) => recorded(environment(...packs), { config: { ...CONFIG, ...more } });
const of = (made: Awaited<ReturnType<typeof plan>>, name: string) =>
  made.find((one) => one.name === name && one.type.startsWith("datadog:"));

test("a monitor of the settings' own is sent as it is said", async () => {
  const made = await plan({ monitors: { "redis-memory": MEMORY, "redis-connect": CONNECT } });
  expect(of(made, "redis-memory")?.inputs).toMatchObject({
    type: "query alert",
    name: MEMORY.title,
    query: MEMORY.query,
    monitorThresholds: { critical: "1000000000" },
  });
  expect(of(made, "redis-connect")?.inputs).toMatchObject({
    type: "service check",
    monitorThresholds: { critical: "2", ok: "1" },
    noDataTimeframe: 5,
    notifyNoData: true,
  });
});

test("it is kept, routed, muted, tagged and demanded as all others are", async () => {
  const made = await plan({
    monitors: {
      "redis-memory": { ...MEMORY, notify: ["@cache-team@example.com"], tags: ["team:cache"], priority: 3 },
    },
    downtimes: { cache: { packs: ["monitors"], windows: { nights: "19:00-09:00 Mon-Fri" } } },
    objects: { protect: true, editors: ["team:7"] },
  });
  const monitor = of(made, "redis-memory");
  expect(monitor?.inputs).toMatchObject({
    priority: "3",
    message: expect.stringMatching(/\n@cache-team@example\.com$/) as string,
  });
  expect(monitor?.inputs.tags).toEqual(expect.arrayContaining(["downtime:cache", "team:cache", "env:dev"]));
  expect(of(made, "hosts-full")?.inputs.tags).not.toContain("downtime:cache");
  expect(monitor?.options.protect).toBe(true);
  expect(made.map(({ name }) => name)).toContain("redis-memory-editors");
  await expect(plan({ monitors: { "redis-memory": MEMORY }, demands: { priority: true } })).rejects.toThrow(
    /no priority/,
  );
});

test("what rules say of it is said, and can be answered", async () => {
  const exactly = { "redis-memory": { ...MEMORY, query: MEMORY.query.replace("> 1", "== 1") } };
  const answer = { rule: "monitor/equality", on: "redis-memory", reason: "a flag", until: "2999-12-31" };
  await expect(plan({ monitors: exactly, lint: [answer] })).resolves.toBeDefined();
  await expect(plan({ monitors: { "redis-memory": MEMORY }, lint: [answer] })).rejects.toThrow(
    /lint\[0\] silences nothing: monitor\/equality has nothing to say of redis-memory/,
  );
  const unread = { "redis-memory": { ...MEMORY, query: "avg(last_5m):avg:redis.mem.used{*} by" } };
  await expect(plan({ monitors: unread })).rejects.toThrow(/query can't be read at column 38/);
});

test("all that is mistaken in it is said at once", async () => {
  const monitors = {
    "redis-memory": { query: MEMORY.query },
    "redis-connect": { ...CONNECT, words: { recovery: "Over." }, type: "service", notify: [] },
    "Redis keys": MEMORY,
    "hosts-full": { thresholds: { critical: 1 }, type: "query alert" },
  };
  await expect(plan({ monitors })).rejects.toThrow(
    /8 mistakes(?=[^]*redis-memory.title +is missing)(?=[^]*redis-memory.words +is missing)(?=[^]*redis-connect.words.alert +is missing)(?=[^]*redis-connect.type )(?=[^]*redis-connect.notify +names nobody)(?=[^]*"Redis keys" is not a name)(?=[^]*hosts-full.type +.*is of a monitor of your own)(?=[^]*hosts-full.thresholds +is of a monitor)/,
  );
});

test("it can't have the name of another, and a name that nothing has is still a mistake", async () => {
  await expect(plan({ monitors: { "hosts-full": MEMORY } })).rejects.toThrow(
    /monitors\.hosts-full\.query is of a monitor that there is; expected another name/,
  );
  await expect(plan({ monitors: { "redis-memory": { title: "Redis" } } })).rejects.toThrow(/is none of this stack's/);
});

test("widgets of the settings' own are at the end of the dashboards that there are", async () => {
  const hosts = [
    { title: "Redis: memory (bytes)", query: "max:redis.mem.used{$host} by {host}" },
    {
      definition: {
        queryValueDefinition: { title: "Keys", requests: [{ q: "sum:redis.keys{$host}", aggregator: "last" }] },
      },
    },
  ];
  const made = await plan({ widgets: { hosts } });
  const { widgets } = of(made, "hosts")?.inputs as { widgets: Record<string, unknown>[] };
  expect(widgets.slice(-2)).toMatchObject([
    {
      timeseriesDefinition: {
        title: "Redis: memory (bytes)",
        requests: [{ q: "max:redis.mem.used{$host} by {host}" }],
      },
    },
    { queryValueDefinition: { title: "Keys" } },
  ]);
});

test("all that is mistaken in widgets is said at once, their queries too", async () => {
  const query = "max:redis.mem.used{$host} by {host}";
  const widgets = {
    hosts: [{ query }, { title: "Keys" }, { title: "Keys", query, definition: { noteDefinition: {} } }],
    databases: [{ title: "Keys", query }],
  };
  await expect(plan({ widgets })).rejects.toThrow(
    /5 mistakes[^]*hosts\[0\]\.title [^]*hosts\[1\]\.query [^]*hosts\[2\]\.definition [^]*widgets\.databases +are of a dashboard/,
  );
  await expect(plan({ widgets: { hosts: [{ title: "Keys", query: "max:redis.mem.used{$hst} by" }] } })).rejects.toThrow(
    /can't be read/,
  );
});
