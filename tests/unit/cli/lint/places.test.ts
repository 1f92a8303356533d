import { expect, test } from "vitest";
import { settingOf } from "../../../../cli/lint/setting-of";
import { YamlPlaces } from "../../../../cli/lint/yaml-places";

const TEXT = `# A comment.
config:
  other:key: 1
  lookout:tags: [team:sre, "team sre"]
  lookout:hosts:
    - &first
      name: db1
      databases:
        - type: postgres
          port: 543210
    - <<: *first
      name: db1-eu
  lookout:monitors:
    queue.length:
      query: avg(last_5m):avg:a{*} > 1
    queue:
      query: avg(last_5m):avg:b{*} > 1
  lookout:slos:
    shop: { target: 99 }
  lookout:databaseMonitors: &block
    priority: 2
  lookout:redis: *block
  lookout:quietHours:
    timezone: UTC
  lookout:downtimes:
    patches: { from: 2027-01-05 22:00 }
`;
const settings = new YamlPlaces("Pulumi.dev.yaml", TEXT, "lookout:");
const lines = TEXT.split("\n");

/** The line, and the text from the column on. */
function seen(setting: string): string {
  const { line, column, endColumn } = settings.placeOf(setting);
  return `${line} ${lines[line - 1]?.slice(column - 1, endColumn && endColumn - 1) ?? ""}`;
}

test.each([
  ["tags[1]", '4 "team sre"'],
  ["hosts[0].databases[0].port", "10 port"],
  ["hosts[0].databases[0].prot", "9 type: postgres"],
  ["hosts[0].address", "7 name: db1"],
  ["hosts[1].name", "12 name"],
  ["monitors.queue.length.query", "15 query"],
  ["monitors.queue.query", "17 query"],
  ["redis.priority", "21 priority"],
  ["redis.none", "22 lookout:redis"],
  ["none", "1 # A comment."],
])("%s stands at %s", (setting, expected) => {
  expect(seen(setting).startsWith(expected) || expected.startsWith(seen(setting))).toBe(true);
});

test("a file without settings has a beginning", () => {
  expect(new YamlPlaces("Pulumi.dev.yaml", "", "lookout:").placeOf("notify")).toEqual({
    ...{ file: "Pulumi.dev.yaml", line: 1, column: 1 },
  });
});

test.each([
  ["lookout:monitors:Monitor", "queue", "monitors.queue"],
  ["lookout:monitors:MetricMonitor", "postgres-connect", "databaseMonitors"],
  ["lookout:monitors:MetricMonitor", "shop-burn-fast", "slos.shop"],
  ["lookout:monitors:MetricMonitor", "redis-memory", "redis"],
  ["lookout:monitors:MetricMonitor", "services-errors", undefined],
  ["lookout:slo:SLO", "shop", "slos.shop"],
  ["lookout:downtimes:QuietHours", "my-metric", "quietHours"],
  ["lookout:downtimes:OneTimeDowntime", "patches", "downtimes.patches"],
  ["lookout:host:Host", "db1", "hosts[0]"],
  ["lookout:databases:PostgresMonitoring", "db1-eu-postgres", "hosts[1]"],
  ["lookout:dashboards:HostDashboard", "hosts", undefined],
])("the %s %s is declared by %s", (type, name, expected) => {
  expect(settingOf(type, name, settings)).toBe(expected);
});
