import { beforeAll, expect, test } from "vitest";
import { eventually } from "./eventually.js";
import type { Run } from "./spawned.js";
import { type Settings, TestStack } from "./stack.js";

/** What docs/operations.md promises: Go's dialer asks nine times, 15 s apart. */
const SILENCE_SECONDS = 150;
/** A run's own time beside what it waits for, on a machine that does more. */
const REST_SECONDS = 60;

const OLD = "1:7.70.1-1";
const NEW = "1:7.71.0-1";

const CHECK = "$(find /opt/datadog-agent -path '*datadog_checks/postgres*' -name '*.py' | xargs grep -l 'def check(')";
const UNIT = "/run/systemd/system/datadog-agent.service.d";

/** As another installation: dpkg's own lock, until its holder's time is over or it is told to end. */
const holdLock = (seconds: number) =>
  `systemd-run --quiet --collect --unit=other-dpkg python3 -c '
import fcntl, time
held = open("/var/lib/dpkg/lock-frontend", "w"); fcntl.lockf(held, fcntl.LOCK_EX); time.sleep(${seconds})' && sleep 1`;

/** The host hears all, and nothing of what it says arrives: so does a firewall, or a cloud, that drops in silence. */
const CUT = 'ip route add blackhole "$(ip route show default | cut -d " " -f 3)/32"';
const JOIN = CUT.replace("add", "del");

interface Fault {
  /** What the run changes on the host. @default the log level */
  readonly changes?: (agent: Settings) => Settings;
  /** On the host, before the run. */
  readonly before?: string;
  /** On the host, once the run's script is there. */
  readonly during?: string;
  /** On the host, before the next run. */
  readonly after?: string;
  /** What the user reads. */
  readonly says: RegExp;
  /** On the host, after the run: printed is nothing where the host is as it should be. */
  readonly consistent?: string;
  readonly atMostSeconds?: number;
}

/** The Agent goes on with the files that it had. */
const AGENT_RUNS = "systemctl is-active datadog-agent | grep -vx active || :";
/** The package is whole, whichever it is. */
const PACKAGE_WHOLE = "dpkg --audit; apt-get -qq check";

const FAULTS: Readonly<Record<string, Fault>> = {
  "a package manager's lock that is held for too long": {
    changes: (agent) => ({ ...agent, version: NEW, packageWaitSeconds: 3 }),
    before: holdLock(300),
    after: "systemctl stop other-dpkg",
    says: /db1: another apt or dpkg has held its lock for 3 s \(process \d+ \(python3\)\); let it end, or wait longer: agent\.packageWaitSeconds/,
    consistent: `${AGENT_RUNS}; dpkg-query -W -f '\${Version}' datadog-agent | grep -vx ${OLD} || :`,
  },
  "a package server that is down": {
    changes: (agent) => ({ ...agent, version: NEW }),
    before: `echo 'Acquire::http::Proxy "http://127.0.0.1:9";' > /etc/apt/apt.conf.d/99down`,
    after: "rm /etc/apt/apt.conf.d/99down",
    says: /db1: the package repository \(.*\) does not answer or is not signed by its keys; check agent\.repository/,
    consistent: `${AGENT_RUNS}; dpkg-query -W -f '\${Version}' datadog-agent | grep -vx ${OLD} || :`,
  },
  "a disk that is full while a file is written": {
    // The Agent's folder on a disk of its own, where not a block is left.
    before: `cp -a /etc/datadog-agent /root/before && mount -t tmpfs -o size=2m none /etc/datadog-agent &&
      cp -a /root/before/. /etc/datadog-agent/ && head -c 4m /dev/zero > /etc/datadog-agent/full 2>/dev/null || :`,
    after: "umount -l /etc/datadog-agent; rm -r /root/before; systemctl restart datadog-agent",
    says: /db1: \/etc\/datadog-agent\/datadog\.yaml can't be written; make room on its disk/,
    consistent: `${AGENT_RUNS}; diff -r -x full -x auth_token /root/before /etc/datadog-agent`,
  },
  "an Agent that does not start": {
    before: `mkdir -p ${UNIT} && printf '%s\\n' '[Service]' 'ExecStartPre=/bin/sh -c "echo made to fail 1>&2; exit 3"' 'Restart=no' > ${UNIT}/fault.conf &&
      systemctl daemon-reload`,
    after: `rm -r ${UNIT} && systemctl daemon-reload`,
    says: /db1: the Agent does not answer \(its unit is failed: .*\); read 'journalctl -u datadog-agent' there, which ends:\n[^]*db1: {3}made to fail\n[^]*db1: the Agent is not proved; mend what stands above/,
  },
  "a check that raises": {
    // As a broken integration of a release would: the package's own files are not Lookout's.
    before: `cp ${CHECK} /root/check && sed -i 's/def check(self.*/&\\n        raise RuntimeError("made to fail")/' ${CHECK}`,
    after: `cp /root/check ${CHECK}`,
    says: /db1: check postgres fails: .*made to fail[^]*db1: the Agent is not proved; mend what stands above/,
    consistent: AGENT_RUNS,
  },
  "a host that is rebooted": {
    changes: (agent) => ({ ...agent, version: NEW }),
    before: holdLock(300),
    during: "systemd-run --quiet --on-active=1 systemctl reboot --force",
    says: /db1 \(admin@.*\): the connection ended in the middle of the script, which may still run there; what it has done is kept, and the next run waits for it/,
    consistent: AGENT_RUNS,
  },
  "a network that is cut": {
    changes: (agent) => ({ ...agent, version: NEW }),
    before: holdLock(20),
    during: CUT,
    after: JOIN,
    says: /db1 \(admin@.*\): the connection ended in the middle of the script, which may still run there; what it has done is kept, and the next run waits for it/,
    consistent: AGENT_RUNS,
    atMostSeconds: SILENCE_SECONDS + REST_SECONDS,
  },
};

