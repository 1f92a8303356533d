import * as path from "node:path";
import { expect, test } from "vitest";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { declared } from "../../components/monitors/declared";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { part } from "../../components/environment/part";
import { owned } from "../../components/monitors/owner";
import { declaredSLO } from "../../components/slo/declared";
import { SLO } from "../../components/slo/slo";
import { recorded } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@all"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const TEAMS = {
  storage: { notify: ["@storage"], tags: ["tier:base"], runbookBase: "https://wiki.example.com/storage/" },
  cache: { notify: { critical: ["@cache"], recovery: ["@cache-log"] }, runbookUrl: "https://wiki.example.com/cache" },
};
const plan = (more: object, ...packs: Pack[]) => recorded(environment(...packs), { config: { ...CONFIG, ...more } });
type Plan = Awaited<ReturnType<typeof plan>>;

/** Of a monitor: whom it notifies, its tags of a team's, its runbook. */
function told(made: Plan, name: string) {
  const monitor = made.find((one) => one.name === name && one.type === "datadog:index/monitor:Monitor");
  const { message, tags, assets } = monitor?.inputs as { message: string; tags: string[]; assets?: { url: string }[] };
  return {
    handles: [...new Set(message.match(/@[\w-]+/g))],
    tags: tags.filter((tag) => /^(team|tier):/.test(tag)),
    runbook: assets?.[0]?.url,
  };
}

const MEMORY = {
  query: "avg(last_5m):max:redis.mem.used{env:dev} by {host} > 1000000000",
  title: "Redis uses much memory",
  words: { alert: "{{host.name}}: {{value}}", recovery: "{{host.name}} is well again." },
};

/** A pack two of whose monitors are the pack's, and one another team's. */
const redis = (team?: string, others = "storage") =>
  pack({
    name: "redis",
    ...(team !== undefined && { team }),
    monitors: (block) => {
      const monitor = (of: typeof block) =>
        part(MetricMonitor, { ...declared(MEMORY.title, MEMORY.words, of), condition: MEMORY.query });
      return { memory: monitor(block), disk: monitor(owned(block, others)) };
    },
  });

test("an SLO is a team's, and so are its monitors: of settings, of a pack, and of a pack where a setting says so", async () => {
  const orders = { indicator: { good: "sum:ok{*}.as_count()", total: "sum:all{*}.as_count()" }, target: 99.9 };
  const shop = (team?: string) =>
    pack({
      name: "shop",
      ...(team !== undefined && { team }),
      slos: (block) => ({
        orders: part(SLO, { ...declaredSLO("Orders are taken", block), ...orders, timeframe: "30d" }),
      }),
    });
  const own = await plan({
    ...{ teams: TEAMS, tags: ["team:sre"], hostMonitors: { team: "cache" } },
    slos: { orders: { ...orders, title: "Orders are taken", team: "storage" } },
  });
  const packs = await plan({ teams: TEAMS, hostMonitors: { team: "cache" } }, shop("storage"));
  const single = await plan({ teams: TEAMS, slos: { "shop-orders": { team: "storage" } } }, shop("cache"));
  for (const [made, name] of [
    [own, "orders"] as const,
    [packs, "shop-orders"] as const,
    [single, "shop-orders"] as const,
  ]) {
    const slo = made.find((one) => one.name === name && one.type.startsWith("datadog:"));
    expect(slo?.inputs.description).toBe(`Runbook: https://wiki.example.com/storage/${name}`);
    expect((slo?.inputs.tags as string[]).filter((tag) => /^(team|tier):/.test(tag))).toEqual([
      "team:storage",
      "tier:base",
    ]);
    expect(told(made, `${name}-burn-fast`)).toMatchObject({
      handles: ["@storage"],
      tags: ["team:storage", "tier:base"],
    });
  }
  await expect(plan({ slos: { orders: { ...orders, title: "x", team: "storge" } }, teams: TEAMS })).rejects.toThrow(
    /slos\.orders\.team +"storge" is no team; did you mean "storage"\?/,
  );
});

