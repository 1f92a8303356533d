import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { shellFile } from "../../components/host/script";
import { type Registration, recorded } from "../components/recorded";

const ROOT = path.join(__dirname, "../..");

/** Sunday noon: a start that is computed is the same each time. */
const NOW = new Date("2027-01-03T12:00:00Z");

afterEach(() => {
  vi.useRealTimers();
  vi.resetModules();
});

test.each(["dev", "prod"])("the plan for %s is the reviewed one", async (stack) => {
  await expect(readable(await plan(stack))).toMatchFileSnapshot(`${stack}.txt`);
});

async function plan(stack: string): Promise<Registration[]> {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  const { config } = parse(fs.readFileSync(path.join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  const settings = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("lookout:", ""), value]),
  );
  return recorded(async () => (await import("../../index.js")).default(), {
    stack,
    config: { ...settings, overlay: path.join(__dirname, `${stack}.overlay.yaml`) },
  });
}

/** Scripts that are files of their own: a plan names them, and shows what differs. */
const SCRIPTS = fs
  .readdirSync(path.join(ROOT, "components"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(sh|py)$/.test(file) && !file.endsWith("become-root.sh"))
  .map((file) => ({ file, text: shellFile(path.join(ROOT, "components", file)) }));

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
  return SCRIPTS.reduce((shorter, script) => shorter.replace(script.text, () => `<components/${script.file}>`), text);
}
