import * as fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { assigned } from "../../cli/stack/assignments.js";
import { type Settings, TestStack } from "./stack.js";

/** The Agent has its secrets from a file of their own, throughout. */
const OWN: Settings = { agent: { version: "1:7.70.1-1", secretBackend: "file" } };

/** Another organization's site: it knows no key of this stack's. */
const otherSite = createServer((_, response) => response.writeHead(403).end('{"errors":["Forbidden"]}'));

let stack: TestStack;
beforeAll(async () => {
  stack = await TestStack.fresh();
  stack.settings = OWN;
  await stack.up();
  await new Promise<void>((resolve) => otherSite.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  otherSite.close();
});

const NO_STACK_TRACE = /\n\s+at .*\(?.*:\d+:\d+\)?|unhandled exception/i;

const stateFile = () => path.join(stack.state, ".pulumi/stacks/lookout/dev.json");

/** An `up` that must fail and change nothing: no login on a host, no request that writes, no byte of the state. */
async function refused(variables: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<string> {
  const seen = async (since: Date) => ({
    logins: await stack.host.logins(),
    writes: await stack.datadog.writes(since),
    state: fs.readFileSync(stateFile(), "utf8"),
  });
  const since = new Date();
  const before = await seen(since);
  const { code, output } = await stack.pulumiWith(
    variables,
    "up",
    "--yes",
    "--suppress-progress",
    "--stack",
    "dev",
    ...args,
  );
  expect(code, output).not.toBe(0);
  expect(output).not.toMatch(NO_STACK_TRACE);
  expect(await seen(since)).toEqual(before);
  return output;
}

async function nothingToDo(): Promise<void> {
  const { code, output } = await stack.preview("--expect-no-changes");
  expect(code, output).toBe(0);
}

test("with secretBackend: file no secret stands in a file that others of the Agent's group read, and all checks run", async () => {
  const apiKey = (parse(fs.readFileSync(stack.overlay, "utf8")) as { datadog: { apiKey: string } }).datadog.apiKey;
  const config = "/etc/datadog-agent";
  expect(await stack.host.sh(`stat -c '%U %G %a' ${config}/lookout-secrets.yaml`)).toBe("dd-agent dd-agent 400");
  expect(await stack.host.sh(`grep -rl '${apiKey}' ${config} /var/log/datadog || :`)).toBe(
    `${config}/lookout-secrets.yaml`,
  );
  const secret = await stack.host.sh(
    `sed -n 's/^db1_postgres_password: "\\(.*\\)"$/\\1/p' ${config}/lookout-secrets.yaml`,
  );
  expect(secret).toHaveLength(32);
  expect(await stack.host.sh(`grep -rlF -e '${secret}' ${config} || :`)).toBe(`${config}/lookout-secrets.yaml`);
  expect(await stack.host.sh(`grep -h 'ENC\\[' ${config}/datadog.yaml ${config}/conf.d/postgres.d/conf.yaml`)).toBe(
    "api_key: ENC[api_key]\n    password: ENC[db1_postgres_password]",
  );
  expect((await stack.outputs<{ checks: unknown }>()).checks).toEqual({
    db1: { postgres: "OK", custom_my_metric: "OK" },
  });
  await nothingToDo();
});

// docs/environments.md, When it can't be opened
test("another passphrase, and none, are refused in the CLI's words", async () => {
  const none = { PULUMI_CONFIG_PASSPHRASE_FILE: undefined };
  expect(await refused({ ...none, PULUMI_CONFIG_PASSPHRASE: "another" })).toContain("incorrect passphrase");
  expect(await refused(none)).toContain(
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
  );
  // A copy of the state needs no key.
  expect((await stack.pulumiWith(none, "stack", "export", "--stack", "dev")).code).toBe(0);
  await nothingToDo();
});

test("a stack's file whose encryptionsalt is gone opens none of its secrets; the line from the repository mends it", async () => {
  stack.settings = OWN;
  const { code, output } = await stack.pulumi("config", "set", "--secret", "lookout:recheck", "x", "--stack", "dev");
  expect(code, output).toBe(0);
  const whole = stack.configuration;
  stack.configuration = whole.replace(/^encryptionsalt: .*\n/m, "");
  expect(await refused()).toContain("cipher: message authentication failed");
  stack.configuration = whole;
  expect((await stack.preview()).code).toBe(0);
  stack.settings = OWN;
});

test("keys that are missing are named; a stack for another site is told to look at the site", async () => {
  stack.settings = {
    ...OWN,
    overlay: stack.overlayWith((overlay) => Reflect.deleteProperty(overlay.datadog, "apiKey")),
  };
  expect(await refused()).toMatch(/Pulumi\.dev\.yaml: 1 mistake\n\s+datadog\.apiKey is missing; expected/);
  const { port } = otherSite.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}`;
  const other = stack.overlayWith((overlay) => Object.assign(overlay.datadog, { site: "datadoghq.eu", apiUrl }));
  stack.settings = { ...OWN, overlay: other };
  expect(await refused()).toContain(
    `Datadog at ${apiUrl} does not know the API key of datadog.apiKey; check it in Organization Settings, and that datadog.site is the organization's`,
  );
  stack.settings = OWN;
  await nothingToDo();
});

