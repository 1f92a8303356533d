import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { lintAccount } from "../../cli/lint/account";
import { lintObject } from "../../cli/lint/exported";
import { type Json, objectOf } from "../../datadog/json/value";
import type { Kind } from "../../datadog/owned";
import { createRig, KEYS, type Rig } from "../../sandbox/datadog/rig.js";
import { type Listening, listen } from "../../sandbox/datadog/server.js";
import { completed } from "../corpus/completed";
import { monitorsOfFamilies } from "../corpus/families";
import { correct, mistakesInDashboards, mistakesInDowntimes } from "../corpus/read";
import { isKnown, publicDefinitions, wire } from "../unit/cli/import/public-objects";

const ROOT = path.join(__dirname, "../..");
const APP = "https://app.example.com";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-lint-account-"));
const made: { readonly kind: Kind; readonly json: Json }[] = [];
let rig: Rig;
let listening: Listening;

beforeAll(async () => {
  rig = createRig("2026-12-28T03:00:00Z", path.join(folder, "datadog"));
  for (const one of definitions()) {
    if (await isMade(one)) made.push(one);
  }
  listening = await listen(rig, "127.0.0.1", 0);
  fs.mkdirSync(path.join(folder, "bin"));
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "config: {}\n");
  // In the engine's place, which opens the stack's secrets.
  fs.writeFileSync(path.join(folder, "bin/pulumi"), `#!/bin/sh\nexec cat '${folder}/config.json'\n`, { mode: 0o755 });
  configure(KEYS);
  // Each is made by a request of its own.
}, 120_000);

afterAll(async () => {
  await listening.close();
  fs.rmSync(folder, { recursive: true });
});

beforeEach(() => {
  rig.said.length = 0;
});

/** What people make: public definitions, right and wrong. */
function definitions(): { readonly kind: Kind; readonly json: Json }[] {
  const monitors = [
    ...monitorsOfFamilies().filter((_, i) => i % 4 !== 0),
    ...correct("monitor").map((one) => ({ name: one.text, message: "{{value}} @a@example.com", ...completed(one) })),
  ];
  const dashboards = mistakesInDashboards().filter(({ inputs }) => isKnown(inputs.widgets));
  return [
    ...publicDefinitions(),
    ...monitors.map((inputs) => ({ kind: "monitor" as const, json: wire("monitor", inputs) })),
    ...dashboards.map(({ inputs }) => ({ kind: "dashboard" as const, json: wire("dashboard", inputs) })),
    ...mistakesInDowntimes().map(({ inputs }) => ({ kind: "downtime" as const, json: wire("downtime", inputs) })),
  ].map(({ kind, json }) => ({ kind, json: declared(json) }));
}

/** What the provider adds is not declared, and a downtime of the corpus is still to come. */
function declared(json: Json): Json {
  const { new_host_delay: delay, ...options } = objectOf(json.options);
  const said = {
    ...json,
    ...(json.options !== undefined && { options: { ...options, ...(delay !== 300 && { new_host_delay: delay }) } }),
  };
  return JSON.parse(JSON.stringify(said).replaceAll('"2099-', '"2027-')) as Json;
}

/** What Datadog refuses, no account has; what only the stand-in can't evaluate, one has. */
async function isMade({ kind, json }: { readonly kind: Kind; readonly json: Json }): Promise<boolean> {
  const [where, body] =
    kind === "downtime"
      ? ["/api/v2/downtime", { data: { type: "downtime", attributes: json } }]
      : [`/api/v1/${kind}`, json];
  const { status, body: answer } = await rig.call("POST", where, body);
  if (status < 300) return true;
  if (!JSON.stringify(answer).includes("does not evaluate monitors")) return false;
  rig.stores.monitors.create(json as unknown as Parameters<typeof rig.stores.monitors.create>[0]);
  return true;
}

function configure({ apiKey, appKey }: typeof KEYS, apiUrl = listening.url): void {
  const datadog = { site: "datadoghq.eu", apiUrl, appUrl: APP, apiKey, appKey };
  const config = { "lookout:datadog": { value: JSON.stringify(datadog), objectValue: datadog, secret: true } };
  fs.writeFileSync(path.join(folder, "config.json"), JSON.stringify(config), { mode: 0o600 });
}