let stack: TestStack;
let agent: Settings = { version: OLD, logLevel: "info" };

function declare(): void {
  stack.settings = {
    agent: { allowDowngrade: true, ...agent },
    hosts: [{ name: "db1", databases: [{ type: "postgres" }] }],
  };
}

function upAfter(change: Required<Fault>["changes"]): ReturnType<TestStack["start"]> {
  agent = change(agent);
  declare();
  return stack.start("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "dev");
}

const otherLevel = (one: Settings) => ({ ...one, logLevel: one.logLevel === "info" ? "debug" : "info" });

/** The run's script is at the host, and waits for what `before` has made. */
const scriptRuns = () =>
  eventually("the script on the host", 60, async () =>
    (await stack.host.sh("cat /run/lookout.*/said 2>/dev/null || :")) === "" ? undefined : true,
  );

/** What the run said of the host, last, in its diagnostics. */
function lastWord({ output }: Run): string {
  const words = output.slice(output.indexOf("Diagnostics:")).split("\n");
  return words.filter((line) => /^\s*(error: )?db1[: ]/.test(line)).at(-1) ?? output;
}

beforeAll(async () => {
  stack = await TestStack.fresh();
  declare();
  await stack.up();
});

test("a package manager's lock that is held for 20 s is waited for", async () => {
  await stack.host.sh(holdLock(20));
  const began = Date.now();
  const { code, output } = await upAfter((one) => ({ ...one, version: NEW })).ended;
  expect(code, output).toBe(0);
  expect(Date.now() - began).toBeGreaterThan(15_000);
});

test.each(Object.entries(FAULTS))("%s: said, the host as it should be, mended by the next up", async (_, fault) => {
  const { changes = otherLevel, before, during, after, says, consistent, atMostSeconds } = fault;
  if (agent.version !== OLD) {
    agent = { ...agent, version: OLD };
    declare();
    await stack.up();
  }
  if (before !== undefined) await stack.host.sh(before);

  const began = Date.now();
  const { ended } = upAfter(changes);
  if (during !== undefined) {
    await scriptRuns();
    await stack.host.sh(during);
  }
  const run = await ended;
  const seconds = (Date.now() - began) / 1000;

  expect(run.code, run.output).not.toBe(0);
  expect(run.output).toMatch(says);
  expect(lastWord(run)).toMatch(/\. Then run: pulumi up$/);
  expect(run.output).not.toMatch(/Traceback \(most recent|\bat .*\.[jt]s:\d+/);
  if (atMostSeconds !== undefined) expect(seconds).toBeLessThan(atMostSeconds);
  await eventually("the host", 60, async () => {
    // In a reboot there is none to ask.
    const state = await stack.host.sh("systemctl is-system-running || :").catch(() => "");
    return /running|degraded/.test(state) ? true : undefined;
  });
  if (consistent !== undefined) {
    await eventually("a host that is as it should be", 30, async () => {
      const wrong = await stack.host.sh(`{ ${consistent}; } 2>&1`);
      return wrong === "" ? true : undefined;
    });
  }
  expect(await stack.host.sh("find /etc/datadog-agent /var/lib/lookout -name '*.lookout' -o -name '*.new'")).toBe("");

  if (after !== undefined) await stack.host.sh(after);
  // What the failed run did not come to is done, and nothing after that.
  agent = { version: agent.version, logLevel: agent.logLevel };
  declare();
  await stack.up();
  expect(await stack.host.sh(`{ ${AGENT_RUNS}; ${PACKAGE_WHOLE}; } 2>&1`)).toBe("");
  expect(await stack.host.sh("dpkg-query -W -f '${Status} ${Version}' datadog-agent")).toBe(
    `hold ok installed ${String(agent.version)}`,
  );
  expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
});
