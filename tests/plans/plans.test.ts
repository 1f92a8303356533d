import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { afterEach, expect, test, vi } from "vitest";
import { readRequirements, readSource } from "../../components/packs/services/source";
import { lintDashboard } from "../../datadog/lint/dashboard";
import type { DashboardDefinition } from "../../datadog/lint/dashboard/definition";
import { type Registration, recorded } from "../components/recorded";
import { environmentOf, NOW, STACKS } from "./environment";

const ROOT = path.join(__dirname, "../..");

afterEach(() => {
  vi.useRealTimers();
});

test.each(STACKS)("the plan for %s is the reviewed one, and its dashboards have no finding", async (stack) => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  const plan = await recorded(async () => (await import("../../index.js")).default(), environmentOf(stack));
  await expect(readable(plan)).toMatchFileSnapshot(`${stack}.txt`);

  // A warning would pass.
  const dashboards = plan.filter(({ type }) => type === "datadog:index/dashboard:Dashboard");
  expect(dashboards).toHaveLength(3);
  for (const { inputs } of dashboards) expect(lintDashboard(inputs as unknown as DashboardDefinition)).toEqual([]);
});

test("a plan shows under which other URN a state may know an object", async () => {
  const plan = await recorded(async () => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    new random.RandomPassword(
      "password",
      { length: 20 },
      {
        parent,
        aliases: [{ parent: pulumi.rootStackResource }, { name: "secret" }],
      },
    );
    return Promise.resolve();
  });
  expect(readable(plan.filter(({ name }) => name === "password"))).toBe(
    "urn:pulumi:dev::lookout::test:index:Parent$random:index/randomPassword:RandomPassword::password\n" +
      "  or: urn:pulumi:dev::lookout::random:index/randomPassword:RandomPassword::password\n" +
      "  or: urn:pulumi:dev::lookout::test:index:Parent$random:index/randomPassword:RandomPassword::secret\n" +
      "  length: 20\n",
  );
});

/** An application's code, its list of hashes and a check are files of their own: a plan names them. */
const APPLICATION = "apps/flask";
const CHECK = "checks/custom_my_metric.py";
const TEXTS = [
  { file: CHECK, text: fs.readFileSync(path.join(ROOT, CHECK), "utf8") },
  ...Object.entries(readSource(path.join(ROOT, APPLICATION)).files).map(([file, text]) => ({
    file: `${APPLICATION}/${file}`,
    text,
  })),
  { file: `${APPLICATION}/requirements.txt`, text: readRequirements(path.join(ROOT, APPLICATION)).text },
].filter(({ text }) => text.trim() !== "");

/** What a command's text ends with, and which script it is: the one is always the same, the other changes with it. */
const COMMANDS = [
  { what: /^s=lookout\/scripts[^]*$/m, short: "<components/host/text-copied.sh>" },
  { what: /^script=[0-9a-f]{32}/m, short: "script=<digest>" },
];

/** A resource's URN, the older ones that are still its own, and its inputs below; text keeps its lines. */
function readable(registrations: readonly Registration[]): string {
  return registrations
    .map(({ urn, inputs, options: { aliases = [] } }) =>
      [
        `${urn}\n`,
        ...aliases.map((alias) => `  or: ${alias}\n`),
        ...Object.entries(inputs).map(([key, value]) => input(key, value)),
      ].join(""),
    )
    .join("\n");
}

function input(key: string, value: unknown): string {
  // A file of the run's own: of what is in it the commands' texts have the digests.
  if (pulumi.asset.Asset.isInstance(value)) return `  ${key}: <file>\n`;
  const text = typeof value === "string" ? abridged(value) : JSON.stringify(value, abridgedEntry, 2);
  return text.includes("\n") ? `  ${key}:\n${lines(text)}\n` : `  ${key}: ${text}\n`;
}

function abridgedEntry(_: string, value: unknown): unknown {
  return TEXTS.find(({ text }) => text === value)?.file ?? value;
}

function abridged(text: string): string {
  return COMMANDS.reduce((shorter, { what, short }) => shorter.replace(what, short), text);
}

function lines(text: string): string {
  return text.replaceAll("\\n", "\n").replace(/^(?=.)/gm, "    ");
}
