import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { TestStack } from "./stack.js";

let stack: TestStack;
/** The sandbox's own, made to see that the host is ready. */
let loginsBefore: number;
/** The stand-in keeps what earlier tests sent. */
const began = Date.now() / 1000;
beforeAll(async () => {
  stack = await TestStack.fresh();
  loginsBefore = await stack.host.logins();
});

interface Outputs {
  readonly agentVersions: Record<string, string>;
  readonly checks: Record<string, Record<string, string>>;
  readonly dashboardUrl: string;
  readonly dashboardLast5MinutesUrl: string;
  readonly monitorUrl: string;
  readonly downtimesUrl: string;
  readonly hostMapUrl: string;
  readonly readme: string;
}

describe("the first up", () => {
  beforeAll(async () => {
    await stack.up();
  });

  test("ends with every check OK and says where to look", async () => {
    const outputs = await stack.outputs<Outputs>();
    expect(outputs.checks).toEqual({ db1: { postgres: "OK", custom_my_metric: "OK" } });
    expect(outputs.agentVersions).toEqual({ db1: "7.70.1" });
    expect(outputs.readme).toContain("# Lookout");
    for (const url of [
      outputs.dashboardUrl,
      outputs.dashboardLast5MinutesUrl,
      outputs.monitorUrl,
      outputs.downtimesUrl,
      outputs.hostMapUrl,
    ]) {
      expect(await fetch(url), url).toMatchObject({ status: 200 });
    }
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

  test("a second one has nothing to do and does not log in", async () => {
    const before = { logins: await stack.host.logins(), writes: await stack.datadog.writes() };
    expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect({ logins: await stack.host.logins(), writes: await stack.datadog.writes() }).toEqual(before);
    expect(before.logins - loginsBefore).toBe(3);
  });

  test("a preview and a refresh expect no changes", async () => {
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0 });
    const refresh = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress", "--stack", "dev"];
    expect(await stack.pulumi(...refresh)).toMatchObject({ code: 0 });
  });

  test("my_metric arrives every 45 s, from 0 to 1000, with the host's tags", async () => {
    const wanted = 3;
    const deadline = Date.now() + wanted * 45_000 + 30_000;
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
    for (const spacing of spacings) expect(Math.abs(spacing - 45)).toBeLessThanOrEqual(1);
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

  test("what Datadog holds is one dashboard, one monitor and its two downtimes", async () => {
    const { monitors, dashboards, downtimes } = await stack.datadog.objects();
    expect(dashboards.map(({ title }) => title)).toEqual(["Lookout: hosts of dev"]);
    expect(monitors.map(({ query }) => query)).toEqual(["avg(last_5m):avg:my_metric{env:dev} by {host} > 800"]);
    expect(downtimes).toHaveLength(2);
  });
});
