import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { run } from "../../sandbox/command.js";
import { repositoryRoot } from "../../sandbox/instance.js";
import { eventually } from "./eventually.js";
import { TestHost } from "./host.js";
import type { Run } from "./spawned.js";
import { type Overlay, type Settings, TestStack } from "./stack.js";

const HOST = { name: "cache1" };
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-reach-"));
const secret = () => randomBytes(12).toString("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");

let stack: TestStack;
let host: TestHost;
/** In front of the other one, of which the stack knows nothing else. */
let bastion: TestHost;
const agents: ChildProcess[] = [];

beforeAll(async () => {
  stack = await TestStack.fresh(["cache1"]);
  [host] = stack.all as [TestHost];
  bastion = await TestHost.fresh(stack.instance, "db1");
  await host.sh(
    "sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config.d/sandbox.conf",
  );
  for (const one of [host, bastion]) {
    // The sandbox's own file is not to be written to.
    await one.sh(
      "echo 'AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/more_keys' > /etc/ssh/sshd_config.d/keys.conf",
    );
    await one.sh("systemctl reload ssh");
  }
});

afterAll(async () => {
  for (const agent of agents) {
    agent.kill();
    if (agent.exitCode === null && agent.signalCode === null) await once(agent, "close");
  }
  fs.rmSync(folder, { recursive: true });
});

/** The one host, logged in to like this. */
function reachedBy(ssh: Settings, over: Settings = {}): void {
  const overlay = stack.overlayWith((its) => {
    Object.assign(its, { ssh });
  });
  stack.settings = { overlay, hosts: [{ ...HOST, ...over }], myMetric: undefined, quietHours: undefined };
}

/** A key of its own, that the host lets in. */
async function key(name: string, passphrase: string, ...on: TestHost[]): Promise<string> {
  const file = path.join(folder, name);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", file]);
  for (const one of on) {
    await one.write("/tmp/key", fs.readFileSync(`${file}.pub`, "utf8"));
    await one.sh("cat /tmp/key >> /etc/ssh/more_keys; rm /tmp/key");
  }
  return file;
}

/** An agent with a key, until the tests end. */
async function agentWith(name: string, file: string): Promise<string> {
  const socket = path.join(folder, name);
  agents.push(spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" }));
  await eventually("the SSH agent", 10, () => Promise.resolve(fs.existsSync(socket) ? true : undefined));
  await run("ssh-add", ["-q", file], { environment: { SSH_AUTH_SOCK: socket } });
  return socket;
}

const up = (variables: NodeJS.ProcessEnv = {}): Promise<Run> =>
  stack.pulumiWith(variables, "up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "dev");

async function drift(socket = "", ...options: string[]): Promise<string> {
  const line = ["npm run --silent lookout -- drift --stack dev", ...options].join(" ");
  const { output } = await stack.typed(`SSH_AUTH_SOCK='${socket}' ${line}`, repositoryRoot);
  return output;
}

const AS_MADE = "dev: 1 host asked; all is as it was made.\n";

describe("a password, and sudo that asks for one", () => {
  const password = secret();

  test("reach the host, and neither is seen anywhere", async () => {
    await host.sh(`printf '%s' 'admin:${password}' | chpasswd`);
    await host.sh(
      "echo 'admin ALL=(ALL) ALL' > /etc/sudoers.d/admin; echo 'Defaults logfile=/var/log/sudo.log' > /etc/sudoers.d/log",
    );
    await host.write("/root/patterns", `${password}\n${base64(password)}\n`);
    // Every process and its environment, as long as the stack is at work.
    await host.sh(`cat > /root/watch <<'END'
while [ ! -e /root/enough ]; do
  grep -haF -f /root/patterns /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' ' >> /root/seen
  grep -lazF sudo /proc/[0-9]*/cmdline 2>/dev/null >> /root/looked
done
END
    : > /root/seen; setsid sh /root/watch >/dev/null 2>&1 &`);

    reachedBy({ password, sudoPassword: password }, { user: "admin" });
    const { code, output } = await up();
    await host.sh("touch /root/enough; sleep 1");
    expect(code, output).toBe(0);

    expect(await host.sh("cat /root/seen")).toBe("");
    expect(Number(await host.sh("wc -l < /root/looked"))).toBeGreaterThan(0);
    expect(await host.sh("grep -c COMMAND /var/log/sudo.log")).not.toBe("0");
    const logs = await host.sh("cat /var/log/sudo.log; journalctl --quiet --output cat");
    const kept = await host.sh("grep -rlF -f /root/patterns /etc /run /tmp /var /home --exclude=patterns || :");
    for (const text of [password, base64(password)]) {
      expect(output).not.toContain(text);
      expect(logs).not.toContain(text);
      expect(await run("sh", ["-c", `grep -rlF '${text}' '${stack.state}' || :`])).toBe("");
    }
    expect(kept).toBe("");
  });

  test("drift logs in so, too", async () => {
    expect(await drift()).toBe(AS_MADE);
  });

  test("a wrong one is tried once, and named", async () => {
    const failures = "journalctl --quiet --output cat | grep -c 'pam_unix(sudo:auth): authentication failure' || :";
    expect(await host.sh(failures)).toBe("0");
    reachedBy({ password, sudoPassword: "none of it" }, { user: "admin" });
    const { code, output } = await up();
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /cache1: sudo refuses the password of admin, which was tried once; set sudoPassword to it\. Then/,
    );
    expect(output).not.toContain("none of it");
    expect(await host.sh(failures)).toBe("1");

    reachedBy({ password, sudoPassword: password }, { user: "admin" });
    expect(await up()).toMatchObject({ code: 0 });
  });

  test("is no obstacle where sudo asks for none", async () => {
    await host.sh("echo 'admin ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/admin");
    expect(await drift()).toBe(AS_MADE);
  });

  test("a wrong login password names what to look at", async () => {
    reachedBy({ password: "none of it", attempts: 1 }, { user: "admin" });
    const { code, output } = await up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/cache1 \(admin@.*:22\): the login was refused; check the user, and the password, and that/);
  });
});

