import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type AgentPackage, packageRemovalScript, packageScript } from "../../components/agent/scripts";
import { commandInput, commandText, type Script } from "../../components/host/script";
import { hostExec, resetHost } from "../../sandbox/hosts/hosts.js";
import { findInstance, type Instance, type InstanceHost } from "../../sandbox/instance.js";
import { INSTANCE } from "./instance.js";
import type { Overlay } from "./stack.js";

const LIST = "/etc/apt/sources.list.d/datadog.list";
const KEYRING = "/usr/share/keyrings/datadog-archive-keyring.gpg";
const MARK = "/var/lib/lookout/agent-package";

let instance: Instance;
let host: InstanceHost;
let repository: Overlay["agent"]["repository"];

beforeAll(async () => {
  const found = await findInstance(INSTANCE);
  const first = found?.hosts.find(({ name }) => name === "db1");
  if (found === undefined || first === undefined) throw new Error("the sandbox `test` is not up");
  [instance, host] = [found, first];
  const overlay = parse(fs.readFileSync(path.join(found.folder, "overlay.yaml"), "utf8")) as Overlay;
  repository = overlay.agent.repository;
});

/** A source of the host's own with a package `ca-certificates`. */
const PACKAGE_OF_ITS_OWN = `
set -e
mkdir -p /srv/own/package/DEBIAN /srv/own/package/etc/ssl/certs
echo roots > /srv/own/package/etc/ssl/certs/ca-certificates.crt
printf 'Package: ca-certificates\\nVersion: 1\\nArchitecture: all\\nMaintainer: x\\nDescription: roots\\n' > /srv/own/package/DEBIAN/control
dpkg-deb --build /srv/own/package /srv/own/package.deb >/dev/null
{ dpkg-deb -f /srv/own/package.deb
  echo "Filename: ./package.deb"
  echo "Size: $(stat -c %s /srv/own/package.deb)"
  echo "SHA256: $(sha256sum /srv/own/package.deb | cut -d' ' -f1)"
} > /srv/own/Packages
echo 'deb [trusted=yes] file:/srv/own ./' > /etc/apt/sources.list.d/own.list`;

/** What a script printed, and whether it succeeded. */
interface Ran {
  readonly code: number;
  readonly said: string;
}

async function on(command: string, input = ""): Promise<Ran> {
  const { exitCode, stdout, stderr } = await hostExec(instance, host, ["bash", "-c", command], { input });
  return { code: exitCode, said: `${stdout}${stderr}`.trim() };
}

async function sh(command: string): Promise<string> {
  const { code, said } = await on(command);
  expect({ command, code, said: code === 0 ? "" : said }).toEqual({ command, code: 0, said: "" });
  return said;
}

const NOTHING: Script = { files: [] };
const run = (script: Script) =>
  on(commandText("db1", "db1-package", "create", script), commandInput({ create: script, delete: NOTHING }, {}));

/** The package as the stack declares it. */
const packaged = (over: Partial<AgentPackage> = {}): AgentPackage => ({
  version: "1:7.70.1-1",
  repository,
  packageWaitSeconds: 120,
  ...over,
});
const install = (over: Partial<AgentPackage> = {}) => run(packageScript(packaged(over)));
const remove = () => run(packageRemovalScript(packaged()));
const fresh = () => resetHost(instance, host);

// field/hosts.md 3
test("another source of the repository with other keys is named before anything is written", async () => {
  await fresh();
  const other = "/etc/apt/sources.list.d/monitoring.sources";
  await sh(
    `printf 'Types: deb\\nURIs: ${repository.url.replace(/\/$/, "")}\\nSuites: stable\\nComponents: 7\\nSigned-By: /etc/apt/other.gpg\\n' > ${other}`,
  );
  const { code, said } = await install();
  expect(code).toBe(1);
  expect(said).toMatch(
    /^db1: the repository \S+ is among this host's sources with other keys \(\/etc\/apt\/sources\.list\.d\/monitoring\.sources \), and apt stops/,
  );
  expect((await on(`ls ${LIST} ${KEYRING} ${MARK}`)).said).not.toMatch(/^\//m);
  await sh(`rm ${other}`);
  expect(await install()).toMatchObject({ code: 0 });
});

// field/agent.md 19
test("what an earlier Agent left is named whole, and its advice to the letter is enough", async () => {
  expect(
    await sh(`rm -r /var/lib/lookout; printf '%s' 'api_key: x' > /etc/datadog-agent/datadog.yaml; apt-mark showhold`),
  ).toBe("datadog-agent");
  for (const kept of ["", "apt-get purge -qq -y --allow-change-held-packages datadog-agent"]) {
    if (kept !== "") await sh(`rm -r /var/lib/lookout; ${kept}`);
    const { code, said } = await install();
    expect(code).toBe(1);
    const [, advice = ""] = /or remove it \('([^']+)'\)/.exec(said) ?? [];
    expect(advice, said).not.toBe("");
    await sh(advice);
    expect(await install()).toMatchObject({ code: 0 });
  }
});

