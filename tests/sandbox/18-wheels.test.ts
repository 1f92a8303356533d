import { strToU8, zipSync } from "fflate";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../../sandbox/instance.js";
import { TestStack } from "./stack.js";

/** Below the project's folder, where a team has its wheels, and where nothing is committed. */
const FOLDER = path.join(repositoryRoot, ".sandbox", "wheels");
const CHECK = `from acme_client import answer
from datadog_checks.base import AgentCheck


class AcmeCheck(AgentCheck):
    def check(self, _):
        self.gauge("acme.answer", answer())
`;
const SITE = "/opt/datadog-agent/embedded/lib/site-packages";
let stack: TestStack;
let before: string;

/** The smallest package that pip installs; returns its file from the project's folder on. */
function wheel(name: string, version: string, source: string, needs = ""): string {
  const info = `${name}-${version}.dist-info`;
  const file = path.join(FOLDER, `${name}-${version}-py3-none-any.whl`);
  const texts = {
    [`${name}.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name.replace("_", "-")}\nVersion: ${version}\n${needs}`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${info}/RECORD`]: "",
  };
  const record = Object.keys(texts).map((one) => `${one},,\n`);
  const all = { ...texts, [`${info}/RECORD`]: record.join("") };
  fs.writeFileSync(file, zipSync(Object.fromEntries(Object.entries(all).map(([one, text]) => [one, strToU8(text)]))));
  return path.relative(repositoryRoot, file);
}

function declare(wheels: readonly string[] | undefined): void {
  const source = path.relative(repositoryRoot, path.join(FOLDER, "custom_acme.py"));
  const acme = { name: "custom_acme", source, instances: [{}], wheels };
  stack.settings = {
    hosts: [{ name: "db1", databases: [], ...(wheels !== undefined && { integrations: [acme] }) }],
    myMetric: undefined,
    quietHours: undefined,
  };
}

const installed = () => stack.host.sh(`ls -d ${SITE}/acme* 2>/dev/null | xargs -rn1 basename | sort | tr '\\n' ' '`);
const started = () => stack.host.sh("systemctl show -p ActiveEnterTimestampMonotonic datadog-agent");
const answers = () =>
  stack.host.sh(
    "runuser -u dd-agent -- datadog-agent check custom_acme --json | sed 's/^=.*//' | grep -A5 acme.answer | tr -d ' \\n'",
  );
/** What the Agent could have changed, and must not have left. */
/** Beside the scripts, which stay in memory until the host starts anew: a killed destroy can be repeated. */
const state = () =>
  stack.host.sh(
    "ls -d /opt/datadog-agent /etc/datadog-agent /var/lib/lookout /run/lookout.* 2>&1 || :; sha256sum /etc/passwd",
  );

beforeAll(async () => {
  fs.mkdirSync(FOLDER, { recursive: true });
  fs.writeFileSync(path.join(FOLDER, "custom_acme.py"), CHECK);
  stack = await TestStack.fresh(["db1"]);
  before = await state();
  declare([wheel("acme_client", "1.0", "def answer():\n    return 41\n")]);
  await stack.up();
});

afterAll(() => {
  fs.rmSync(FOLDER, { recursive: true, force: true });
});

test("a check that needs a team's wheel is proved: it is in the Agent's own Python, and the Agent's user owns it", async () => {
  const { checks } = await stack.outputs<{ checks: Record<string, unknown> }>();
  expect(checks.db1).toEqual({ custom_acme: "OK" });
  expect(await installed()).toMatch(/^acme_client-1\.0\.dist-info acme_client\.py/);
  expect(await stack.host.sh(`stat -c %U ${SITE}/acme_client.py`)).toContain("dd-agent");
  expect(await answers()).toContain("41");
});

test("a second up has nothing to do; what somebody took out is put back by another one", async () => {
  expect((await stack.preview("--expect-no-changes")).code).toBe(0);
  // As an upgrade of the Agent's package does.
  await stack.host.sh(`rm -rf ${SITE}/acme_client*`);
  await stack.up("--target-replace", "**::db1-configuration");
  expect(await installed()).toContain("acme_client-1.0.dist-info");
});

test("another content of the same name and version is installed anew, and the Agent restarts", async () => {
  const start = await started();
  declare([wheel("acme_client", "1.0", "def answer():\n    return 42\n")]);
  expect((await stack.preview("--diff")).output).toMatch(/acme_client-1\.0-py3-none-any\.whl/);
  await stack.up();
  expect(await answers()).toContain("42");
  expect(await started()).not.toBe(start);
});

test("a wheel whose needs are not there is refused with what it needs, and mended with that one's wheel", async () => {
  const needy = wheel("acme_client", "2.0", "from acme_words import answer\n", "Requires-Dist: acme-words>=1\n");
  declare([needy]);
  const { code, output } = await stack.tryUp();
  expect(code).not.toBe(0);
  expect(output).toMatch(/a wheel needs what the Agent's Python has not: acme-client 2\.0 requires acme-words/);
  declare([needy, wheel("acme_words", "1.5", "def answer():\n    return 43\n")]);
  await stack.up();
  expect(await answers()).toContain("43");
  expect(await installed()).toContain("acme_words-1.5.dist-info");
});

test("a wheel of what the Agent has itself is refused, and the Agent's own stays", async () => {
  const client = wheel("acme_client", "3.0", "def answer():\n    return 44\n");
  declare([client, wheel("PyYAML", "99.0", "")]);
  const { code, output } = await stack.tryUp();
  expect(code).not.toBe(0);
  expect(output).toMatch(
    /PyYAML-99\.0-py3-none-any\.whl is of a package that the Agent's Python has itself, pyyaml \d/,
  );
  expect(await stack.host.sh(`ls ${SITE}`)).toMatch(/PyYAML-[0-6]/i);
  declare([client]);
  await stack.up();
  expect(await answers()).toContain("44");
});

test("wheels that nothing declares any more are taken out, and destroy leaves the host as it was", async () => {
  expect(await installed()).not.toContain("acme_words");
  declare(undefined);
  await stack.up();
  expect(await installed()).toBe("");
  expect(await stack.host.sh("ls /var/lib/lookout")).not.toContain("agent-wheels");
  declare([wheel("acme_client", "4.0", "def answer():\n    return 45\n")]);
  await stack.up();
  await stack.destroy();
  expect(await state()).toBe(before);
});
