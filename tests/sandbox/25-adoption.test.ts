import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Row } from "../../cli/drift/row";
import { eventually } from "./eventually.js";
import { type Overlay, type Settings, TestStack } from "./stack.js";
import { differences, tree } from "./tree.js";

const OLD = "1:7.70.1-1";
const NEW = "1:7.71.0-1";

const BY_HAND = "/etc/apt/sources.list.d/dd-by-hand.list";
const CHECK = `from datadog_checks.base import AgentCheck


class Theirs(AgentCheck):
    def check(self, instance):
        self.gauge("theirs.value", 42)
`;

let stack: TestStack;
let overlay: Overlay & { agent: { ddUrl: string } };

/** What somebody did years ago, as Datadog's documentation had it. */
async function installByHand(): Promise<void> {
  const { agent, datadog } = overlay;
  const key = (agent.repository.keys[0] ?? "").split("\n\n", 2)[1] ?? "";
  await stack.host.write("/root/key", key.replace(/\n=.*|\n-----END.*/g, ""));
  await stack.host.sh(
    `mkdir -p /etc/apt/keyrings && base64 -d /root/key > /etc/apt/keyrings/dd.gpg && rm /root/key
    echo 'deb [signed-by=/etc/apt/keyrings/dd.gpg] ${agent.repository.url} stable 7' > ${BY_HAND}
    { apt-get -qq update && apt-get -qq -y install datadog-agent=${OLD}; } >/dev/null 2>&1
    cd /etc/datadog-agent && mkdir -p conf.d/theirs.d conf.d/redisdb.d conf.d/custom_my_metric.d checks.d`,
    300,
  );
  const files = {
    "datadog.yaml": `# by hand\napi_key: ${datadog.apiKey}\ndd_url: ${agent.ddUrl}\nhostname: db1\nlog_level: warn\nlogs_enabled: false\ntags: [team:old]\n`,
    "checks.d/theirs.py": CHECK,
    "conf.d/theirs.d/conf.yaml": "instances: [{}]\n",
    "conf.d/redisdb.d/conf.yaml": "instances: []\n",
    "conf.d/custom_my_metric.d/conf.yaml": "instances: []\n",
    environment: "DD_LOG_LEVEL=warn\n",
  };
  for (const [file, text] of Object.entries(files)) await stack.host.write(`/etc/datadog-agent/${file}`, text);
  await stack.host.sh(
    "cd /etc/datadog-agent && chown -R dd-agent: . && chmod 0640 datadog.yaml && systemctl restart datadog-agent",
  );
}

const declare = (agent: Settings) => {
  stack.settings = { agent: { version: OLD, ...agent }, hosts: [{ name: "db1", databases: [] }] };
};

/** But for what the Agent writes as it runs. */
const look = async () => {
  const files = await tree(stack.host);
  for (const file of files.keys())
    if (/^\/var\/log\/|auth_token|ipc_cert|__pycache__|\.pyc$/.test(file)) files.delete(file);
  return files;
};
/** Beside the scripts, which are there once a run has reached the host, and go at destroy. */
const lookBesideScripts = async () => {
  const files = await look();
  for (const file of files.keys())
    if (/^\/var\/lib\/lookout(\/scripts.*)?$|\/\.lookout-db1$/.test(file)) files.delete(file);
  return files;
};
const installed = () =>
  stack.host.sh(
    "dpkg-query -W -f '${Version} ${Status}' datadog-agent; stat -c ' %Y' /var/lib/dpkg/info/datadog-agent.list; grep -c ' datadog-agent' /var/log/dpkg.log",
  );
const theirsRuns = async (since: number) =>
  eventually("a run of the foreign check", 60, async () => {
    const series = await stack.datadog.series("theirs.value", "db1");
    return series.some(({ points }) => points.some(([time]) => time > since)) ? true : undefined;
  });
const now = () => Math.floor(Date.now() / 1000);

let before: Map<string, string>;
let package_: string;

beforeAll(async () => {
  stack = await TestStack.fresh();
  overlay = parse(fs.readFileSync(path.join(stack.instance.folder, "overlay.yaml"), "utf8")) as typeof overlay;
  await installByHand();
  await theirsRuns(0);
  declare({});
  before = await look();
  package_ = await installed();
});

