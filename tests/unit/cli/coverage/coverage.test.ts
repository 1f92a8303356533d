import { Temporal } from "@js-temporal/polyfill";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import { type Coverage, coverageOf } from "../../../../cli/coverage/coverage";
import { coverageJson } from "../../../../cli/coverage/json";
import { coverageMarkdown } from "../../../../cli/coverage/markdown";
import { momentsOf } from "../../../../cli/coverage/moments";
import { toldInWords } from "../../../../cli/coverage/table";
import { coverageText } from "../../../../cli/coverage/terminal";
import { declaredBy } from "../../../../cli/describe/stack";

const ROOT = path.join(__dirname, "../../../..");
const program = async () => (await import("../../../../index.js")).default();
const DEV = parse(fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: object };
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-coverage-"));
fs.copyFileSync(path.join(ROOT, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));

/** Tuesday. */
const NOW = Temporal.Instant.from("2027-01-05T12:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now: NOW.epochMilliseconds, toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** dev's with other settings. */
async function coverage(
  settings: Readonly<Record<string, unknown>> = {},
  at?: readonly string[],
  run: () => Promise<unknown> = program,
): Promise<Coverage> {
  const own = Object.entries(settings).map(([key, value]) => [`lookout:${key}`, value] as const);
  const config = { ...DEV.config, ...Object.fromEntries<unknown>(own) };
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), stringify({ config }));
  const declared = await declaredBy(folder, "dev", run);
  return coverageOf(declared, momentsOf(declared, NOW, at));
}

/** In words, what each moment has of a failure. */
function told({ rows }: Coverage, on: string, monitor?: string): string[] | undefined {
  const row = rows.find(({ name, host = name, monitor: of }) => `${name} on ${host}` === on && of?.name === monitor);
  return row?.told.map(toldInWords);
}

test("each host, database, service and check has its failures, and the quiet hours' are nobody's", async () => {
  const found = await coverage();
  expect(told(found, "db1 on db1", "hosts-away")).toEqual(["@oncall@example.com", "@oncall@example.com"]);
  expect(told(found, "postgres on db1", "postgres-connect")).toHaveLength(2);
  expect(told(found, "mysql on db2", "mysql-check")).toHaveLength(2);
  expect(told(found, "flask on db1", "services-outage")).toHaveLength(2);
  expect(told(found, "postgres on db1", "mysql-check")).toBeUndefined();
  expect(told(found, "custom_my_metric on db2", "my-metric")).toEqual([
    "@oncall@example.com",
    "nobody (muted by my-metric-weekend)",
  ]);
  expect(found.rows.filter(({ told: [, sunday] }) => sunday?.isNobody)).toHaveLength(2);
  expect(found.at.map(String)).toEqual([
    "2027-01-05T13:00:00+01:00[Europe/Berlin]",
    "2027-01-10T03:00:00+01:00[Europe/Berlin]",
  ]);
});

test.each([
  ["2027-01-08 18:59", "@oncall@example.com"],
  ["2027-01-08 19:00", "nobody (muted by my-metric-nights)"],
  ["2027-01-11 00:00", "@oncall@example.com"],
])("at %s the quiet hours' edge is exact", async (at, words) => {
  expect(told(await coverage({}, [at]), "custom_my_metric on db1", "my-metric")?.[1]).toBe(words);
});

test("a moment that is none is refused with what is one", async () => {
  await expect(coverage({}, ["tomorrow"])).rejects.toThrow(
    '--at tomorrow is no moment; expected a local time such as "',
  );
});

test("by severity each state has its people", async () => {
  const found = await coverage({ notify: { critical: ["@pagerduty"], warning: ["@slack"] } });
  expect(told(found, "db1 on db1", "hosts-away")?.[0]).toBe("@pagerduty");
  expect(told(found, "flask on db1", "services-errors")?.[0]).toBe("alert @pagerduty, warning @slack");
});

test("a draft notifies nobody", async () => {
  const { environment } = await import("../../../../lookout.js");
  const house = { name: "house", transforms: { "hosts-away": { draftStatus: "draft" } } };
  const found = await coverage({}, undefined, environment(house));
  expect(told(found, "db1 on db1", "hosts-away")?.[0]).toBe("nobody");
});

test("a notification rule's people hear of what has its tags, of the states that it names", async () => {
  const db1 = { tags: ["host:db1"], notify: { critical: ["@pagerduty"], noData: ["@slack"] } };
  const found = await coverage({ notificationRules: { db1 } });
  expect(told(found, "db1 on db1", "hosts-away")?.[0]).toBe(
    "alert @oncall@example.com @pagerduty, no data @oncall@example.com @slack",
  );
  expect(told(found, "db2 on db2", "hosts-away")?.[0]).toBe("@oncall@example.com");
});

