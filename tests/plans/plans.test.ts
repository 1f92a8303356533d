import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { shellFile } from "../../components/host/script";
import { readRequirements, readSource } from "../../components/tracing/source";
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

/** Scripts that are files of their own: a plan names them, and shows what differs. */
const SCRIPTS = fs
  .readdirSync(path.join(ROOT, "components"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(sh|py)$/.test(file) && !file.endsWith("become-root.sh"))
  .map((file) => ({ file: `components/${file}`, text: scriptText(path.join(ROOT, "components", file)) }));

/** As a command carries it. */
function scriptText(file: string): string {
  return file.endsWith(".py") ? fs.readFileSync(file, "utf8").trimEnd() : shellFile(file);
}

/** Likewise an application's code and its list of hashes. */
const APPLICATION = "apps/flask";
const application = readSource(path.join(ROOT, APPLICATION));
const TEXTS = [
  ...SCRIPTS,
  ...Object.entries(application.files).map(([file, text]) => ({
    file: `${APPLICATION}/${file}`,
    text: text.trimEnd(),
  })),
  { file: `${APPLICATION}/requirements.txt`, text: readRequirements(path.join(ROOT, APPLICATION)).text.trimEnd() },
].filter(({ text }) => text !== "");

/** A heading for each resource, its inputs below; text keeps its lines. */
function readable(registrations: readonly Registration[]): string {
  return registrations
    .map(
      ({ type, name, inputs }) =>
        `${type} ${name}\n${Object.entries(inputs)
          .map(([key, value]) => input(key, value))
          .join("")}`,
    )
    .join("\n");
}

function input(key: string, value: unknown): string {
  const text = typeof value === "string" ? abridged(value) : JSON.stringify(value, undefined, 2);
  return text.includes("\n") ? `  ${key}:\n${text.replace(/^(?=.)/gm, "    ")}\n` : `  ${key}: ${text}\n`;
}

function abridged(text: string): string {
  return TEXTS.reduce((shorter, one) => shorter.replace(one.text, () => `<${one.file}>`), text);
}
