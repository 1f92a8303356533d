import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Row } from "../../cli/drift/row";
import { repositoryRoot } from "../../sandbox/instance.js";
import { type Settings, TestStack } from "./stack.js";

let stack: TestStack;

interface Found {
  readonly hosts: number;
  readonly rows: readonly Row[];
  readonly repair: string | null;
}

/** What `lookout drift` finds, and its exit code. */
async function drift(): Promise<Found & { readonly code: number | null }> {
  const { code, output } = await stack.lookout("drift", "--json");
  if (!output.startsWith("{")) throw new Error(output);
  return { ...(JSON.parse(output) as Found), code };
}

/** `db1 /etc/x: 1 line differs`. */
const told = (rows: readonly Row[], verdict: Row["verdict"] = "drift") =>
  rows
    .filter((row) => row.verdict === verdict)
    .map(({ host, what, declared, found }) => `${host} ${what}: ${declared} > ${found}`)
    .sort();

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  const { config } = parse(stack.configuration) as { config: { "lookout:hosts": Settings[] } };
  const [db1, db2] = config["lookout:hosts"];
  stack.settings = {
    hosts: [
      { ...db1, databases: [{ type: "postgres", dbm: true }] },
      { ...db2, databases: [{ type: "mysql", dbm: true }] },
    ],
  };
  await stack.up();
});