test("where a team has a page for each monitor, messages name the page that is linked, as nearer ones are", async () => {
  const made = await plan({
    teams: TEAMS,
    hostMonitors: { team: "storage", renotify: { everyMinutes: 60, words: "Still so." } },
    monitors: { "hosts-full": { runbookUrl: "https://wiki.example.com/near" }, m: { ...MEMORY, team: "cache" } },
  });
  const named = (name: string) => {
    const monitor = made.find((one) => one.name === name && one.type === "datadog:index/monitor:Monitor");
    const { message, escalationMessage = "" } = monitor?.inputs as { message: string; escalationMessage?: string };
    return [message, escalationMessage].map((text) => /\nRunbook: (\S+)$/.exec(text)?.[1]);
  };
  for (const [name, page] of [
    ["hosts-disk", "https://wiki.example.com/storage/hosts-disk"],
    ["hosts-full", "https://wiki.example.com/near"],
  ] as const) {
    expect(told(made, name).runbook).toBe(page);
    expect(named(name)).toEqual([page, page]);
  }
  // One page for all is linked alone.
  expect(named("m")).toEqual([undefined, undefined]);
});

test("a team's monitors notify it, have its tags, and link its runbooks", async () => {
  const made = await plan({
    teams: TEAMS,
    hostMonitors: { team: "storage" },
    monitors: { m: { ...MEMORY, team: "cache" } },
  });
  const ofStorage = { handles: ["@storage"], tags: ["team:storage", "tier:base"] };
  expect(told(made, "hosts-disk")).toEqual({ ...ofStorage, runbook: "https://wiki.example.com/storage/hosts-disk" });
  expect(told(made, "hosts-away")).toEqual({ ...ofStorage, runbook: "https://wiki.example.com/storage/hosts-away" });
  expect(told(made, "m")).toEqual({
    handles: ["@cache", "@cache-log"],
    tags: ["team:cache"],
    runbook: "https://wiki.example.com/cache",
  });
  const page = made.find(({ name, type }) => name === "hosts" && type.endsWith(":Dashboard"));
  expect(JSON.stringify(page?.inputs)).toContain("(https://wiki.example.com/storage/)");
});

const OWN = { notify: ["@near"], runbookUrl: "https://wiki.example.com/near" };
test.each([
  // What is said, and what is nearest to hosts-disk.
  [{}, {}, ["@all"], [], undefined],
  [{ team: "cache" }, {}, ["@cache", "@cache-log"], ["team:cache"], "https://wiki.example.com/cache"],
  [{ team: "cache", ...OWN }, {}, ["@near"], ["team:cache"], "https://wiki.example.com/near"],
  [{}, { team: "cache" }, ["@cache", "@cache-log"], ["team:cache"], "https://wiki.example.com/cache"],
  [{ team: "storage" }, { team: "cache" }, ["@cache", "@cache-log"], ["team:cache"], "https://wiki.example.com/cache"],
  [
    { team: "storage", ...OWN },
    { team: "cache" },
    ["@cache", "@cache-log"],
    ["team:cache"],
    "https://wiki.example.com/cache",
  ],
  [{ team: "storage" }, { team: "cache", ...OWN }, ["@near"], ["team:cache"], "https://wiki.example.com/near"],
  [{ team: "cache" }, OWN, ["@near"], ["team:cache"], "https://wiki.example.com/near"],
  [OWN, { team: "bare" }, ["@near"], ["team:bare"], "https://wiki.example.com/near"],
  [{}, { team: "bare" }, ["@all"], ["team:bare"], undefined],
])("of a block %j and a monitor %j the nearer says it", async (hostMonitors, disk, handles, tags, runbook) => {
  const teams = { ...TEAMS, bare: {} };
  const used = Object.fromEntries(Object.keys(teams).map((team) => [`m-${team}`, { ...MEMORY, team }]));
  const made = await plan({ teams, hostMonitors, monitors: { ...used, "hosts-disk": disk } });
  expect(told(made, "hosts-disk")).toEqual({ handles, tags, runbook });
});

test("every block may be of a team, the pack of a team's own too, which says it in code or in its settings", async () => {
  const config = {
    teams: TEAMS,
    hosts: [
      {
        name: "db1",
        databases: [{ type: "postgres" }, { type: "mysql", replication: true }],
        services: [{ name: "shop", source: "apps/flask", command: ["run"], healthUrl: "http://127.0.0.1:5050/" }],
      },
    ],
    ...{
      hostMonitors: { team: "storage" },
      databaseMonitors: { team: "storage" },
      serviceMonitors: { team: "storage" },
    },
    myMetric: { monitor: { team: "storage" } },
    quietHours: { windows: { nights: "19:00-09:00 Mon-Fri" } },
  };
  const made = await plan(config, redis("cache"));
  const monitors = made.filter(({ type }) => type === "datadog:index/monitor:Monitor").map(({ name }) => name);
  expect(monitors.length).toBeGreaterThan(12);
  for (const name of monitors)
    expect([name, told(made, name).tags[0]]).toEqual([name, name === "redis-memory" ? "team:cache" : "team:storage"]);
  expect(told(made, "redis-memory")).toMatchObject({ handles: ["@cache", "@cache-log"] });
  expect(told(made, "redis-disk")).toMatchObject({
    handles: ["@storage"],
    runbook: expect.stringMatching(/redis-disk$/) as string,
  });
  const quiet = made.find(({ type }) => type.endsWith(":DowntimeSchedule"));
  expect(quiet?.inputs.message).toContain("@storage");
  const other = await plan(
    { ...config, redis: { team: "storage" }, monitors: { m: { ...MEMORY, team: "cache" } } },
    redis("cache"),
  );
  expect(told(other, "redis-memory").tags[0]).toBe("team:storage");
});