// field/faults.md 2
test("a dpkg that was killed while it unpacked is finished by the next run", async () => {
  const version = "1:7.71.0-1";
  expect(await install()).toMatchObject({ code: 0 });
  for (const next of [() => install({ version }), remove]) {
    expect(await install({ allowDowngrade: true })).toMatchObject({ code: 0 });
    // In the middle of its files: dpkg's own reader of packages is one that stops and kills it.
    await sh(`mkdir -p /tmp/cut && cd /tmp/cut && apt-get download -qq datadog-agent=${version} 2>/dev/null
      printf '%s\\n' '#!/bin/sh' '[ "$1" = --fsys-tarfile ] || exec /usr/bin/dpkg-deb "$@"' \
        '/usr/bin/dpkg-deb "$@" | head -c 200000' 'kill -9 $PPID' > dpkg-deb && chmod +x dpkg-deb
      PATH=/tmp/cut:$PATH dpkg -i datadog-agent_*.deb || :`);
    const before = await sh("ls /var/lib/dpkg/updates; dpkg-query -W -f '${Status}' datadog-agent");
    expect(before).toContain("reinstreq half-installed");
    expect(await next()).toMatchObject({ code: 0 });
  }
  expect((await on("apt-get -qq check && dpkg --audit")).said).toBe("");
});

// field/faults.md 2
test("a dpkg journal that somebody else's run left is folded in", async () => {
  await fresh();
  await sh(
    "mkdir -p /var/lib/dpkg/updates; dpkg-query -s adduser > /var/lib/dpkg/updates/0000; echo >> /var/lib/dpkg/updates/0000",
  );
  expect((await on("apt-get -qq -y install hostname")).said).toContain("dpkg was interrupted");
  expect(await install()).toMatchObject({ code: 0 });
});

// field/faults.md 5
test.each(["", "had /o", "had /opt\nhost db1"])(
  "a mark that was cut off is not Lookout's own, nor one for the removal: %j",
  async (cut) => {
    await fresh();
    await sh(
      `mkdir -p /var/lib/lookout /opt/datadog-packages/theirs; printf '${cut.replace("\n", "\\n")}' > ${MARK}; touch ${KEYRING}`,
    );
    expect((await remove()).said).toContain("it is left as it is");
    expect((await install()).said).toContain("an Agent is here already, and not by Lookout");
    await sh(`rm ${KEYRING}`);
    expect(await install()).toMatchObject({ code: 0 });
    expect(await sh(`cat ${MARK}`)).toBe("had /opt\nhad /opt/datadog-packages\nhost db1\nversion 1:7.70.1-1\nend");
    expect(await remove()).toMatchObject({ code: 0 });
    await sh("test -d /opt/datadog-packages/theirs");
  },
);

// field/faults.md 5
test("a full disk leaves no mark, and says so", async () => {
  await fresh();
  await sh(
    "mkdir -p /var/lib/lookout && mount -t tmpfs -o size=4k,nr_inodes=3 none /var/lib/lookout && head -c 4096 /dev/zero > /var/lib/lookout/x",
  );
  expect((await install()).said).toMatch(
    /db1: \/var\/lib\/lookout\/agent-package can't be written; make room on its disk/,
  );
  await sh(`test ! -e ${MARK}`);
  await sh("umount /var/lib/lookout");
});