describe("a downtime mutes", () => {
  const always = { timezone: "UTC", windows: { day: "all day Mon-Sun" } };

  test("what its scope has, of the monitors that it chooses", async () => {
    const found = await coverage({ downtimes: { move: { monitors: ["hosts-away"], scope: "host:db2", ...always } } });
    expect(told(found, "db1 on db1", "hosts-away")?.[0]).toBe("@oncall@example.com");
    expect(told(found, "db2 on db2", "hosts-away")?.[0]).toBe("nobody (muted by move-day)");
    expect(told(found, "db2 on db2", "hosts-full")?.[0]).toBe("@oncall@example.com");
  });

  test("until it is over", async () => {
    const once = { monitors: ["hosts-away"], timezone: "UTC", until: "2027-01-07 12:00" };
    const found = await coverage({ downtimes: { once } }, ["2027-01-07 12:59", "2027-01-07 13:00"]);
    expect(told(found, "db1 on db1", "hosts-away")).toEqual([
      "nobody (muted by once)",
      "nobody (muted by once)",
      "@oncall@example.com",
    ]);
  });

  test("nothing whole where its scope is a part", async () => {
    const found = await coverage({ downtimes: { disk: { monitors: ["hosts-full"], scope: "device:sdb", ...always } } });
    expect(told(found, "db1 on db1", "hosts-full")?.[0]).toBe("@oncall@example.com");
  });
});

test("what no monitor watches is nobody's, and says so", async () => {
  const found = await coverage({ hostMonitors: { enabled: false }, integrations: [{ name: "ntp", instances: [{}] }] });
  expect(told(found, "db1 on db1")).toEqual(["nobody", "nobody"]);
  expect(told(found, "ntp on db1")).toEqual(["nobody", "nobody"]);
  expect(coverageMarkdown(found)).toContain("| db1 and db2 | no monitor watches it | **nobody** |");
});

test("a monitor of one's own is of what its scope has; of nothing single, of the environment", async () => {
  const own = (query: string, type = "query alert") => ({
    ...{ type, query, title: "own" },
    words: { alert: "high", recovery: "well" },
    notify: ["@web"],
  });
  const found = await coverage({
    monitors: {
      web: own("avg(last_5m):avg:system.load.1{env:dev,role:web} by {host} > 8"),
      db: own("avg(last_5m):avg:system.load.1{env:dev,role:db,device:sda} by {host} > 8"),
      orders: own("sum(last_5m):sum:shop.orders{env:dev}.as_count() < 1"),
    },
  });
  expect(told(found, "db1 on db1", "web")).toBeUndefined();
  expect(told(found, "db1 on db1", "db")?.[0]).toBe("@web");
  expect(told(found, "dev on dev", "orders")?.[0]).toBe("@web");
});

test("what is the same on several hosts stands once in a table, red only where colours are wanted", async () => {
  const found = await coverage();
  const [plain, coloured] = [false, true].map((colour) => coverageText(found, { columns: 120, colour }));
  expect(plain).toContain("│ db1 and db2");
  expect(plain).not.toContain("\u001b");
  expect(coloured).toMatch(/\u001b\[31mnobody/);
  expect(plain).toMatch(/Sun 10 Jan 03:00: 2 of 19 failures notify nobody\.\n$/);
  for (const line of plain?.split("\n").slice(0, -2) ?? []) expect(line.length).toBeLessThanOrEqual(120);
});

test("as JSON each thing has its row and each moment its people", async () => {
  const { rows } = JSON.parse(coverageJson(await coverage())) as { rows: { name: string; told: object[] }[] };
  expect(rows.find(({ name }) => name === "custom_my_metric")?.told[1]).toEqual({
    at: "2027-01-10T03:00:00+01:00",
    byState: {},
    mutedBy: "my-metric-weekend",
    nobody: true,
  });
});

describe("of a fleet", () => {
  const rowsOf = ({ rows }: Coverage) => rows.filter(({ kind }) => kind === "host" || kind === "database");

  test("the shared stack has all that a stack has which makes its hosts itself, under the fleet's env", async () => {
    const shared = rowsOf(await coverage({ env: "prod", manageHosts: false }));
    expect(shared).toEqual(rowsOf(await coverage()));
    expect(shared.filter(({ monitor }) => monitor === undefined)).toEqual([]);
  });

  test("a stack of hosts has none of its own, and nobody is asked for the shared one", async () => {
    const { rows } = await coverage({ env: "prod", sharedStack: "organization/lookout/prod" });
    expect(rows.filter(({ monitor }) => monitor !== undefined)).toEqual([]);
  });
});