function lint(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const command = [path.join(ROOT, "cli/main.ts"), "lint", "--account", ...args];
    const options = {
      ...{ cwd: folder, maxBuffer: 1024 ** 3 },
      env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH ?? ""}` },
    };
    execFile(path.join(ROOT, "node_modules/.bin/tsx"), command, options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const account = () => lintAccount({ apiUrl: listening.url, appUrl: APP, ...KEYS }, () => undefined);

function counted(rules: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const rule of [...rules].sort()) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

test("of hundreds of public objects is said, in seconds, what the rules say of each as it was sent", async () => {
  const start = process.cpuUsage();
  const { of, found } = await account();
  // Of the processor, the stand-in's own included: a busy machine takes longer by the clock.
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(10);
  expect(made.length).toBeGreaterThan(600);
  const count = (kind: Kind) => made.filter((one) => one.kind === kind).length;
  expect(of).toBe(
    `${APP}: ${count("monitor")} monitors, ${count("dashboard")} dashboards, ${count("slo")} SLOs, ${count("downtime")} downtimes`,
  );
  const expected = made
    .flatMap(({ kind, json }) => lintObject(kind, json).map(({ rule }) => rule))
    // Datadog fills in when it is left out.
    .filter((rule) => rule !== "downtime/no-start");
  expect(counted(found.map(({ rule }) => rule))).toEqual(counted(expected));
  expect(new Set(expected).size).toBeGreaterThan(80);
});

test("is asked for page by page, and a dashboard at a time; nothing else than read", async () => {
  await account();
  const requests = rig.said.map((line) => line.split(" ").slice(1, 4).join(" "));
  const count = (kind: Kind) => made.filter((one) => one.kind === kind).length;
  const lists = ["/api/v1/monitor", "/api/v1/dashboard", "/api/v1/slo", "/api/v2/downtime"];
  expect(requests.filter((one) => lists.some((list) => one === `GET ${list} 200`)).length).toBe(
    [count("monitor"), count("dashboard"), count("slo"), count("downtime")].reduce(
      (sum, objects) => sum + Math.floor(objects / 100) + 1,
      0,
    ),
  );
  expect(requests.filter((one) => /^GET \/api\/v1\/dashboard\/\S+ 200$/.test(one))).toHaveLength(count("dashboard"));
  expect(requests.filter((one) => !/^GET \S+ 200$/.test(one))).toEqual([]);
});

test("a pause that Datadog asks for is made, and a dashboard that is gone meanwhile is none", async () => {
  await faulty([
    { path: "/api/v1/monitor", status: 429, resetSeconds: 2, times: 1 },
    { path: "/api/v1/dashboard/", status: 404, times: 1 },
  ]);
  const start = performance.now();
  const { of } = await account();
  expect(performance.now() - start).toBeGreaterThan(2000);
  const dashboards = made.filter(({ kind }) => kind === "dashboard").length;
  expect(of).toContain(`${dashboards - 1} dashboards`);
});

async function faulty(rules: readonly object[]): Promise<void> {
  expect((await rig.call("PUT", "/stand-in/faults", { rules })).status).toBe(200);
}

test("how often each rule says something comes first, then each finding with its object's link", async () => {
  const { code, out, err } = await lint("--stack", "dev");
  const [counts = "", findings = ""] = out.split("\n\n");
  const rows = counts.split("\n").map((row) => /^ *(\d+) (error|warning)s? {2}(\S+)$/.exec(row)?.slice(1) ?? [row]);
  const said = [...findings.matchAll(/^(error|warning): .*(?:\n {2}.*)*? \[(\S+)\]\n {2}(\S+)$/gm)];
  expect(rows.length, err).toBeGreaterThan(80);
  for (const [count, severity, rule] of rows) {
    expect(
      said.filter((one) => one[1] === severity && one[2] === rule),
      rule,
    ).toHaveLength(Number(count));
  }
  const links = said.map(([, , , url = ""]) => url.replace(APP, ""));
  expect(links.filter((url) => !/^\/(monitors\/(\d+|downtimes)|dashboard\/\S+|slo\?slo_id=\w+)$/.test(url))).toEqual(
    [],
  );
  expect(await missing(new Set(links))).toEqual([]);
  expect(out).toMatch(/^https:\/\/app\.example\.com: .*; \d+ errors, \d+ warnings$/m);
  expect({ code, err }).toEqual({ code: 1, err: "" });
});

/** Those of the links that open nothing. */
async function missing(links: ReadonlySet<string>): Promise<string[]> {
  const opened = await Promise.all(
    [...links].map(async (link) => [link, (await rig.app.request(link)).status] as const),
  );
  return opened.filter(([, status]) => status >= 400).map(([link]) => link);
}

test("what a baseline knows is left out, by its object's id: a new name makes nothing new", async () => {
  expect(await lint("--write-baseline", "account.json")).toEqual({ code: 0, out: "", err: "" });
  const [first] = (await account()).found;
  const [, id = ""] = first?.object?.split(":") ?? [];
  const monitor = rig.stores.monitors.get(Number(id));
  rig.stores.monitors.replace(monitor.id, { ...monitor, name: "Called otherwise" });
  const ways = ["--baseline", "--against"].map((option) => lint(option, "account.json", "--format", "json"));
  const answers = await Promise.all(ways);
  rig.stores.monitors.replace(monitor.id, monitor);
  for (const { code, out, err } of answers) {
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ counts: [], findings: [] });
  }
});

test.each([
  [["export.json"], /^error: --account is of no file; leave out one of them$/m],
  [
    ["--against", "HEAD"],
    /^error: HEAD is no file, and git knows nothing of an account; .* what --format json wrote$/m,
  ],
  [["--stack", "prod"], /^error: there is no Pulumi\.prod\.yaml; there are dev$/m],
])("what can't be carried out asks nobody: %s", async (args, words) => {
  const { code, out, err } = await lint(...args);
  expect(err).toMatch(words);
  expect({ code, out, asked: rig.said }).toEqual({ code: 2, out: "", asked: [] });
});

test("keys that Datadog refuses, an address where nobody is, settings without keys: each is said in a sentence", async () => {
  const failed = async () => {
    const { code, out, err } = await lint();
    configure(KEYS);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    return err;
  };
  configure({ ...KEYS, appKey: "f".repeat(40) });
  expect(await failed()).toMatch(
    /^error: http:\S+ answers with 403 \(Forbidden\); the stack's keys .* may read monitors, dashboards, downtimes and SLOs\n$/,
  );
  configure(KEYS, "http://127.0.0.1:9");
  expect(await failed()).toMatch(/^error: request to http:\/\/127\.0\.0\.1:9\S* failed, .*; see datadog\.apiUrl.*\n$/);
  fs.writeFileSync(path.join(folder, "config.json"), "{}");
  expect(await failed()).toBe("error: Pulumi.dev.yaml: 1 mistake\n  datadog is missing; expected a map\n");
});