test("a nearer team takes the place of the environment's, whose tag is on all else", async () => {
  const made = await plan(
    {
      ...{ teams: TEAMS, tags: ["team:sre"], hostMonitors: { team: "storage" } },
      monitors: { "hosts-full": { team: "cache", tags: ["tier:x"] }, m: { ...MEMORY, team: "cache" }, n: MEMORY },
    },
    redis(undefined, "cache"),
  );
  const tags = Object.fromEntries(
    ["hosts-away", "hosts-full", "m", "n", "redis-memory", "redis-disk"].map((name) => [name, told(made, name).tags]),
  );
  expect(tags).toEqual({
    "hosts-away": ["team:storage", "tier:base"],
    "hosts-full": ["team:cache", "tier:x"],
    ...{ m: ["team:cache"], n: ["team:sre"], "redis-memory": ["team:sre"], "redis-disk": ["team:cache"] },
  });
});

test("its tag is what organisations demand, and what downtimes choose by", async () => {
  const made = await plan({
    teams: TEAMS,
    demands: { tags: ["team"], runbook: true },
    hostMonitors: { team: "storage" },
    monitors: { "hosts-full": { team: "cache" } },
    downtimes: { move: { tags: ["team:storage"], windows: { nights: "19:00-09:00 Mon-Fri" } } },
  });
  const muted = made.filter(({ inputs }) => (inputs.tags as string[] | undefined)?.includes("downtime:move"));
  expect(muted.map(({ name }) => name)).toEqual(["hosts-away", "hosts-disk"]);
  await expect(
    plan({
      teams: TEAMS,
      demands: { tags: ["team"] },
      hostMonitors: { team: "storage" },
      monitors: { m: { ...MEMORY } },
    }),
  ).rejects.toThrow(/no tag team:…/);
});

test("a team that there is not, one that owns nothing, and what contradicts itself are mistakes, said at once", async () => {
  const settings = {
    teams: {
      storage: { runbookUrl: "https://a.example.com", runbookBase: "https://b.example.com/?page=1" },
      Cache: {},
      ops: { tags: ["team:x"], handle: ["@x"] },
    },
    hostMonitors: { team: "storge" },
    myMetric: { monitor: { team: "quite-another" } },
    monitors: { "hosts-disk": { team: "opss" } },
    redis: { team: "strage" },
  };
  await expect(plan(settings, redis())).rejects.toThrow(
    /9 mistakes(?=[^]*teams\.storage\.runbookBase +.*one of the two)(?=[^]*runbookBase +.*query or a fragment)(?=[^]*"Cache" is not a team's name)(?=[^]*teams\.ops\.tags\[0\] +.*other than team)(?=[^]*teams\.ops\.handle +unknown key)(?=[^]*hostMonitors\.team +"storge" is no team; did you mean "storage"\?)(?=[^]*myMetric\.monitor\.team +"quite-another" is no team; expected one of)(?=[^]*monitors\.hosts-disk\.team +"opss" is no team; did you mean "ops")(?=[^]*redis\.team +"strage" is no team; did you mean "storage")/,
  );
  await expect(plan({ hostMonitors: { team: "storage" } })).rejects.toThrow(/expected it below teams/);
  await expect(plan({}, redis("cache"))).rejects.toThrow(/redis\.team +"cache" is no team; expected it below teams/);
  await expect(plan({ teams: { storage: {}, cach: {} } }, redis("storage", "cache"))).rejects.toThrow(
    /2 mistakes[^]*teams\.cache +is missing, and a pack's monitor or SLO is of it; did you mean "cach"\?[^]*teams\.cach +owns nothing; expected team: cach/,
  );
});
