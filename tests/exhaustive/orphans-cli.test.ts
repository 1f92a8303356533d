import { once } from "node:events";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stacksIn } from "../../cli/stack/stacks";
import { ended } from "./command-line";

const API_KEY = "0".repeat(32);
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-orphans-"));
let datadog: Server;
let apiUrl: string;

/** Datadog that takes no key. */
beforeAll(async () => {
  datadog = createServer((_, response) => {
    response.writeHead(403, { "Content-Type": "application/json" }).end('{"errors":["Forbidden"]}');
  });
  datadog.listen(0, "127.0.0.1");
  await once(datadog, "listening");
  apiUrl = `http://127.0.0.1:${(datadog.address() as AddressInfo).port}`;
});

afterAll(() => {
  datadog.close();
  fs.rmSync(folder, { recursive: true });
});

const SETTINGS = {
  notify: '["@oncall@example.com"]',
  agent: '{"version":"1:7.70.1-1"}',
  hosts: JSON.stringify([{ name: "db1", address: "192.0.2.1", user: "root", hostKey: "ssh-ed25519 AAAA" }]),
  ssh: JSON.stringify({ privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" }),
};

/** The engine, as far as it is asked: with this configuration, or in other words. */
function engine(answer: { config: Record<string, string> } | { fails: string }): string {
  const bin = fs.mkdtempSync(path.join(folder, "bin-"));
  const values = "config" in answer ? Object.entries(answer.config) : [];
  const config = Object.fromEntries(values.map(([key, value]) => [`lookout:${key}`, { value }]));
  fs.writeFileSync(path.join(bin, "answer"), "config" in answer ? JSON.stringify(config) : answer.fails);
  const script = "config" in answer ? 'cat "$(dirname "$0")/answer"' : 'cat "$(dirname "$0")/answer" >&2; exit 255';
  fs.writeFileSync(path.join(bin, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}

/** @param bin where `pulumi` is, if it is anywhere. */
async function orphans(bin: string | undefined, ...args: string[]): Promise<{ code: number; printed: string }> {
  const folders = [...(bin === undefined ? [] : [bin]), path.dirname(process.execPath), "/usr/bin", "/bin"];
  const { code, out, err } = await ended(["orphans", ...args], { PATH: folders.join(path.delimiter) });
  return { code, printed: out + err };
}

async function expectRefusal(bin: string | undefined, args: readonly string[], sentence: RegExp): Promise<void> {
  const { code, printed } = await orphans(bin, ...args);
  expect(code, printed).toBe(1);
  expect(printed).toMatch(sentence);
  expect(printed).not.toMatch(/\bat .*\.[jt]s:\d+/);
  expect(printed).not.toContain(API_KEY);
}

test("keys that Datadog refuses are named as such, with what they must be", async () => {
  const keys = { apiKey: API_KEY, appKey: "1".repeat(40), apiUrl };
  await expectRefusal(
    engine({ config: { ...SETTINGS, datadog: JSON.stringify(keys) } }),
    ["--stack", "dev"],
    /^error: http:\/\/127\.0\.0\.1:\d+ answers with 403 \(Forbidden\); the stack's keys must be of this site/,
  );
});

test("a stack without keys says which settings are missing", async () => {
  await expectRefusal(engine({ config: SETTINGS }), ["--stack", "dev"], /^error: Pulumi\.dev\.yaml: .*\n\s+datadog/);
});

test("a stack that is none lists those there are", async () => {
  const known = stacksIn(path.join(__dirname, "../..")).join(", ");
  const sentence = new RegExp(`^error: there is no Pulumi\\.none\\.yaml; there are ${known}$`, "m");
  await expectRefusal(undefined, ["--stack", "none"], sentence);
});

test("a stack that another login has says where to look", async () => {
  const fails = "error: no stack named 'dev' found\n";
  const sentence = /^error: pulumi config failed: no stack named 'dev' found; see .* pulumi whoami --verbose$/m;
  await expectRefusal(engine({ fails }), ["--stack", "dev"], sentence);
});

test("a machine without pulumi says how to get it", async () => {
  await expectRefusal(undefined, ["--stack", "dev"], /^error: pulumi is not on PATH; install it, or/);
});
