import * as fs from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { boot, installCloudInit } from "./cloud-init.js";
import { eventually } from "./eventually.js";
import type { TestHost } from "./host.js";
import { TestStack } from "./stack.js";

/** In the place of a cloud's secret store, which a machine asks with its own rights. */
const STORE = "/root/secret-store";

const FOR_AWS = ["--cloud", "aws", "--api-key-command", `cat ${STORE}`];

let stack: TestStack;
let ssh: TestHost;
let machine: TestHost;
let key: string;
let userData: Buffer;

/** What `lookout user-data` writes for the group. */
async function rendered(...args: string[]): Promise<string> {
  const file = path.join(path.dirname(stack.state), "user-data");
  fs.rmSync(file, { force: true });
  const { code, output } = await stack.lookout("user-data", "--group", "web", "--out", file, ...args);
  expect(code, output).toBe(0);
  return fs.readFileSync(file, "utf8");
}

/**
 * All that an Agent's host has and another has not: each path with its kind, mode, owner and a digest of what is in it. Two
 * hosts' own names are the same word there, but for datadog.yaml, where a machine that nobody named has none; of the
 * sandbox's two, each has another database's unit. A host keeps its commands' scripts, which come over SSH.
 */
async function tree(host: TestHost): Promise<string[]> {
  const listed = await host.sh(
    `find /etc/datadog-agent /opt/datadog-agent /opt/datadog-packages /var/lib/lookout /var/log/datadog /etc/apt/sources.list.d /etc/apt/preferences.d \\
      /usr/share/keyrings /etc/systemd/system /lib/systemd/system /usr/bin/datadog-agent \\
      ! -name '*.pyc' ! -name __pycache__ ! -path '/opt/datadog-agent/run/*' ! -path '/var/lib/lookout/scripts*' ! -name postgresql.service ! -name mariadb.service -printf '%y %m %u:%g %p\\n' 2>/dev/null |
      sort -k 4 | while read -r kind mode owner path; do
        digest=-
        case $path in
          /var/log/* | */auth_token | */ipc_cert.pem) ;;
          /etc/datadog-agent/*.yaml | /etc/datadog-agent/*.py | /var/lib/lookout/*)
            if [ "$kind" = f ]; then digest=$(sed -e '/^hostname: /d' -e "/^api_key: /!s/$(uname -n)/NAME/g" "$path" | sha256sum | cut -c 1-16); fi ;;
          *) if [ "$kind" = f ]; then digest=$(sha256sum <"$path" | cut -c 1-16); fi ;;
        esac
        printf '%s %s %s %s %s\\n' "$kind" "$mode" "$owner" "$path" "$digest"
      done`,
    300,
  );
  return listed.split("\n");
}

const started = (host: TestHost) => host.sh("systemctl show -p ActiveEnterTimestampMonotonic datadog-agent");

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  ssh = stack.host;
  machine = stack.mariadb;
  for (const host of [ssh, machine]) await installCloudInit(host);
  stack.settings = {
    groups: {
      web: {
        tags: ["role:web"],
        logs: [{ type: "file", path: "/var/log/${host:name}.log", source: "shop", service: "shop" }],
        agent: { logLevel: "debug" },
      },
    },
    hosts: [{ name: "db1", groups: ["web"] }],
    overlay: stack.overlayWith(({ hosts: all }) => void all.splice(1), "one-host.yaml"),
    quietHours: undefined,
  };
  await stack.up();
  key = /^api_key: "?([0-9a-f]{32})/m.exec(await ssh.sh("cat /etc/datadog-agent/datadog.yaml"))?.[1] ?? "";
  expect(key).not.toBe("");
  await machine.write(STORE, `${key}\n`);
  userData = Buffer.from(await rendered(...FOR_AWS, "--family", "apt"), "base64");
});

test("fits into AWS' 16 KB where it knows the image's package manager, and has no key in it", () => {
  expect(userData.length).toBeLessThan(16_384);
  expect(Buffer.from(gunzipSync(userData)).toString("utf8")).not.toContain(key);
});

test("with every package manager and the proof it is larger than AWS takes, which is said with what to do", async () => {
  const { code, output } = await stack.lookout("user-data", "--group", "web", ...FOR_AWS);
  expect(code).toBe(1);
  expect(output).toMatch(/^error: .* has [\d,]+ bytes .*; AWS EC2 takes 16384\. Name the package manager .*--family/m);
});