describe("a key with a passphrase", () => {
  const passphrase = secret();

  test("logs in", async () => {
    const privateKey = fs.readFileSync(await key("encrypted", passphrase, host), "utf8");
    reachedBy({ privateKey, privateKeyPassword: passphrase });
    const { code, output } = await up();
    expect(code, output).toBe(0);
    expect(await run("sh", ["-c", `grep -rlF '${passphrase}' '${stack.state}' || :`])).toBe("");
    expect(await drift()).toBe(AS_MADE);

    reachedBy({ privateKey, privateKeyPassword: "none of it" });
    const wrong = await up();
    expect(wrong.output).toMatch(/cache1 \(.*\): privateKeyPassword does not open privateKey; set it to the key's/);

    reachedBy({ privateKey });
    const without = await stack.preview();
    expect(without.code).not.toBe(0);
    expect(without.output).toMatch(/ssh\.privateKey has a passphrase; expected privateKeyPassword beside it/);
  });
});

describe("an SSH agent", () => {
  let first: string;

  test("logs in; another socket at the next login is no change", async () => {
    const file = await key("agents", "", host, bastion);
    first = await agentWith("first", file);
    reachedBy({ sshAgent: true });
    const { code, output } = await up({ SSH_AUTH_SOCK: first });
    expect(code, output).toBe(0);
    expect(await drift(first)).toBe(AS_MADE);

    const second = await agentWith("second", file);
    const preview = ["preview", "--stack", "dev", "--expect-no-changes"];
    expect(await stack.pulumiWith({ SSH_AUTH_SOCK: second }, ...preview)).toMatchObject({ code: 0 });
  });

  test("that is not there is named", async () => {
    reachedBy({ sshAgent: true, attempts: 2 });
    const { code, output } = await up({ SSH_AUTH_SOCK: path.join(folder, "gone") });
    expect(code).not.toBe(0);
    expect(output).toMatch(/cache1 \(.*\): no SSH agent answers at the socket/);
  });

  // Its name is the bastion's to look up; its own namespace lets nobody else to its port 22.
  test("reaches a host that is behind a bastion alone, without being forwarded to it", async () => {
    const { hosts, gateway } = place(stack);
    await host.sh(`ip rule add to ${gateway} ipproto tcp sport 22 blackhole`);
    await bastion.sh("echo 'AllowAgentForwarding no' > /etc/ssh/sshd_config.d/bastion.conf; systemctl reload ssh");
    const way = { address: hosts.db1.address, user: "admin" };

    reachedBy({ sshAgent: true, attempts: 2, attemptSeconds: 2 }, { rebuilt: "behind a bastion" });
    const began = Date.now();
    const direct = await up({ SSH_AUTH_SOCK: first });
    expect(direct.code).not.toBe(0);
    expect(direct.output).toMatch(/cache1 \(admin@[\d.]+:22\): no answer; check that the host is up/);
    expect(Date.now() - began).toBeLessThan(60_000);

    reachedBy({ sshAgent: true, attempts: 2 }, { bastion: { ...way, hostKey: hosts.cache1.hostKey } });
    const mistaken = await up({ SSH_AUTH_SOCK: first });
    expect(mistaken.code).not.toBe(0);
    expect(mistaken.output).toMatch(
      /cache1 \(admin@.* through admin@.*\): the host shows another key than the pinned one/,
    );

    reachedBy({ sshAgent: true }, { bastion: { ...way, hostKey: hosts.db1.hostKey } });
    const { code, output } = await up({ SSH_AUTH_SOCK: first });
    expect(code, output).toBe(0);
    expect(await drift(first)).toBe(AS_MADE);
    await host.sh(`ip rule del to ${gateway} ipproto tcp sport 22 blackhole`);
  });
});

describe("a host with a certificate of a CA", () => {
  const ca = path.join(folder, "ca");
  const keys = async (authority: string, ...options: string[]): Promise<Run> => {
    const line = `npm run --silent lookout -- host-keys --stack dev --ca ${authority} ${options.join(" ")}`;
    return stack.typed(line, repositoryRoot);
  };

  /** As whoever runs the CA does it. */
  const certify = async (...options: string[]) => {
    const file = path.join(folder, "host.pub");
    fs.writeFileSync(file, await host.sh("cat /etc/ssh/ssh_host_ed25519_key.pub"));
    await run("ssh-keygen", ["-q", "-s", ca, "-h", "-I", "cache1", ...options, file]);
    await host.write("/etc/ssh/host-cert.pub", fs.readFileSync(path.join(folder, "host-cert.pub"), "utf8"));
    await host.sh(
      "echo 'HostCertificate /etc/ssh/host-cert.pub' > /etc/ssh/sshd_config.d/cert.conf; systemctl reload ssh",
    );
  };

  test("has its key printed as settings have it, once the certificate is proved", async () => {
    const { hosts } = place(stack);
    const { address, hostKey } = hosts.cache1;
    stack.settings = { hosts: [{ ...HOST, address }] };
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", ca]);
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", `${ca}2`]);
    expect(await keys(`${ca}.pub`)).toMatchObject({
      code: 1,
      output: expect.stringContaining("has no certificate") as string,
    });

    await certify("-n", "cache1");
    expect(await keys(`${ca}.pub`)).toEqual({ code: 0, output: `hosts:\n  - name: cache1\n    hostKey: ${hostKey}\n` });
    expect(await keys(`${ca}.pub`, "--known-hosts")).toEqual({ code: 0, output: `${address} ${hostKey}\n` });
    expect((await keys(`${ca}2.pub`)).output).toMatch(/^cache1 \(.*\): its certificate is not by this CA/);

    await certify("-n", "another");
    expect((await keys(`${ca}.pub`)).output).toMatch(/^cache1 .*: its certificate is of neither cache1 nor [\d.]+/);
    await certify("-n", "cache1", "-V", "20200101:20200102");
    expect((await keys(`${ca}.pub`)).output).toMatch(/^cache1 .*: its certificate is not valid: expired/i);

    // The provider asks for the pinned plain key, which such a host shows, too.
    await certify("-n", "cache1");
    const overlay = stack.overlayWith(() => undefined);
    stack.settings = { overlay, hosts: [HOST], myMetric: undefined, quietHours: undefined };
    expect(await up()).toMatchObject({ code: 0 });
  });
});

/** What the sandbox says of its hosts, and of the key that they let in. */
function place({ instance }: TestStack) {
  const text = fs.readFileSync(path.join(instance.folder, "overlay.yaml"), "utf8");
  const { hosts, ssh } = parse(text) as Overlay & { ssh: { privateKey: string } };
  const named = (name: string) => {
    const found = hosts.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the sandbox has no host ${name}`);
    return found;
  };
  const address = named("db1").address;
  return {
    privateKey: ssh.privateKey,
    hosts: { db1: named("db1"), cache1: named("cache1") },
    gateway: address.replace(/\d+$/, "1"),
  };
}

describe("a host that the same stack makes", () => {
  test("is previewed before anything of it is known, and reached once it is made", async () => {
    stack = await TestStack.fresh(["cache1"], path.join(repositoryRoot, "tests/sandbox/made"));
    [host] = stack.all as [TestHost];
    const { hosts, privateKey } = place(stack);
    const overlay = stack.overlayWith((its: Overlay) => {
      its.hosts.splice(0, Infinity);
    });
    const { db1, cache1 } = hosts;
    stack.settings = {
      overlay,
      groups: { cache: { tags: ["role:cache"] } },
      cloud: {
        api: { host: db1.address, user: db1.user, hostKey: db1.hostKey, privateKey },
        machine: { address: cache1.address, hostKey: cache1.hostKey },
      },
    };
    const preview = await stack.preview("--diff");
    expect(preview.code, preview.output).toBe(0);
    expect(preview.output).toContain("::cache1-package]");
    expect(preview.output).not.toMatch(/cache1\.invalid|error|undefined/);

    await stack.up();
    expect(await host.sh("systemctl is-active datadog-agent")).toBe("active");
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0 });
    // The two commands that stand for a cloud are no host's.
    expect(await drift("", "--cwd", "tests/sandbox/made")).toContain("1 host asked; all is as it was made");
    await stack.destroy();
    expect(await host.sh("ls -d /etc/datadog-agent /var/lib/lookout 2>/dev/null || :")).toBe("");
  });
});
