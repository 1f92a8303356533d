import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Kind } from "../../datadog/owned.js";
import { publicDefinitions } from "../unit/cli/import/public-objects.js";
import type { Objects } from "./datadog.js";
import { type Overlay, TestStack } from "./stack.js";
import { Team } from "./team.js";

const SETTINGS = { agent: { version: "1:7.70.1-1" }, datadog: { site: "datadoghq.eu" }, hosts: [{ name: "db1" }] };
const COUNTS: Readonly<Record<Kind, number>> = { monitor: 71, dashboard: 18, downtime: 10, slo: 2 };
const TOKEN = "https://hooks.slack.com/services/T0000/B0000/abcdefghijklmnop";

let team: Team;
let stack: TestStack;
let before: Objects;

beforeAll(async () => {
  team = await Team.fresh();
  stack = await TestStack.fresh(["db1"], team.folder);
  stack.settings = SETTINGS;
  await stack.up();
  await madeByHand();
  before = await stack.datadog.objects();
});

afterAll(async () => {
  // By hand are some that name the stack's own monitors.
  const { slos, monitors } = await stack.datadog.objects();
  for (const { id } of slos) await stack.datadog.remove(`/api/v1/slo/${id}?force=true`);
  for (const { id, query } of monitors) {
    if (/^[!(]*\d+ /.test(query)) await stack.datadog.remove(`/api/v1/monitor/${id}?force=true`);
  }
  await stack.destroy();
  await stack.datadog.clear();
  team.remove();
});

/** An account as people make it, of public definitions: those that Datadog takes, mistakes of the rules' among them. */
async function madeByHand(): Promise<void> {
  const left = { ...COUNTS };
  const year = String(new Date().getFullYear() + 1);
  for (const { kind, json: then } of publicDefinitions()) {
    // What is declared as JSON needs the official plugin.
    if (left[kind] === 0 || JSON.stringify(then).includes("custom_schedule")) continue;
    const json = JSON.parse(JSON.stringify(then).replaceAll("2099-", `${year}-`)) as object;
    const isMade = await stack.datadog.create(...request(kind, json)).then(
      () => true,
      () => false,
    );
    if (isMade) left[kind]--;
  }
  expect(left).toEqual({ monitor: 0, dashboard: 0, downtime: 0, slo: 0 });
  const said = {
    type: "query alert",
    query: "avg(last_5m):avg:system.load.1{*} > 9",
    options: { thresholds: { critical: 9 } },
  };
  await besideByHand();
  const forgotten = { ...said, name: "Load, or nothing", message: "{{value}} @a@example.com" };
  await stack.datadog.create("/api/v1/monitor", {
    ...{ ...forgotten, options: { ...said.options, on_missing_data: "show_and_notify_no_data" } },
  });
  const others = [
    { name: "Load, by Terraform", message: "@a@example.com", tags: ["managed-by:terraform"] },
    { name: "Load, with an open address", message: `{{value}} ${TOKEN} @a@example.com` },
  ];
  for (const one of others) await stack.datadog.create("/api/v1/monitor", { ...said, ...one });
}

/** Who may change a monitor and a dashboard, and times that an SLO does not count. */
async function besideByHand(): Promise<void> {
  const { monitors, dashboards, slos } = await stack.datadog.objects();
  // Those of the stack itself are not taken over.
  const ofHand = monitors.find(({ tags }) => !tags.some((tag) => tag.startsWith("pulumi_stack:")));
  const dashboard = dashboards.find(({ description }) => !description?.includes("pulumi_stack:"));
  const bindings = [{ relation: "editor", principals: ["team:0b3c5f6e-1d2a-4c3b-9a8f-7e6d5c4b3a21"] }];
  for (const id of [`monitor:${ofHand?.id ?? ""}`, `dashboard:${dashboard?.id ?? ""}`]) {
    const data = { type: "restriction_policy", id, attributes: { bindings } };
    await stack.datadog.create(`/api/v2/restriction_policy/${id}`, { data });
  }
  const start = Math.floor(Date.now() / 1000);
  const nightly = { start, rrule: "FREQ=DAILY;INTERVAL=1", duration: 3600, description: "The backup" };
  for (const time of [nightly, { start, end: start + 86_400 }]) {
    const attributes = { slo_id: slos[0]?.id, category: "Scheduled Maintenance", timezone: "UTC", ...time };
    await stack.datadog.create("/api/v1/slo/correction", { data: { type: "correction", attributes } });
  }
}

function request(kind: Kind, json: object): [where: string, body: object] {
  if (kind === "downtime") return ["/api/v2/downtime", { data: { type: "downtime", attributes: json } }];
  return [`/api/v1/${kind}`, json];
}

/** With what stands in the overlay, and the program of the pack. */
function takeOver(settings: object): void {
  const overlay = stack.overlayWith((one: Overlay) => Object.assign(one, settings), "imported.yaml");
  stack.settings = { ...SETTINGS, overlay };
  const program = team.read("index.ts");
  team.write(
    "index.ts",
    `import { imported } from "./imported";\n${program.replace("environment(redis)", "environment(redis, imported)")}`,
  );
}

test("101 objects are written as declarations; what is another's or has a secret is named and left", async () => {
  const since = new Date();
  const { code, output } = await stack.npm("import", "--all");
  expect(code, output).toBe(0);
  expect(output).toMatch(/^imported\/settings\.yaml {2}\d+ monitors, \d SLOs?\n/);
  expect(output).toMatch(/^imported\/dashboards\.ts {2}18 dashboards$/m);
  expect(output).toMatch(/^imported\/corrections\.ts {2}2 corrections\nimported\/restrictions\.ts {2}2 restriction/m);
  expect(output).toMatch(
    /^ {2}monitor \d+ "Load, by Terraform" is managed elsewhere, as its tag managed-by:terraform says$/m,
  );
  expect(output).toMatch(/^ {2}monitor \d+ "Load, with an open address" message has an address with a token/m);
  for (const file of ["settings.yaml", "monitors.ts", "index.ts"]) {
    expect(team.read(`imported/${file}`)).not.toContain("hooks.slack.com");
  }
  expect(await stack.datadog.writes(since)).toBe(0);
});

test("a second run writes over nothing without being told to", async () => {
  const { code, output } = await stack.npm("import", "--all");
  expect(code).toBe(1);
  expect(output).toMatch(/^error: imported\/settings\.yaml, .* is there, and nothing was written; add --overwrite/);
});

test("the preview imports them and changes nothing else, `up` does so, and from then on there is silence", async () => {
  takeOver(parse(team.read("imported/settings.yaml")) as object);
  const { code, output } = await stack.preview();
  expect(code, output).toBe(0);
  // Of components there is nothing in Datadog.
  expect(output).toMatch(/Resources:\n +\+ \d+ to create\n += 105 to import\n/);
  expect(output).not.toMatch(/\+ +datadog:/);
  expect(output).not.toMatch(/to (update|replace|delete)\b/);
  const since = new Date();
  await stack.up();
  expect(await stack.datadog.writes(since)).toBe(0);
  const silent = await stack.preview("--diff", "--expect-no-changes");
  expect(silent.code, silent.output).toBe(0);
  const after = await stack.datadog.objects();
  expect({ ...after, monitors: after.monitors.map(told) }).toEqual({ ...before, monitors: before.monitors.map(told) });
  expect(after.monitors.find(({ name }) => name === "Load, or nothing")?.options).toMatchObject({
    on_missing_data: "show_and_notify_no_data",
  });
});

test("then there is nothing left to import, and what is given back stays in Datadog", async () => {
  const { output } = await stack.npm("import", "--all", "--out", "again");
  expect(output).toMatch(
    /^Nothing was written: there is nothing to take over\.\n\n1\d\d are in the stack's state already\./,
  );
  stack.settings = SETTINGS;
  team.write("index.ts", team.read("index.ts").replace("environment(redis, imported)", "environment(redis)"));
  await stack.up();
  const { monitors, dashboards } = await stack.datadog.objects();
  expect([monitors.length, dashboards.length]).toEqual([before.monitors.length, before.dashboards.length]);
});

/** Without what it is evaluated to. */
function told({ id, name, query, tags }: Objects["monitors"][number]): object {
  return { id, name, query, tags };
}