test("is what cloud-init's own schema takes", async () => {
  await machine.write("/root/cloud-config.yaml", Buffer.from(gunzipSync(userData)).toString("utf8"));
  expect(
    await machine.sh("cloud-init schema --config-file /root/cloud-config.yaml; rm /root/cloud-config.yaml"),
  ).toMatch(/^Valid/);
});

describe("a machine's first boot", () => {
  beforeAll(async () => {
    await boot(machine, "i-1", userData);
  });

  test("ends well, with every check proved", async () => {
    expect(await machine.sh("cloud-init status --long")).not.toMatch(/error/);
    expect(await machine.sh("grep '^lookout ran: {' /var/log/cloud-init-output.log")).toMatch(
      /"checks": \{"custom_my_metric": "OK"\}/,
    );
  });

  test("leaves the very tree that SSH leaves", async () => {
    const [bySsh, byCloudInit] = [await tree(ssh), await tree(machine)];
    expect(bySsh.length).toBeGreaterThan(100);
    expect(byCloudInit).toEqual(bySsh);
  });

  test("says the machine's own name where the settings say a host's, and none in datadog.yaml", async () => {
    const name = await machine.sh("uname -n");
    expect(await machine.sh("cat /etc/datadog-agent/conf.d/lookout_logs.d/conf.yaml")).toContain(
      `/var/log/${name}.log`,
    );
    expect(await machine.sh("cat /etc/datadog-agent/datadog.yaml")).not.toMatch(/^hostname:/m);
  });

  test("leaves nothing of its own, and the key nowhere but where SSH lays it", async () => {
    expect(await machine.sh("ls -d /run/lookout* 2>&1 || :")).toMatch(/No such file/);
    const found = await machine.sh(`rm ${STORE}; grep -rlsF ${key} /etc /var /run /root /tmp || :`);
    expect(found.split("\n")).toEqual(["/etc/datadog-agent/datadog.yaml"]);
  });

  test("has its Agent send, by the name that the machine has", async () => {
    const name = await machine.sh("uname -n");
    const tags = await eventually("the machine's tags", 90, async () => {
      const all = await stack.datadog.hostTags(name);
      return all.length > 0 ? all : undefined;
    });
    expect(tags).toEqual(expect.arrayContaining(["env:dev", "role:web"]));
  });
});

describe("later boots", () => {
  test.each([
    ["of the same machine", "i-1"],
    ["of an image that was made of it", "i-2"],
  ])("%s change nothing, and restart no Agent", async (_, id) => {
    await machine.write(STORE, `${key}\n`);
    const [before, start] = [await tree(machine), await started(machine)];
    await boot(machine, id, userData);
    expect(await tree(machine)).toEqual(before);
    expect(await started(machine)).toBe(start);
  });
});

test("a key that is in the user data by name lays the same, and is warned of", async () => {
  const before = await tree(machine);
  await machine.sh(`rm -f ${STORE}`);
  const { output } = await stack.lookout("user-data", "--group", "web", "--inline-api-key");
  expect(output).toMatch(/warning: the user data of the group web has the API key in it/);
  await boot(machine, "i-3", Buffer.from(await rendered("--inline-api-key"), "utf8"));
  expect(await tree(machine)).toEqual(before);
});

test("a machine that the stack then names is taken over, and left as it was before the Agent", async () => {
  stack.settings = {
    groups: { web: { tags: ["role:web"] } },
    hosts: ["db1", "db2"].map((name) => ({ name, groups: ["web"], databases: [] })),
    quietHours: undefined,
  };
  await stack.up();
  expect(await machine.sh("cat /etc/datadog-agent/datadog.yaml")).toMatch(/^hostname: db2$/m);
  await stack.destroy();
  const left = "ls -d /etc/datadog-agent /opt/datadog-agent /var/lib/lookout /etc/apt/sources.list.d/datadog.list";
  expect(await machine.sh(`${left} 2>/dev/null || :`)).toBe("");
});

test("a group with databases is refused, with what to do", async () => {
  stack.settings = {
    groups: { web: { databases: [{ type: "postgres" }] } },
    hosts: [{ name: "db1" }],
    overlay: stack.overlayWith(({ hosts: all }) => void all.splice(1), "one-host.yaml"),
  };
  const { code, output } = await stack.lookout("user-data", "--group", "web", "--api-key-command", "true");
  expect(code).toBe(1);
  expect(output).toMatch(/^error: the user data of the group web can't make the users of its databases \(postgres\)/m);
});
