import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TestStack } from "./stack.js";

let stack: TestStack;

/** Bytes of what `up` may print of one failure. */
const LIMIT = 3_000;

/** What was printed of a command's failure: its lines of progress, and its part of the diagnostics. */
function printedOf(command: string, output: string): { all: string; diagnostics: string } {
  const end = output.lastIndexOf("\nDiagnostics:");
  const progress = output.slice(0, end).split("\n");
  const [diagnostics = ""] = output.slice(output.indexOf(`remote:Command (${command}):`, end)).split("\n\n");
  return {
    all: [...progress.filter((line) => line.includes(`Command ${command} `)), diagnostics].join("\n"),
    diagnostics,
  };
}

// field/plugins.md 6
describe("a stopped PostgreSQL and a changed password", () => {
  const hosts = (over: object) => [
    { name: "db1", tags: ["role:database"], databases: [{ type: "postgres", ...over }] },
  ];
  let printed: ReturnType<typeof printedOf>;
  beforeAll(async () => {
    stack = await TestStack.fresh();
    stack.settings = { hosts: hosts({}) };
    await stack.up();
    await stack.host.sh("systemctl stop postgresql");
    stack.settings = { hosts: hosts({ passwordVersion: 2 }) };
    const run = await stack.pulumi("up", "--yes", "--stack", "dev");
    expect(run.code).not.toBe(0);
    printed = printedOf("db1-postgres-role", run.output);
  });

  test("print less than 3 KB", () => {
    expect(printed.all).toContain("Process exited with status 1");
    expect(Buffer.byteLength(printed.all), printed.all).toBeLessThan(LIMIT);
  });

  test("say what is wrong last and once, and what to type", () => {
    expect(printed.diagnostics.trimEnd().split("\n").at(-1)?.trim()).toMatch(
      /^db1: PostgreSQL on port 5432 does not answer postgres at its local socket .*\. Then run: pulumi up$/,
    );
    expect(printed.diagnostics.match(/does not answer postgres/g)).toHaveLength(1);
  });

  test("are repaired by what it says to type", async () => {
    await stack.host.sh("systemctl start postgresql");
    await stack.up();
  });
});

// field/faults.md 1
describe("a login that ends well and runs nothing", () => {
  beforeEach(async () => {
    stack = await TestStack.fresh();
    // It would be seen by SFTP already.
    stack.settings = { defaults: { sftp: false } };
  });

  test.each([
    ["a bare exit in .bashrc", "exit", "nothing"],
    ["words and an exit in .bashrc", "echo Please login as cloud; exit 0", '"Please login as cloud"'],
  ])("%s is named, and what it says to type repairs it", async (_, line, printed) => {
    await stack.host.sh(`cp ~admin/.bashrc /root/bashrc; sed -i '1i ${line}' ~admin/.bashrc`);
    const { code, output } = await stack.tryUp();
    expect(code).not.toBe(0);
    expect(output).toContain("db1: the login ended well and did not run db1-");
    expect(output).toContain(`; it printed ${printed}. `);
    expect(output).not.toMatch(/SyntaxError|JSON input|\bat .*\.[jt]s:\d+/);
    const again = [...output.matchAll(/Then run: pulumi (up( --replace '[^']+')+)$/gm)].at(-1)?.[1] ?? "";

    await stack.host.sh("cp /root/bashrc ~admin/.bashrc");
    await stack.up(
      ...again
        .split(" ")
        .slice(1)
        .map((word) => word.replaceAll("'", "")),
    );
    await stack.up();
    expect(await stack.host.sh("systemctl is-active datadog-agent")).toBe("active");
  });
});

// field/faults.md 3, 16
describe("a login or sudo of another kind", () => {
  beforeAll(async () => {
    stack = await TestStack.fresh();
    stack.settings = { defaults: { sftp: false } };
  });

  test.each([
    [
      "a .bashrc that eats standard input",
      "sed -i '1i cat >/dev/null' ~admin/.bashrc",
      /db1: input of db1-package was cut short, nothing is changed; .*\? Then run: pulumi up/,
    ],
    [
      "sudo that wants a terminal",
      "echo 'Defaults requiretty' >/etc/sudoers.d/zz-test",
      /db1: sudo wants a terminal \(requiretty\); add 'Defaults:admin !requiretty'/,
    ],
    [
      "a login that ends badly before the script",
      "sed -i '1i echo gone; exit 7' ~admin/.bashrc",
      /db1 \(admin@.*\): the script was ended \(it exited with status 7\); the last that was printed: gone\. Then run/,
    ],
  ])("%s", async (_, prepare, words) => {
    await stack.host.sh(`cp ~admin/.bashrc /root/bashrc; ${prepare}`);
    const { code, output } = await stack.tryUp();
    await stack.host.sh("cp /root/bashrc ~admin/.bashrc; rm -f /etc/sudoers.d/zz-test");
    expect(code).not.toBe(0);
    expect(output).toMatch(words);
    expect(await stack.host.sh("ls -d /etc/datadog-agent /var/lib/lookout 2>/dev/null || :")).toBe("");
  });

  test("a secure_path without the usual folders is no obstacle", async () => {
    await stack.host.sh("echo 'Defaults secure_path=/nowhere' >/etc/sudoers.d/zz-test");
    await stack.up();
    await stack.host.sh("rm /etc/sudoers.d/zz-test");
  });
});

describe("a host without SFTP", () => {
  beforeAll(async () => {
    stack = await TestStack.fresh();
  });

  test.each([
    ["since its sshd has none", "sed -i 's/^Subsystem/#&/' /etc/ssh/sshd_config && systemctl reload ssh"],
    ["since its .bashrc prints something", "sed -i '1i echo Welcome to this machine' ~admin/.bashrc"],
  ])("%s, is named, with what to do about it", async (_, prepare) => {
    await stack.host.sh(`cp ~admin/.bashrc /root/bashrc; ${prepare}`);
    const { code, output } = await stack.tryUp();
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /db1 \(admin@.*\): the login works and its SFTP, .* or set sftp: false of this host\. Then run: pulumi up/,
    );
    expect(await stack.host.sh("ls -d /etc/datadog-agent /var/lib/lookout 2>/dev/null || :")).toBe("");
    await stack.host.sh(
      "cp /root/bashrc ~admin/.bashrc; sed -i 's/^#Subsystem/Subsystem/' /etc/ssh/sshd_config; systemctl reload ssh",
    );
  });

  test("is laid where the settings say that it has none, and taken back", async () => {
    await stack.host.sh("sed -i '1i echo Welcome to this machine' ~admin/.bashrc");
    stack.settings = { defaults: { sftp: false } };
    await stack.up();
    expect(await stack.host.sh("ls ~admin/.lookout-db1 /var/lib/lookout/scripts 2>/dev/null || :")).toBe("");
    await stack.destroy();
    expect(await stack.host.sh("ls -d /etc/datadog-agent /var/lib/lookout 2>/dev/null || :")).toBe("");
  });
});
