import * as fs from "node:fs";
import * as path from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { recorded } from "../components/recorded";

const ROOT = path.join(__dirname, "../..");
const read = (name: string) => fs.readFileSync(path.join(ROOT, name), "utf8");
const document = read("docs/extending.md");

/** The code below a heading, by its number there. */
function code(heading: string, at = 0): string {
  const [, section = ""] = document.split(`\n## ${heading}\n`);
  const block = [
    ...section
      .split("\n## ", 1)
      .join("")
      .matchAll(/```\w+\n(.*?)\n```/gs),
  ][at]?.[1];
  if (block === undefined) throw new Error(`docs/extending.md has no code below "${heading}"`);
  return block;
}

const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "").length;

/** Of the table: files, lines, what of Lookout is edited. */
function costs(what: string): string[] {
  const row = document.split("\n").find((line) => line.startsWith(`| ${what} `));
  return (
    row
      ?.split("|")
      .slice(2, 5)
      .map((cell) => cell.trim()) ?? []
  );
}

const folder = (name: string) => fs.readdirSync(path.join(ROOT, name)).map((file) => read(path.join(name, file)));

test.each([
  ["an integration", [code("An integration")]],
  ["a monitor in the settings", [code("A monitor")]],
  ["a monitor in a pack", [code("A monitor", 1)]],
  ["a widget in the settings", [code("A widget")]],
  ["a widget in a pack", [code("A widget", 1)]],
  ["an SLO in the settings", [code("An SLO")]],
  ["an SLO in a pack", [code("An SLO", 1)]],
  ["a rule of the organisation's", [code("A rule")]],
  ["a rule in code", [code("A rule", 1)]],
  ["a rule answered", [code("A rule", 2)]],
  ["a pack, all of it in one place", [read("template/redis.ts")]],
  ["a kind of database server, as MySQL", folder("components/packs/mysql")],
])("the cost of %s is counted", (what, files) => {
  const counted = files.reduce((sum, file) => sum + lines(file), 0);
  expect(costs(what).slice(0, 2)).toEqual([String(files.length), counted.toLocaleString("en")]);
});

test("only a kind of database server needs an edit of Lookout, in the files that are named", () => {
  const edited = fs
    .readdirSync(path.join(ROOT, "components/environment"))
    .filter((file) => read(`components/environment/${file}`).includes("packs/mysql/"));
  expect(costs("a kind of database server, as MySQL")[2]).toBe(`${edited.length} files`);
  const [, section = ""] = document.split("\n## A kind of database server\n");
  for (const file of edited) expect(section).toContain(file);
});

test.each(["A monitor", "A widget"])("the code of %s is the template's, which runs", (heading) => {
  const flat = (text: string) => text.replace(/\s+/g, " ");
  expect(flat(read("template/redis.ts"))).toContain(flat(code(heading, 1)));
});

test("the code of an SLO is that of the test of SLOs, which runs", () => {
  const lines = code("An SLO", 1).split("\n");
  const tested = read("tests/components/own-slos.test.ts");
  for (const line of lines) expect(tested).toContain(line.trim());
});

test("the settings are taken", async () => {
  const blocks = ["An integration", "A monitor", "A widget", "An SLO", "A rule"]
    .map((heading) => code(heading))
    .concat(code("A rule", 2))
    .map((text) => parse(text.replace(/\{ secure: .* \}/, "stands-in")) as object);
  const config = Object.fromEntries(
    blocks
      .flatMap((block) => Object.entries(block))
      .map(([key, value]) => [key.replace("lookout:", ""), value as unknown]),
  );
  const plan = await recorded(environment(), {
    config: {
      overlay: path.join(ROOT, "tests/plans/dev.overlay.yaml"),
      notify: ["@oncall@example.com"],
      agent: { version: "1:7.70.1-1" },
      tags: ["team:sre"],
      hosts: [{ name: "db1", groups: ["cache"] }],
      ...ALL_RUNBOOKS,
      myMetric: { monitor: { ...OF_MY_METRIC, ...ALL_RUNBOOKS.hostMonitors } },
      quietHours: { timezone: "Europe/Berlin", windows: { nights: "19:00-09:00 Mon-Fri", weekend: "all day Sat-Sun" } },
      ...config,
    },
  });
  const agent = plan.find(({ type, name }) => type === "lookout:agent:HostAgent" && name === "db1");
  expect(Object.keys(agent?.inputs.files as object)).toContain("conf.d/redisdb.d/conf.yaml");
  expect(plan.map(({ name }) => name)).toEqual(expect.arrayContaining(["redis-memory", "orders-burn-fast"]));
});

test("the rule in code is asked", async () => {
  const house = runInNewContext(code("A rule", 1).replace("export const house =", ""), { pack }) as Pack;
  const monitors = { "hosts-full": { title: "x".repeat(31) } };
  const lint = [{ rule: "house/short-titles", on: "hosts-full", reason: "Nobody is called." }];
  const plan = (config: object) => recorded(environment(house), { config: { ...STACK, lint, ...config } });
  await expect(plan({ monitors })).resolves.toBeDefined();
  await expect(plan({})).rejects.toThrow("silences nothing");
});

const STACK = {
  overlay: path.join(ROOT, "tests/plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const ALL_RUNBOOKS = { hostMonitors: { runbookUrl: "https://wiki.example.com/hosts" } };
const OF_MY_METRIC = { warning: 500, critical: 800, overMinutes: 5, noDataAfterMinutes: 10 };
