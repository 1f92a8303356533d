import fc from "fast-check";
import { expect, test } from "vitest";
import { described } from "./monitors";

const states = (...args: Parameters<typeof described>) => described(...args).notifications.map(({ state }) => state);

test("a message is rendered for each state that notifies, and for no other", () => {
  expect(states()).toEqual(["alert", "warning", "recovery"]);
  expect(states({ monitorThresholds: { critical: "800" } })).toEqual(["alert", "recovery"]);
  expect(states({ notifyNoData: true, noDataTimeframe: 10, renotifyInterval: 60 })).toEqual([
    ...["alert", "warning", "no data", "recovery", "renotification"],
  ]);
});

test("values are beyond the threshold, between the two, and well below both; the host is one of the environment", () => {
  expect(described().notifications.map(({ text }) => text)).toEqual([
    "db1 has 880.0 of 800.0 @oncall@example.com",
    "db1 has 650.0 of 800.0 @oncall@example.com",
    "db1 has 400.0 of 800.0 @oncall@example.com",
  ]);
});

test("the subject says the state, the group and the title", () => {
  expect(described().notifications.map(({ subject }) => subject)).toEqual([
    "[Triggered on {host:db1}] my_metric is high",
    "[Warn on {host:db1}] my_metric is high",
    "[Recovered on {host:db1}] my_metric is high",
  ]);
});

test("a database's monitor is told of a host that has such a database, with its server and port", () => {
  const check = {
    type: "service check",
    query: '"mysql.can_connect".over("env:dev").by("host","port").last(3).count_by_status()',
    monitorThresholds: { critical: "2", ok: "2" },
    message: "{{host.name}} {{host.ip}} {{port.name}}: {{check_message}} @oncall",
  };
  expect(described(check).notifications[0]).toMatchObject({
    subject: "[Triggered on {host:db2,port:3307}] my_metric is high",
    text: "db2 192.0.2.12 3307: connection refused @oncall",
  });
});

test("a value stays within what the metric can be", () => {
  const query = "avg(last_5m):avg:postgresql.percent_usage_connections{*} by {host} > 0.98";
  const { notifications } = described({ query, monitorThresholds: { critical: "0.98" } });
  expect(notifications[0]?.text).toContain("has 1.0 of 0.98");
});

test("fewer nodes than three are two, and enough are three", () => {
  const query = "max(last_5m):min:cluster_size{*} by {host} < 3";
  const { notifications } = described({ query, monitorThresholds: { critical: "3" } });
  expect(notifications.map(({ text }) => text.slice(0, 7))).toEqual(["db1 has", "db1 has"]);
  expect(notifications.map(({ text }) => text.split(" ")[2])).toEqual(["2.0", "3.0"]);
});

test("a renotification has its own words where there are some, else the message once more", () => {
  const again = { renotifyInterval: 60, message: "up{{#is_renotify}}, still{{/is_renotify}} @oncall" };
  expect(described(again).notifications.at(-1)?.text).toBe("up, still @oncall");
  expect(described({ ...again, escalationMessage: "get up @boss" }).notifications.at(-1)).toMatchObject({
    text: "get up @boss",
    handles: ["@boss"],
  });
});

test("a renotification is of the first state that is told again", () => {
  const again = { notifyNoData: true, noDataTimeframe: 10, renotifyInterval: 60, renotifyStatuses: ["no data"] };
  const message =
    "{{#is_no_data}}silent{{/is_no_data}}{{#is_alert}}up{{/is_alert}} for {{triggered_duration_sec}} s @oncall";
  expect(described({ ...again, message }).notifications.at(-1)).toMatchObject({
    state: "renotification",
    subject: "[Re-No data on {host:db1}] my_metric is high",
    text: "silent for 3600 s @oncall",
  });
});

test("a template that can't be read stands as it is", () => {
  expect(described({ message: "{{#is_alert}} @oncall" }).notifications[0]).toMatchObject({
    text: "{{#is_alert}} @oncall",
    handles: [],
  });
});

test("an alert's value trips any threshold, and a recovery's does not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(">", "<"), (threshold, comparator) => {
      const query = `avg(last_5m):avg:my_metric{*} by {host} ${comparator} ${threshold}`;
      const { notifications } = described({
        query,
        monitorThresholds: { critical: String(threshold) },
        message: "{{value}}",
      });
      const [alert, recovery] = notifications.map(({ text }) => Number(text));
      const trips = (value = NaN) => (comparator === ">" ? value > threshold : value < threshold);
      expect([trips(alert), trips(recovery)]).toEqual([true, false]);
    }),
  );
});
