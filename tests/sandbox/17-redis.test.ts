import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../../sandbox/instance.js";
import { eventually } from "./eventually.js";
import type { TestHost } from "./host.js";
import type { Run } from "./spawned.js";
import { type Settings, TestStack } from "./stack.js";
import { Team } from "./team.js";

const HOSTS = ["db1", "db2", "cache1"];
const CACHE_TEAM = "@cache-team@example.com";
const MONITORS = ["redis-connect", "redis-memory"];
const password = randomBytes(16).toString("hex");

/** How a team has its Redis servers watched. */
interface Way {
  /** Where the program is; a team's own repository, or this one. */
  readonly team: () => Promise<Team | undefined>;
  readonly settings: Settings;
  /** The place of the password. */
  readonly secret: string;
  /** Of its monitors. */
  readonly titles: readonly string[];
  readonly urls: (outputs: Record<string, Record<string, object>>) => object | undefined;
}

/** Said of both ways: the hosts, when all is quiet, and which rule is answered. */
const common: Settings = {
  groups: { cache: { tags: ["role:cache"] } },
  hosts: HOSTS.map((name) => ({ name, groups: ["cache"] })),
  myMetric: undefined,
  quietHours: undefined,
  downtimes: {
    cache: {
      monitors: MONITORS,
      timezone: "Europe/Berlin",
      windows: { nights: "19:00-09:00 Mon-Fri", weekend: "all day Sat-Sun" },
    },
  },
  lint: [{ rule: "downtime/gap", on: "cache", reason: "Monday's early shift watches", until: "2999-12-31" }],
};

const redis = {
  name: "redisdb",
  instances: [{ host: "127.0.0.1", port: 6379, password: "${secret:password}", command_stats: true }],
  secrets: { password: "is set below" },
};

/** Not a line of code. */
const bySettings: Way = {
  team: () => Promise.resolve(undefined),
  settings: {
    ...common,
    groups: { cache: { tags: ["role:cache"], integrations: [redis] } },
    monitors: {
      "redis-connect": {
        type: "service check",
        query: '"redis.can_connect".over("env:dev").by("host","redis_port").last(3).count_by_status()',
        thresholds: { critical: 2, ok: 1 },
        noDataAfterMinutes: 5,
        title: "Redis can't be connected to",
        words: {
          alert: "The Redis server of {{host.name}} does not answer its Agent.\nFirst: systemctl status redis-server.",
          noData: "Nobody says how the Redis server of {{host.name}} is.\nFirst: is its Agent up?",
          recovery: "The Redis server of {{host.name}} answers again.",
        },
        notify: [CACHE_TEAM],
        tags: ["team:cache"],
      },
      "redis-memory": {
        query: "avg(last_5m):max:redis.mem.used{env:dev} by {host} > 1000000000",
        title: "Redis uses much memory",
        words: {
          alert: "Redis of {{host.name}} uses {{value}} bytes.\nFirst: which keys are they?",
          recovery: "Redis of {{host.name}} uses {{value}} bytes again.",
        },
        notify: [CACHE_TEAM],
        tags: ["team:cache"],
      },
    },
    widgets: {
      hosts: [
        { title: "Redis: memory (bytes)", query: "max:redis.mem.used{$host} by {host}" },
        { title: "Redis: commands a second", query: "sum:redis.net.commands{$host} by {host}" },
      ],
    },
  },
  secret: "groups.cache.integrations[0].secrets.password",
  titles: ["Redis can't be connected to", "Redis uses much memory"],
  urls: ({ ownMonitorUrls }) => ownMonitorUrls,
};

/** The template, in a repository of the team's own, on the packed product. */
const byPack: Way = {
  team: () => Team.fresh(),
  settings: {
    ...common,
    ...{ agent: { version: "1:7.70.1-1" }, datadog: { site: "datadoghq.eu" } },
    redis: { password: "is set below", notify: [CACHE_TEAM] },
    monitors: Object.fromEntries(MONITORS.map((name) => [name, { tags: ["team:cache"] }])),
  },
  secret: "redis.password",
  titles: ["Redis does not answer", "Redis uses much memory"],
  urls: ({ packMonitorUrls }) => packMonitorUrls?.redis,
};

/** What a host's Agent could have changed, and must not have left. */
async function state(host: TestHost): Promise<string> {
  return host.sh(
    "sha256sum /etc/redis/redis.conf /etc/passwd /etc/group /etc/sudoers.d/*; ls -d /etc/datadog-agent /opt/datadog-agent /usr/bin/datadog-agent 2>&1 || :; systemctl is-active redis-server",
  );
}

