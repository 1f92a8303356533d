import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../../sandbox/instance.js";
import { eventually } from "./eventually.js";
import { TestStack } from "./stack.js";

let stack: TestStack;
/** The sandbox's own, made to see that the host is ready. */
let loginsBefore: number;
/** The stand-in keeps what earlier tests sent. */
const began = Date.now() / 1000;
beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  loginsBefore = await stack.host.logins();
});

interface Outputs {
  readonly agentVersions: Record<string, string>;
  readonly checks: Record<string, Record<string, string>>;
  readonly dashboardUrl: string;
  readonly dashboardLast5MinutesUrl: string;
  readonly databaseDashboardUrl: string;
  readonly hostMonitorUrls: Record<string, string>;
  readonly databaseMonitorUrls: { readonly postgres: Record<string, string>; readonly mysql: Record<string, string> };
  readonly databases: unknown;
  readonly monitorUrl: string;
  readonly downtimesUrl: string;
  readonly hostMapUrl: string;
  readonly readme: string;
}

describe("the first up", () => {
  beforeAll(async () => {
    await stack.up("--skip-preview=false");
  });

  test("ends with every check OK and says where to look", async () => {
    const outputs = await stack.outputs<Outputs>();
    expect(outputs.checks).toEqual({
      db1: { postgres: "OK", custom_my_metric: "OK" },
      db2: { mysql: "OK", custom_my_metric: "OK" },
    });
    expect(outputs.agentVersions).toEqual({ db1: "7.70.1", db2: "7.70.1" });
    expect(outputs.databases).toMatchObject({
      "db1.postgres": { server: "PostgreSQL", user: "datadog", withheld: [] },
      "db2.mysql": { server: "MariaDB", user: "datadog", withheld: [] },
    });
    expect(outputs.readme).toContain("# Lookout");
    for (const url of [
      outputs.dashboardUrl,
      outputs.dashboardLast5MinutesUrl,
      outputs.databaseDashboardUrl,
      outputs.monitorUrl,
      ...Object.values(outputs.hostMonitorUrls),
      ...Object.values(outputs.databaseMonitorUrls.postgres),
      ...Object.values(outputs.databaseMonitorUrls.mysql),
      outputs.downtimesUrl,
      outputs.hostMapUrl,
    ]) {
      expect(await fetch(url), url).toMatchObject({ status: 200 });
    }
  });

  test("the engine knows each object by the URN that the reviewed plan gives it", async () => {
    const { output } = await stack.pulumi("stack", "export", "--stack", "dev");
    const { deployment } = JSON.parse(output) as { deployment: { resources: { urn: string }[] } };
    const plan = fs.readFileSync(path.join(repositoryRoot, "tests/plans/dev.txt"), "utf8");
    // A downtime of its own for quiet hours that are under way: the plan's moment is in some, this one perhaps not.
    const always = (urn: string) => !/::pulumi:pulumi:Stack::|::default(_|$)|:DowntimeSchedule::.*-first$/.test(urn);
    const made = deployment.resources.map(({ urn }) => urn);
    const planned = plan.match(/^urn:.*/gm) ?? [];
    expect(made.filter(always).sort()).toEqual(planned.filter(always).sort());
  });

  test("leaves graphs with the band of a whole hour, and pages that say what of it was made up", async () => {
    for (const [metric, host] of [
      ["postgresql.percent_usage_connections", "db1"],
      ["mysql.performance.open_files", "db2"],
    ] as const) {
      const query = `anomalies(avg:${metric}{env:dev,host:${host}} by {host}, 'basic', 2)`;
      // The hour before the first value that was measured: other tests of this sandbox may have come before.
      const { until } = await eventually(`${metric} of ${host}`, 60, () => stack.datadog.madeUp(metric, host));
      const band = await stack.datadog.band(query, until - 3600, until);
      expect(band.length, metric).toBeGreaterThan(150);
    }
    const { until } = await eventually("my_metric of db1", 60, () => stack.datadog.madeUp("my_metric", "db1"));
    const { dashboardUrl } = await stack.outputs<Outputs>();
    const asked = `from_ts=${(until - 3600) * 1000}&to_ts=${until * 1000}&live=false`;
    expect(await (await fetch(`${dashboardUrl}?${asked}`)).text()).toContain("Made up by the sandbox");
  });

  test("leaves the package pinned, held and signed", async () => {
    expect(await stack.host.sh("dpkg-query -W -f '${Version}' datadog-agent")).toBe("1:7.70.1-1");
    expect(await stack.host.sh("apt-mark showhold")).toBe("datadog-agent");
    expect(await stack.host.sh("cat /etc/apt/sources.list.d/datadog.list")).toMatch(
      /^deb \[signed-by=\/usr\/share\/keyrings\/datadog-archive-keyring\.gpg\] http\S+ stable 7$/,
    );
  });

  test("runs the postgres check as role datadog, which has pg_monitor", async () => {
    const checked = await stack.host.sh("runuser -u dd-agent -- datadog-agent check postgres --json");
    const [instance] = JSON.parse(checked) as { runner: { LastError: string; TotalErrors: number } }[];
    expect(instance?.runner).toMatchObject({ LastError: "", TotalErrors: 0 });
    expect(await stack.host.sql("SELECT DISTINCT usename FROM pg_stat_activity WHERE client_addr = '127.0.0.1'")).toBe(
      "datadog",
    );
    expect(await stack.host.sql("SELECT pg_has_role('datadog', 'pg_monitor', 'usage')")).toBe("t");
  });

  test("runs the mysql check as datadog@localhost, who may what the guide asks to verify", async () => {
    const checked = await stack.mariadb.sh("runuser -u dd-agent -- datadog-agent check mysql --json");
    const [instance] = JSON.parse(checked) as { runner: { LastError: string; TotalErrors: number } }[];
    expect(instance?.runner).toMatchObject({ LastError: "", TotalErrors: 0 });
    expect(await stack.mariadb.mariadb("SELECT Host FROM mysql.user WHERE User = 'datadog' ORDER BY 1")).toBe(
      "127.0.0.1\nlocalhost",
    );
    // As a person would, through the socket: the guide's commands, each of which must be let pass.
    const guide = [
      "SHOW STATUS LIKE 'Uptime'",
      "SHOW SLAVE STATUS",
      "SELECT * FROM performance_schema.threads LIMIT 1",
    ];
    const conf = "/etc/datadog-agent/conf.d/mysql.d/conf.yaml";
    await stack.mariadb.sh(`
      sed -n 's/^ *password: /password=/p' ${conf} | sed '1i [client]' > /root/guide.cnf
      for query in ${guide.map((query) => `"${query}"`).join(" ")} "SHOW PROCESSLIST"; do
        mariadb --defaults-file=/root/guide.cnf --user=datadog --host=localhost -e "$query"
      done
      rm /root/guide.cnf`);
  });

  test("a second one has nothing to do and does not log in", async () => {
    const since = new Date();
    const seen = async () => ({
      logins: [await stack.host.logins(), await stack.mariadb.logins()],
      writes: await stack.datadog.writes(since),
    });
    const before = await seen();
    expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect(await seen()).toEqual(before);
    // The copy of the scripts, then the commands.
    expect((before.logins[0] ?? 0) - loginsBefore).toBe(5);
  });

  test("a preview and a refresh expect no changes", async () => {
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0 });
    const refresh = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress", "--stack", "dev"];
    expect(await stack.pulumi(...refresh)).toMatchObject({ code: 0 });
  });

  test("my_metric arrives every 45 s, from 0 to 1000, with the host's tags", async () => {
    const wanted = 3;
    const deadline = Date.now() + wanted * 45_000 + 120_000;
    let points: readonly (readonly [number, number])[] = [];
    while (points.length < wanted && Date.now() < deadline) {
      await sleep(2_000);
      const series = await stack.datadog.series("my_metric", "db1");
      points = series
        .flatMap((one) => one.points)
        .filter(([time]) => time > began)
        .slice(-wanted);
    }
    const spacings = points.slice(1).map(([time], i) => time - (points[i]?.[0] ?? 0));
    expect(spacings).toHaveLength(wanted - 1);
    // On time where the machine has time; never at the Agent's own 15 s, or at a minute.
    for (const spacing of spacings) expect(Math.abs(spacing - 45)).toBeLessThanOrEqual(6);
    for (const [, value] of points) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1000);
    }
    for (const tag of ["env:dev", "role:db", "host:db1"]) {
      const scopes = await stack.datadog.query(`avg:my_metric{${tag}} by {host}`);
      expect(
        scopes.filter((scope) => scope.includes("host:db1")),
        tag,
      ).toHaveLength(1);
    }
    expect(await stack.datadog.hostTags("db1")).toEqual(
      expect.arrayContaining(["env:dev", "role:db", "service:lookout", "team:sre"]),
    );
  });

  test("Datadog's pages show the band in which connections are expected, and it knows the hosts' addresses", async () => {
    const { databaseDashboardUrl, monitorUrl } = await stack.outputs<Outputs>();
    const shows = (url: string, words: RegExp) =>
      eventually(`${url} ${words.source}`, 120, async () => words.exec(await (await fetch(url)).text()) ?? undefined);
    await shows(databaseDashboardUrl, /expected by\s+anomalies\(\)/);
    await shows(new URL("/stand-in/hosts", monitorUrl).href, /"ip":"\d+\.\d+\.\d+\.\d+"/);
  });

  test("the databases' metrics that are graphed and alerted on arrive from their hosts", async () => {
    for (const [metric, host] of [
      ["postgresql.percent_usage_connections", "db1"],
      ["postgresql.before_xid_wraparound", "db1"],
      ["mysql.performance.open_files", "db2"],
      ["mysql.performance.threads_connected", "db2"],
      ["mysql.net.max_connections_available", "db2"],
      ["mysql.innodb.buffer_pool_utilization", "db2"],
    ] as const) {
      const scopes = await stack.datadog.query(`avg:${metric}{env:dev} by {host}`);
      expect(scopes.join(), metric).toContain(`host:${host}`);
    }
  });

  test("what Datadog holds is three dashboards, the monitors of hosts, of each kind of server and of services, and my_metric's with its downtimes", async () => {
    const { monitors, dashboards, downtimes } = await stack.datadog.objects();
    expect(dashboards.map(({ title }) => title).sort()).toEqual([
      "Lookout: applications and infrastructure of dev",
      "Lookout: databases of dev",
      "Lookout: hosts of dev",
    ]);
    expect(monitors.map(({ name }) => name).sort()).toEqual([
      "A disk fills up within a week",
      "A disk is full",
      "A host is away, or its Agent",
      "A traced service fails too often",
      "A traced service is failing people",
      "A traced service is slow",
      "MySQL: connections run out",
      "MySQL: the Agent can't log in",
      "MySQL: the Agent's check fails",
      "PostgreSQL: connections run out",
      "PostgreSQL: replication is later than usual",
      "PostgreSQL: the Agent can't log in",
      "PostgreSQL: the Agent's check fails",
      "PostgreSQL: transaction ids run out",
      "my_metric is high",
    ]);
    // Within quiet hours there is another one, until they end.
    const recurring = downtimes.filter(({ attributes }) => "recurrences" in (attributes.schedule as object));
    expect(recurring).toHaveLength(2);
  });
});
