import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { type Settings, TestStack } from "./stack.js";

const FILES = "/etc/datadog-agent";
const host = (over: Settings = {}) => [{ name: "db1", tags: ["role:db"], databases: [{ type: "postgres" }], ...over }];

let stack: TestStack;
beforeAll(async () => {
  stack = await TestStack.fresh();
  stack.settings = { hosts: host() };
  await stack.up();
});

/** Inode and time of change of each of the Agent's files: what is rewritten gets others. */
async function files(): Promise<Record<string, string>> {
  const list = await stack.host.sh(
    `cd ${FILES} && find conf.d checks.d datadog.yaml -name '*.yaml' -printf '%p %i %T@\\n' -o -name '*.py' -printf '%p %i %T@\\n'`,
  );
  return Object.fromEntries(list.split("\n").map((line) => [line.split(" ")[0] ?? "", line]));
}

test("a changed tag is one line of the plan, one file and one restart", async () => {
  const before = { files: await files(), starts: await stack.host.agentStarts() };
  stack.settings = { hosts: host({ tags: ["role:database"] }) };

  const { code, output } = await stack.preview("--diff");
  expect(code).toBe(0);
  // Of files the Agent's component shows, as its inputs, what changes in them; of commands the values and the digest.
  const changes = output.split("\n").filter((line) => /^ +[-+~] .*(=>|role|script=)/.test(line));
  expect(changes.map((line) => line.trim().replace(/=[0-9a-f]{32}/, "=…"))).toEqual([
    '~ [3]: "role:db" => "role:database"',
    "- script=… \\",
    "+ script=… \\",
  ]);

  await stack.up();
  const after = await files();
  expect(Object.keys(after).filter((file) => after[file] !== before.files[file])).toEqual(["datadog.yaml"]);
  expect(await stack.host.agentStarts()).toBe(before.starts + 1);
});

test("a removed check takes its files along, with one restart", async () => {
  const starts = await stack.host.agentStarts();
  stack.settings = { hosts: host({ tags: ["role:database"] }), myMetric: undefined, quietHours: undefined };
  await stack.up();
  expect(Object.keys(await files())).toEqual(expect.not.arrayContaining(["checks.d/custom_my_metric.py"]));
  expect(await stack.host.sh(`ls ${FILES}/conf.d`)).not.toContain("custom_my_metric");
  expect(await stack.host.agentStarts()).toBe(starts + 1);
  expect((await stack.outputs<{ checks: unknown }>()).checks).toEqual({ db1: { postgres: "OK" } });
});

test("a host that moves is cleaned where it was before it is made where it will be", async () => {
  const moved = stack.overlayWith(({ hosts }) => (hosts[0].address = hosts[0].address.replace(/11$/, "12")));
  stack.settings = { hosts: host(), overlay: moved };
  const { output } = await stack.preview("--show-replacement-steps");
  const steps = output.split("\n").filter((line) => line.includes("db1-package"));
  expect(steps.map((line) => line.trim().slice(0, 2))).toEqual(["--", "+-", "++"]);
});

test("a host that gets another name keeps its Agent and its database's role", async () => {
  const renamed = stack.overlayWith(({ hosts }) => (hosts[0].name = "orders-db1"));
  stack.settings = { hosts: host({ name: "orders-db1" }), overlay: renamed };
  await stack.up();
  expect(await stack.host.sh("systemctl is-active datadog-agent")).toBe("active");
  expect(await stack.host.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'datadog'")).toBe("1");
  expect(await stack.host.sh(`grep hostname: ${FILES}/datadog.yaml`)).toBe("hostname: orders-db1");
  stack.settings = { hosts: host({ tags: ["role:database"] }) };
  await stack.up();
});

test("a database's other user is made, and the old one dropped", async () => {
  stack.settings = { hosts: host({ databases: [{ type: "postgres", user: "monitor" }] }) };
  await stack.up();
  expect(await stack.host.sql("SELECT rolname FROM pg_roles WHERE rolname IN ('datadog', 'monitor')")).toBe("monitor");
});

test("the repository's keys are fetched where they are URLs, each of them whole", async () => {
  let armoured = "";
  const server = createServer((_, response) => response.end(armoured));
  await new Promise<void>((resolve) => server.listen(0, stack.instance.gateway, resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://${stack.instance.gateway}:${port}`;
  const overlay = stack.overlayWith(({ agent: { repository } }) => {
    armoured = repository.keys[0] ?? "";
    repository.keys = [`${url}/CURRENT.public`, `${url}/NEXT.public`];
  });
  stack.settings = { overlay };
  await stack.up();
  server.close();
  const lines = armoured.split("\n").filter((line) => /^[A-Za-z0-9+/]+=*$/.test(line));
  const keyring = await stack.host.sh("base64 -w0 /usr/share/keyrings/datadog-archive-keyring.gpg");
  const key = Buffer.from(lines.join(""), "base64");
  expect(Buffer.from(keyring, "base64").equals(Buffer.concat([key, key]))).toBe(true);
});

test("another version of the package is installed, held and proved", async () => {
  stack.settings = { agent: { version: "1:7.71.0-1" } };
  await stack.up();
  expect(await stack.host.sh("dpkg-query -W -f '${Version}' datadog-agent")).toBe("1:7.71.0-1");
  expect(await stack.host.sh("apt-mark showhold")).toBe("datadog-agent");
  expect((await stack.outputs<{ agentVersions: unknown }>()).agentVersions).toEqual({ db1: "7.71.0" });
});

test("a new password is set, written and proved with one restart", async () => {
  const starts = await stack.host.agentStarts();
  const password = async () => stack.host.sh(`grep password: ${FILES}/conf.d/postgres.d/conf.yaml`);
  const old = await password();
  stack.settings = {
    agent: { version: "1:7.71.0-1" },
    hosts: host({ databases: [{ type: "postgres", passwordVersion: 2 }] }),
  };
  await stack.up();
  expect(await password()).not.toBe(old);
  expect(await stack.host.agentStarts()).toBe(starts + 1);
});

test("a file that a person put there is left and reported; one of ours that a person changed is put back", async () => {
  await stack.host.sh(`mkdir -p ${FILES}/conf.d/theirs.d && echo 'instances: []' > ${FILES}/conf.d/theirs.d/conf.yaml`);
  await stack.host.sh(`echo 'by: hand' >> ${FILES}/datadog.yaml`);
  stack.settings = { agent: { version: "1:7.71.0-1", logLevel: "debug" } };
  expect(await stack.up()).toMatch(
    /db1: \/etc\/datadog-agent\/conf\.d\/theirs\.d\/conf\.yaml is not in the stack; it is left/,
  );
  expect(await stack.host.sh(`cat ${FILES}/datadog.yaml`)).not.toContain("by: hand");
  expect(await stack.host.sh(`cat ${FILES}/conf.d/theirs.d/conf.yaml`)).toBe("instances: []");
});