describe.each([
  { way: "settings alone", ...bySettings },
  { way: "a pack of under 60 lines", ...byPack },
])("by $way", ({ team, settings, secret, titles, urls }) => {
  let own: Team | undefined;
  let stack: TestStack;
  let plan: Run;
  let before: string[];
  const outputs: string[] = [];

  /** Sets the password, as `pulumi config set --secret` does. */
  async function withSecret(): Promise<void> {
    stack.settings = settings;
    const set = ["config", "set", "--stack", "dev", "--secret", "--path", `lookout:${secret}`, password];
    const { code, output } = await stack.pulumi(...set);
    expect(code, output).toBe(0);
  }

  beforeAll(async () => {
    own = await team();
    stack = await TestStack.fresh(HOSTS, own?.folder);
    for (const host of stack.all) {
      await host.sh(`sed -i '$a requirepass ${password}' /etc/redis/redis.conf && systemctl start redis-server`);
    }
    before = await Promise.all(stack.all.map(state));
    await withSecret();
    plan = await stack.preview("--diff", "--show-full-output");
    outputs.push(plan.output, await stack.up("--diff", "--show-full-output", "--show-config"));
  });

  afterAll(() => own?.remove());

  test("each host's check of a real server is proved", async () => {
    const { checks } = await stack.outputs<{ checks: unknown }>();
    expect(checks).toEqual(Object.fromEntries(HOSTS.map((name) => [name, { redisdb: "OK" }])));
  });

  test.each(HOSTS)("%s's metrics and service check arrive with its tags", async (host) => {
    const series = await eventually(`redis.mem.used of ${host}`, 90, async () => {
      const found = await stack.datadog.series("redis.mem.used", host);
      return found.length > 0 ? found : undefined;
    });
    expect(series[0]?.tags).toEqual(expect.arrayContaining(["redis_port:6379", "redis_role:master"]));
    expect(await stack.datadog.hostTags(host)).toEqual(expect.arrayContaining(["env:dev", "role:cache"]));
    const runs = await stack.datadog.checkRuns("redis.can_connect", host);
    expect(runs.at(-1)?.status).toBe(0);
  });

  test("its monitors reach another team, are muted at night, and its widgets are on the hosts' dashboard", async () => {
    const { monitors, dashboards, downtimes } = await stack.datadog.objects();
    const ofRedis = monitors.filter(({ name }) => titles.includes(name));
    expect(ofRedis).toHaveLength(MONITORS.length);
    for (const monitor of ofRedis) {
      expect(monitor.tags).toEqual(expect.arrayContaining(["downtime:cache", "team:cache"]));
      expect(monitor).toMatchObject({ message: expect.stringContaining(CACHE_TEAM) as string });
      expect(monitor).not.toMatchObject({ message: expect.stringContaining("@oncall@example.com") as string });
    }
    const others = monitors.filter((monitor) => !ofRedis.includes(monitor));
    expect(others.filter(({ tags }) => tags.includes("downtime:cache"))).toEqual([]);
    expect(JSON.stringify(downtimes)).toContain("downtime:cache");
    expect(JSON.stringify(dashboards)).toContain("Redis: memory (bytes)");
    expect(await stack.datadog.query("max:redis.mem.used{env:dev} by {host}")).toHaveLength(HOSTS.length);
    const links = Object.keys(urls(await stack.outputs()) ?? {});
    expect(links.map((name) => name.replace(/^(?!redis-)/, "redis-")).sort()).toEqual(MONITORS);
  });

  test("the answered rule is not said, and without the answer it is", async () => {
    expect(plan.output).not.toContain("[downtime/gap]");
    stack.settings = { ...settings, lint: [] };
    expect((await stack.preview()).output).toContain("[downtime/gap]");
    await withSecret();
  });

  test("the password is nowhere but where it belongs", async () => {
    const readable =
      "find / /run /tmp /dev/shm -xdev -type f -perm -004 -not -path '/usr/*' -not -path '/proc/*' -not -path '/sys/*' -print0 | xargs -0 cat 2>/dev/null || :";
    for (const host of stack.all) {
      expect(await host.sh("cat /etc/datadog-agent/conf.d/redisdb.d/conf.yaml")).toContain(password);
      for (const look of [
        readable,
        "journalctl --quiet --all --output cat",
        "cat /var/log/datadog/* /proc/*/cmdline",
      ]) {
        expect((await host.sh(`${look} 2>/dev/null || :`)).includes(password), look).toBe(false);
      }
    }
    const files = fs
      .readdirSync(stack.state, { recursive: true, encoding: "utf8" })
      .map((file) => path.join(stack.state, file))
      .filter((file) => fs.statSync(file).isFile())
      .map((file) => fs.readFileSync(file, "utf8"));
    expect(files.join("\n")).toContain("redis-memory");
    for (const text of [...outputs, ...files]) expect(text.includes(password)).toBe(false);
  });

  test("a second up has nothing to do", async () => {
    const { code, output } = await stack.preview("--expect-no-changes");
    expect(code, output).toBe(0);
  });

  test("after destroy the hosts are as they were", async () => {
    await stack.destroy();
    expect(await Promise.all(stack.all.map(state))).toEqual(before);
    const { monitors } = await stack.datadog.objects();
    expect(monitors).toEqual([]);
  });
});

test("the pack's program is that short", () => {
  const lines = (file: string) =>
    fs
      .readFileSync(path.join(repositoryRoot, "template", file), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
  expect(lines("index.ts").length + lines("redis.ts").length).toBeLessThan(60);
});