// field/faults.md 6
test("a host that allows unsigned repositories gets no package by another key", async () => {
  await fresh();
  await sh(
    `printf 'Acquire::AllowInsecureRepositories "true";\\nAcquire::AllowDowngradeToInsecureRepositories "true";\\nAPT::Get::AllowUnauthenticated "true";\\n' > /etc/apt/apt.conf.d/99loose`,
  );
  const other = await sh("cat /usr/share/keyrings/debian-archive-keyring.gpg | base64 -w64");
  const key = `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${other}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
  const { code, said } = await install({ repository: { ...repository, keys: [key] } });
  expect(code, said).toBe(1);
  expect(said).toMatch(/does not answer or is not signed by its keys; check agent\.repository/);
  expect(await sh("dpkg-query -W -f '${Status}' datadog-agent 2>/dev/null || :")).toBe("");
});

// field/faults.md 12
test("a proxy's words of a lock are none of apt's, and not waited for", async () => {
  await fresh();
  const began = Date.now();
  // As a proxy's page says it.
  expect((await install({ repository: { ...repository, url: "http://127.0.0.1:1/blocked-by-a-lock" } })).said).toMatch(
    /does not answer|can't be installed/,
  );
  expect(Date.now() - began).toBeLessThan(110_000);
});

// field/faults.md 10, 11
test.each([
  ["was upgraded by hand", "apt-mark -qq unhold datadog-agent && apt-get -qq install -y datadog-agent=1:7.71.0-1"],
  ["was purged by hand", "apt-get -qq purge -y --allow-change-held-packages datadog-agent"],
])("a package that %s is back at its version, and held", async (_, change) => {
  await fresh();
  expect(await install()).toMatchObject({ code: 0 });
  await sh(`{ ${change}; } >/dev/null 2>&1`);
  expect(await install()).toMatchObject({ code: 0 });
  expect(await sh("dpkg-query -W -f '${Status} ${Version}' datadog-agent; apt-mark showhold")).toBe(
    "hold ok installed 1:7.70.1-1datadog-agent",
  );
});

test("a package goes up when it is declared, is held against the host's upgrades, and goes down only when that is asked for", async () => {
  await fresh();
  const installed = () => sh("dpkg-query -W -f '${Status} ${Version}' datadog-agent");
  expect(await install()).toMatchObject({ code: 0 });
  await sh("apt-get -qq update && apt-get -qq -y upgrade");
  expect(await installed()).toBe("hold ok installed 1:7.70.1-1");
  expect(await install({ version: "1:7.71.0-1" })).toMatchObject({ code: 0 });
  expect(await installed()).toBe("hold ok installed 1:7.71.0-1");
  const before = await sh(`cat ${LIST} ${MARK}`);
  const { code, said } = await install();
  expect(code).toBe(1);
  expect(said).toMatch(
    /^db1: datadog-agent is at 1:7\.71\.0-1 here, and the stack's 1:7\.70\.1-1 is lower; nothing was changed/,
  );
  expect(await sh(`cat ${LIST} ${MARK}`)).toBe(before);
  expect(await install({ allowDowngrade: true })).toMatchObject({ code: 0 });
  expect(await installed()).toBe("hold ok installed 1:7.70.1-1");
});

test("a fetched key that has none of the expected fingerprints is not trusted", async () => {
  await fresh();
  const { code, said } = await install({ repository: { ...repository, fingerprints: ["A".repeat(40)] } });
  expect(code, said).toBe(1);
  expect(said).toMatch(
    /the key 1 has the fingerprint [0-9A-F]{40}, which is none of those expected; it is not trusted/,
  );
  expect((await on(`ls ${KEYRING}`)).said).not.toMatch(/^\//m);
});

// field/agent.md 23
test("what a minimal image lacks comes along, or is named; what came along goes again", async () => {
  await fresh();
  await sh("apt-get -qq purge -y ca-certificates >/dev/null 2>&1 || :; rm -rf /etc/ssl/certs");
  const without = await install();
  expect(without).toMatchObject({ code: 0 });
  expect(without.said).toMatch(/^db1: ca-certificates can't be installed, which the Agent may need; install it from/m);

  await sh(PACKAGE_OF_ITS_OWN);
  expect(await install()).toMatchObject({ code: 0 });
  expect(await sh(`cat /etc/ssl/certs/ca-certificates.crt; grep made ${MARK}`)).toBe("roots\nmade ca-certificates");
  expect(await remove()).toMatchObject({ code: 0 });
  expect(await sh("ls /etc/ssl/certs/ca-certificates.crt 2>/dev/null || :")).toBe("");
});

// field/hosts.md 16, field/agent.md 18
test("removal leaves what people put beside the Agent, and says so; the next Agent takes nothing of it", async () => {
  await fresh();
  expect(await install()).toMatchObject({ code: 0 });
  await sh(`cd /etc/datadog-agent; mkdir -p conf.d/redisdb.d; echo 'instances: []' > conf.d/redisdb.d/conf.yaml
    echo 'x: 1' > system-probe.yaml; echo x > auth_token; chown dd-agent: system-probe.yaml; chmod 0440 system-probe.yaml
    mkdir -p /opt/datadog-packages/run /opt/datadog-packages/tmp /opt/datadog-packages/datadog-apm-inject/stable/inject
    touch /opt/datadog-packages/datadog-apm-inject/stable/inject/launcher.preload.so`);
  const { code, said } = await remove();
  expect(code, said).toBe(0);
  expect(said).toMatch(
    /db1: \/etc\/datadog-agent\/conf\.d\/redisdb\.d\/conf\.yaml is not the stack's; it is left there/,
  );
  expect(said).toMatch(/db1: \/etc\/datadog-agent\/system-probe\.yaml is not the stack's; it is left there/);
  expect(said).toMatch(/db1: \/opt\/datadog-packages holds more than the Agent's own, and is left: datadog-apm-inject/);
  expect(await sh("cd /etc/datadog-agent && find . ! -type d -printf '%P %u %m\\n' | sort")).toBe(
    "conf.d/redisdb.d/conf.yaml root 644\nsystem-probe.yaml root 440",
  );
  expect(await sh("ls /opt/datadog-packages; ls -A /var/lib/lookout 2>/dev/null || :")).toBe("datadog-apm-inject");
  expect(await install()).toMatchObject({ code: 0 });
  expect(await sh("cat /etc/datadog-agent/conf.d/redisdb.d/conf.yaml")).toBe("instances: []");
});