describe("an Agent that somebody installed by hand", () => {
  test("is refused with the setting's name, and left as it is", async () => {
    const { code, output } = await stack.tryUp();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(
      /db1: (the repository .* is among this host's sources with other keys|an Agent is here already).*agent\.adopt: true/,
    );
    expect(differences(before, await lookBesideScripts())).toEqual([]);
  });

  test("is read before any up: what a takeover changes and leaves, and no secret", async () => {
    const { code, output } = await stack.lookout("adoption", "--json");
    expect(code, output).toBe(0);
    const found = JSON.parse(output) as { hosts: object[]; rows: Row[] };
    expect(found.hosts).toEqual([{ host: "db1", agent: "other", adopts: false }]);
    const told = found.rows.map(({ what, verdict, declared, found: is }) => `${verdict} ${what}: ${declared} < ${is}`);
    for (const line of [
      "drift hold of datadog-agent: held < not held",
      `drift ${BY_HAND}: not asked while the stack has the Agent < names the same repository`,
      "drift /etc/datadog-agent/conf.d/custom_my_metric.d/conf.yaml: replaced < 3 keys differ",
      "left /etc/datadog-agent/checks.d/theirs.py: nothing < somebody else's file",
      "left /etc/datadog-agent/conf.d/redisdb.d/conf.yaml: nothing < somebody else's file",
      "left /etc/datadog-agent/environment: nothing < sets DD_LOG_LEVEL: decides over datadog.yaml",
    ]) {
      expect(told).toContain(line);
    }
    expect(told.join("\n")).not.toContain("package datadog-agent:");
    const { lines = [] } = found.rows.find(({ what }) => what.endsWith("/datadog.yaml")) ?? {};
    expect(lines).toContain('log_level: "warn" → "info"');
    expect(lines.join("\n")).toMatch(/^tags: \["team:old"\] → \[.*"env:dev"/m);
    expect(output).not.toContain(overlay.datadog.apiKey);
    expect(output).not.toMatch(/BEGIN OPENSSH/);

    const text = await stack.lookout("adoption", "--host", "db1");
    expect(text.output).toContain("`up` refuses on db1; to have the Agent taken over say agent.adopt: true there.");
    expect(differences(before, await lookBesideScripts())).toEqual([]);
  });

  test("is left as it is where there is no room to keep what it had", async () => {
    declare({ adopt: true });
    // Its scripts have room there, and a copy of the Agent's folder has not.
    await stack.host.sh(`head -c 3m /dev/zero > /etc/datadog-agent/large && mv /var/lib/lookout /root/kept &&
      mkdir /var/lib/lookout && mount -t tmpfs -o size=2m none /var/lib/lookout && cp -a /root/kept/. /var/lib/lookout/`);
    const { code, output } = await stack.tryUp();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/db1: what the Agent here has can't be kept in .*, and nothing is changed; make room/);
    expect(await stack.host.sh("ls -A /var/lib/lookout")).toBe("scripts");
    await stack.host.sh(`rm /etc/datadog-agent/large && umount /var/lib/lookout && rmdir /var/lib/lookout &&
      mv /root/kept /var/lib/lookout`);
    expect(differences(before, await lookBesideScripts())).toEqual([]);
  });

  test("is taken over without another installation, by one restart; what is foreign stays and is named", async () => {
    declare({ adopt: true });
    const starts = await stack.host.agentStarts();
    const began = now();
    const output = await stack.up();
    expect(output).toMatch(/db1: the Agent that is here, at 1:7\.70\.1-1, is taken over; what it had is kept in/);
    for (const file of ["conf.d/redisdb.d/conf.yaml", "conf.d/theirs.d/conf.yaml", "checks.d/theirs.py"]) {
      expect(output).toContain(`db1: /etc/datadog-agent/${file} is not in the stack; it is left as it is`);
    }
    expect(output).toMatch(/db1: \/etc\/datadog-agent\/environment sets DD_LOG_LEVEL, which decides over/);
    expect(await installed()).toBe(package_.replace("install ok", "hold ok"));
    expect((await stack.host.agentStarts()) - starts).toBe(1);
    await theirsRuns(began);
    expect(await stack.host.sh("apt-get update 2>&1 | grep -E 'Conflicting|multiple times|datadog' || :")).toBe("");
    expect(await stack.host.sh("stat -c '%U %a' /var/lib/lookout/agent-adopted")).toBe("root 700");
    expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect((await stack.lookout("drift", "--json")).code).toBe(0);
    expect((await stack.lookout("adoption")).output).toContain("Lookout's already");
  });

  test("is given back as it was at destroy, and runs", async () => {
    const starts = await stack.host.agentStarts();
    const began = now();
    await stack.destroy();
    expect(differences(before, await look())).toEqual([]);
    expect(await installed()).toBe(package_);
    expect((await stack.host.agentStarts()) - starts).toBe(1);
    await theirsRuns(began);
  });

  test("at another version is brought to the stack's in its place, and keeps that", async () => {
    declare({ adopt: true, version: NEW });
    await stack.up();
    expect(await installed()).toContain(`${NEW} hold ok installed`);
    await stack.destroy();
    expect(await installed()).toContain(`${NEW} install ok installed`);
    expect(await stack.host.sh("cat /etc/datadog-agent/datadog.yaml")).toMatch(/^# by hand/);
    expect(await stack.host.sh("systemctl is-active datadog-agent; ls -A /var/lib/lookout 2>/dev/null || :")).toBe(
      "active",
    );
  });
});