describe("drift", () => {
  test("finds nothing on hosts that are as the last up made them, whatever the Agent wrote since", async () => {
    await stack.host.sh("echo token > /etc/datadog-agent/auth_token; touch /etc/datadog-agent/install_info");
    await stack.host.sh("touch /root/began");
    expect(await drift()).toMatchObject({ code: 0, hosts: 2, rows: [], repair: null });
    // It only reads.
    const written =
      "find /etc /var/lib/lookout /opt/lookout /usr/share/keyrings /var/lib/dpkg -newer /root/began -type f";
    expect(await stack.host.sh(written)).toBe("");
    expect(await stack.host.sh("ls -d /run/lookout.* 2>/dev/null || :")).toBe("");
    expect(await stack.lookout("drift")).toEqual({ code: 0, output: "dev: 2 hosts asked; all is as it was made.\n" });
  });

  test("finds each thing that somebody changed, and shows no secret", async () => {
    const secret = await stack.host.sh("sed -n 's/^api_key: //p' /etc/datadog-agent/datadog.yaml");
    expect(secret).not.toBe("");
    await stack.host.sh(`cd /etc/datadog-agent
      echo '# by hand' >> datadog.yaml
      rm conf.d/postgres.d/conf.yaml
      chmod 0666 conf.d/custom_my_metric.d/conf.yaml
      chown root: checks.d/custom_my_metric.py
      mkdir -p conf.d/redisdb.d && echo 'instances: []' > conf.d/redisdb.d/conf.yaml
      apt-mark -qq unhold datadog-agent
      sed -i 's/ stable 7$/ beta 7/' /etc/apt/sources.list.d/datadog.list
      chmod 0600 /usr/share/keyrings/datadog-archive-keyring.gpg
      rm /var/lib/lookout/agent-files
      systemctl -q disable --now datadog-agent 2>/dev/null
      echo '# by hand' >> /etc/systemd/system/flask.service
      systemctl -q stop flask`);
    await stack.host.sql("REVOKE pg_monitor FROM datadog");
    await stack.host.sql("ALTER ROLE datadog CONNECTION LIMIT 99");
    await stack.host.sql("REVOKE EXECUTE ON FUNCTION datadog.explain_statement(TEXT) FROM datadog");
    await stack.mariadb.sh(`cd /etc/datadog-agent
      sed -i '0,/random/s//rendom/' checks.d/custom_my_metric.py
      rm /usr/share/keyrings/datadog-archive-keyring.gpg
      { apt-mark -qq unhold datadog-agent; apt-get -qq -y -o Acquire::Check-Valid-Until=false install datadog-agent=1:7.71.0-1 ||
        apt-get -qq -y purge datadog-agent; } >/dev/null 2>&1`);
    await stack.mariadb.mariadb("DROP USER 'datadog'@'localhost'");
    await stack.mariadb.mariadb("REVOKE PROCESS ON *.* FROM 'datadog'@'127.0.0.1'");
    await stack.mariadb.mariadb("ALTER USER 'datadog'@'127.0.0.1' WITH MAX_USER_CONNECTIONS 1");

    const { code, rows, repair } = await drift();
    expect(code).toBe(2);
    const found = told(rows);
    for (const line of [
      "db1 /etc/datadog-agent/datadog.yaml: as the stack wrote it > differs",
      "db1 /etc/datadog-agent/conf.d/postgres.d/conf.yaml: a file > missing",
      "db1 /etc/datadog-agent/conf.d/custom_my_metric.d/conf.yaml: dd-agent:dd-agent 640 > dd-agent:dd-agent 666",
      "db1 /etc/datadog-agent/checks.d/custom_my_metric.py: dd-agent:dd-agent 640 > root:root 640",
      "db1 hold of datadog-agent: held > not held",
      "db1 /etc/apt/sources.list.d/datadog.list: as the stack wrote it > 2 lines differ",
      "db1 /usr/share/keyrings/datadog-archive-keyring.gpg: root:root 644 > root:root 600",
      "db1 /var/lib/lookout/agent-files: a file > missing",
      "db1 unit datadog-agent: active > inactive",
      "db1 unit datadog-agent: enabled > disabled",
      "db1 /etc/systemd/system/flask.service: as the stack wrote it > 1 line differs",
      "db1 unit flask: active > inactive",
      "db1 PostgreSQL role datadog at 127.0.0.1:5432: CONNECTION LIMIT 55 > 99",
      "db2 /etc/datadog-agent/checks.d/custom_my_metric.py: as the stack wrote it > 2 lines differ",
      "db2 /usr/share/keyrings/datadog-archive-keyring.gpg: a file > missing",
      "db2 package datadog-agent: 1:7.70.1-1 > 1:7.71.0-1",
      "db2 MySQL user datadog at 127.0.0.1:3306: an account at 'localhost' > missing",
      "db2 MySQL user datadog at 127.0.0.1:3306: PROCESS on *.* of 'datadog'@'127.0.0.1' > not granted",
      "db2 MySQL user datadog at 127.0.0.1:3306: MAX_USER_CONNECTIONS 15 at '127.0.0.1' > 1",
    ]) {
      expect(found).toContain(line);
    }
    const postgres = found.filter((line) => line.startsWith("db1 PostgreSQL")).join("\n");
    expect(postgres).toContain("pg_monitor > not granted");
    expect(postgres).toContain("datadog.explain_statement in database postgres > lacks it: permission denied");
    expect(told(rows, "left")).toEqual([
      "db1 /etc/datadog-agent/conf.d/redisdb.d/conf.yaml: nothing > somebody else's file",
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret.replaceAll('"', ""));
    expect(repair).toMatch(
      /^pulumi up --stack dev --config lookout:recheck=\S+ --target '\*\*:CopyToRemote::db\d-scripts' .*--target '\*\*:Command::db1-package'/,
    );

    const text = await stack.lookout("drift");
    expect(text.code).toBe(2);
    expect(text.output).toContain("1 of somebody else's left alone");
  });

  test("ends once the printed command has run, and somebody else's file is still there", async () => {
    const { repair } = await drift();
    const run = await stack.typed(
      `${repair ?? ""} --yes --skip-preview --suppress-progress --non-interactive`,
      repositoryRoot,
    );
    expect(run.code, run.output).toBe(0);
    const { code, rows } = await drift();
    expect(told(rows)).toEqual([]);
    expect(told(rows, "unknown")).toEqual([]);
    expect(code).toBe(0);
    expect(told(rows, "left")).toHaveLength(1);
  });

  test("says of a host that is away, and of one where an up is at work, why nothing is known", async () => {
    await stack.host.sh("systemctl stop ssh.socket ssh 2>/dev/null || systemctl stop ssh");
    await stack.mariadb.sh("setsid flock /run/lock sleep 600 >/dev/null 2>&1 & sleep 1");
    try {
      const { code, rows } = await drift();
      expect(code).toBe(1);
      expect(told(rows, "unknown")).toEqual([
        expect.stringMatching(/^db1 the host: can be read > \(\S+@\S+:\d+\): nothing listens there/),
        expect.stringMatching(
          /^db2 MySQL user .*: can be read > another run has held the lock on \/run\/lock for 10 s/,
        ),
        expect.stringMatching(/^db2 the Agent: can be read > another run has held the lock/),
      ]);
    } finally {
      await stack.mariadb.sh("pkill -x sleep || :");
      await stack.host.sh("systemctl start ssh");
    }
  });
});