// docs/environments.md, A state that is damaged
test("a damaged state stops every run; a copy that was exported, and the backend's own history, restore it", async () => {
  const copy = path.join(path.dirname(stack.state), "dev.state.json");
  const exported = await stack.pulumi("stack", "export", "--stack", "dev", "--file", copy);
  expect(exported.code, exported.output).toBe(0);
  const whole = fs.readFileSync(stateFile(), "utf8");

  fs.writeFileSync(stateFile(), whole.slice(0, whole.length / 2));
  expect(await refused()).toContain("failed to load checkpoint: place 1: unexpected end of JSON input");
  const imported = await stack.pulumi("stack", "import", "--stack", "dev", "--file", copy);
  expect(imported.code, imported.output).toBe(0);
  await nothingToDo();

  fs.writeFileSync(stateFile(), "");
  expect(await refused()).toContain("failed to load checkpoint");
  const history = path.join(stack.state, ".pulumi/history/lookout/dev");
  const newest =
    fs
      .readdirSync(history)
      .filter((name) => name.endsWith(".checkpoint.json"))
      .sort()
      .at(-1) ?? "";
  fs.copyFileSync(path.join(history, newest), stateFile());
  await nothingToDo();
});

test("a state that was edited so that its resources no longer fit is refused before anything; the copy restores it", async () => {
  const whole = fs.readFileSync(stateFile(), "utf8");
  const broken = JSON.parse(whole) as { checkpoint: { latest: { resources: { type: string }[] } } };
  const { latest } = broken.checkpoint;
  latest.resources = latest.resources.filter(({ type }) => type !== "lookout:agent:HostAgent");
  fs.writeFileSync(stateFile(), JSON.stringify(broken));
  expect(await refused()).toMatch(
    /snapshot integrity failure; refusing to use it: child resource .* refers to missing parent/,
  );
  fs.writeFileSync(stateFile(), whole);
  await nothingToDo();
});

// docs/environments.md, Two people at once
test("while one up runs another is refused by name and place of the first, and waits for nothing", async () => {
  // The scripts of a stack wait for each other on a host.
  await stack.host.sh("setsid flock /run/lock sleep 600 >/dev/null 2>&1 & echo $! >/run/holder");
  const logins = await stack.host.logins();
  const first = stack.start("up", "--yes", "--skip-preview", "--stack", "dev", "-c", "lookout:recheck=1");
  for (let waited = 0; (await stack.host.logins()) === logins && waited < 240; waited++) await sleep(500);
  const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview", "--stack", "dev");
  await stack.host.sh("pkill -f '^sleep 600$'");
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/the stack is currently locked by 1 lock\(s\)[^]*created by .*@.*\(pid \d+\) at .*\d{4}/);
  expect((await first.ended).code).toBe(0);
  await nothingToDo();
});

test("what --config makes of a stack's file is what the commands make of it", async () => {
  const said = ["other:map.a[0]=7", "other:map.b=007", 'other:map["c d"]=true', "other:text=12"];
  const { output } = await stack.preview(...said.flatMap((one) => ["--config", one]), "--config-path");
  const { config } = parse(stack.configuration) as { config: Record<string, unknown> };
  expect({ "other:map": config["other:map"], "other:text": config["other:text"] }, output).toEqual(
    assigned(said, "lookout", true),
  );
  stack.settings = OWN;
});

// docs/hosts.md, Hosts in files of their own
test("a configuration beyond what Linux takes starts no program; with the hosts in a file it does", async () => {
  const hosts = Array.from({ length: 2000 }, (_, i) => ({
    name: `gone${i}`,
    address: `198.51.100.${i}`,
    acceptUnknownHostKey: true,
    groups: ["none"],
  }));
  stack.settings = { ...OWN, hosts: [{ name: "db1" }, ...hosts] };
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain("argument list too long");
  const file = path.join(path.dirname(stack.state), "hosts.yaml");
  fs.writeFileSync(file, JSON.stringify(hosts));
  stack.settings = { ...OWN, hostsFrom: file };
  expect((await stack.preview()).output).toMatch(/hosts\.yaml: 2000 mistakes\n\s+\[0\]\.groups\[0\]/);
  stack.settings = OWN;
});

test("a command says in a sentence that an environment of Pulumi ESC can't be had from here", async () => {
  const whole = stack.configuration;
  stack.configuration = `environment: [lookout/prod]\n${whole}`;
  const { code, output } = await stack.npm("describe");
  expect(code).toBe(1);
  expect(output).toMatch(
    /^error: .*dev\.yaml takes settings from the environment lookout\/prod, which only Pulumi Cloud knows, and pulumi config failed: backend .* does not support environments; .*\n$/,
  );
  stack.configuration = whole;
});
