import { beforeEach, describe, expect, test } from "vitest";
import type { Run } from "./spawned.js";
import { TestStack } from "./stack.js";

let stack: TestStack;
/** The sandbox's own, made to see that the host is ready. */
let logins: number;
beforeEach(async () => {
  stack = await TestStack.fresh();
  logins = await stack.host.logins();
});

const NO_STACK_TRACE = /\n\s+at .*\(?.*:\d+:\d+\)?|unhandled exception/i;

/** A run that must fail, and not wait for long: in a few seconds where the machine has nothing else to do. */
async function failing(...args: string[]): Promise<string> {
  const began = Date.now();
  const { code, output }: Run = await stack.pulumi(...args, "--suppress-progress", "--stack", "dev");
  expect(code, output).not.toBe(0);
  expect(Date.now() - began).toBeLessThan(120_000);
  expect(output).not.toMatch(NO_STACK_TRACE);
  return output;
}

test("eight mistakes are eight lines with their paths, and nothing is changed", async () => {
  stack.settings = {
    notify: ["oncall@example.com"],
    tags: ["Service"],
    quiethours: {},
    agent: { version: "latest" },
    quietHours: { timezone: "Europe/Belrin", windows: { nights: "19:00-25:00 Mon-Fri" } },
    hosts: [{ name: "db1", adress: "192.0.2.1", databases: [{ type: "postgres", port: 543210 }] }],
  };
  const since = new Date();
  const output = await failing("up", "--yes");
  expect(output).toContain("Pulumi.dev.yaml: 8 mistakes");
  for (const mistake of [
    /hosts\[0\]\.adress\s+unknown key; did you mean "address"\?/,
    /hosts\[0\]\.databases\[0\]\.port\s+543210 is not a port; expected 1 to 65535/,
    /quietHours\.timezone\s+"Europe\/Belrin" is not an IANA time zone; did you mean "Europe\/Berlin"\?/,
    /quietHours\.windows\.nights\s+"25:00" is not a time of day/,
    /quiethours\s+unknown key; did you mean "quietHours"\?/,
    /agent\.version\s+"latest" is not a package version/,
    /notify\[0\]\s+"oncall@example.com" is not a handle/,
    /tags\[0\]\s+"Service" is not a tag/,
  ]) {
    expect(output).toMatch(mistake);
  }
  expect({ logins: await stack.host.logins(), writes: await stack.datadog.writes(since) }).toEqual({
    logins,
    writes: 0,
  });
});

test.each(["apiKey", "appKey"] as const)(
  "an %s that Datadog does not know stops the preview, before anything is changed",
  async (key) => {
    const since = new Date();
    stack.settings = { overlay: stack.overlayWith(({ datadog }) => (datadog[key] = datadog[key].replace(/./g, "f"))) };
    expect(await failing("up", "--yes")).toMatch(
      new RegExp(`Datadog at http://10\\.89\\.\\d+\\.1:\\d+ does not know the .* key of datadog\\.${key}; check it in`),
    );
    expect({ logins: await stack.host.logins(), writes: await stack.datadog.writes(since) }).toEqual({
      logins,
      writes: 0,
    });
  },
);

describe("names the host and the remedy:", () => {
  test("another host key than the pinned one", async () => {
    const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIaCrMTTmtWdgfeRyCc8Kcnd/t0zCrWNOdXzH2cRHSh";
    stack.settings = { overlay: stack.overlayWith((overlay) => (overlay.hosts[0].hostKey = other)) };
    expect(await failing("up", "--yes")).toMatch(
      /db1 \(admin@10\.89\.\d+\.11:22\): the host shows another key than the pinned one.*set its hostKey to the line in/,
    );
    expect(await stack.host.logins()).toBe(logins);
  });

  test("a host that is down", async () => {
    stack.settings = {
      overlay: stack.overlayWith(
        (overlay) => (overlay.hosts[0].address = overlay.hosts[0].address.replace(/11$/, "99")),
      ),
    };
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1 \(admin@10\.89\.\d+\.99:22\): no answer; check that the host is up/,
    );
  });

  test("sshd stopped", async () => {
    await stack.host.sh("systemctl stop ssh");
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1 \(admin@.*\): nothing listens there; check that sshd runs/,
    );
  });

  test("sudo that asks for a password", async () => {
    await stack.host.sh("rm -f /etc/sudoers.d/*; gpasswd --delete admin sudo >/dev/null 2>&1 || :");
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1: admin may not run sudo without a password; add 'admin ALL=\(ALL\) NOPASSWD: ALL'/,
    );
  });

  test("a login that pg_hba.conf refuses", async () => {
    const hba = "/etc/postgresql/15/main/pg_hba.conf";
    await stack.host.sh(`sed -i '1i host all datadog 127.0.0.1/32 reject' ${hba} && systemctl reload postgresql`);
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1: datadog can't log in to postgres at 127\.0\.0\.1:5432.*; line 1 of .*pg_hba\.conf decides: .*let pg_hba\.conf have/,
    );
  });

  test("a role that somebody else made", async () => {
    await stack.host.sql("CREATE ROLE datadog LOGIN CONNECTION LIMIT 3");
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1: role datadog is there already on PostgreSQL at .*, and not made by Lookout: choose another user, or say adopt: true.*CONNECTION LIMIT 3/,
    );
    expect(await stack.host.sql("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'datadog'")).toBe("3");
  });

  test("a version that the repository does not offer", async () => {
    stack.settings = { agent: { version: "1:7.99.0-1" } };
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1: datadog-agent 1:7\.99\.0-1 can't be installed; it offers: .*1:7\.70\.1-1/,
    );
  });

  test("an Agent that somebody else installed", async () => {
    await stack.host.sh("mkdir /etc/datadog-agent && touch /etc/datadog-agent/datadog.yaml");
    expect(await failing("up", "--yes", "--skip-preview")).toMatch(
      /db1: an Agent is here already, and not by Lookout: \/etc\/datadog-agent\/datadog\.yaml\. To have it taken over say agent\.adopt: true/,
    );
  });
});
