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

// field/definitions.yaml: productSays "notifies @http.url and @slack-ops"
test("who is notified is in the template, not in what fills it", () => {
  const logs = {
    type: "log alert",
    query: 'logs("status:error").index("*").rollup("count").by("@http.url").last("5m") > 5',
    monitorThresholds: { critical: "5" },
    message: "{{value}} at {{[@http.url].name}} @slack-ops",
  };
  expect(described(logs).notifications[0]).toMatchObject({
    text: "6.0 at some @http.url @slack-ops",
    handles: ["@slack-ops"],
  });
  expect([...described(logs).notifies.keys()]).toEqual(["@slack-ops"]);
});

test("a handle with a variable in it is told as it is filled", () => {
  expect(described({ message: "up @slack-{{host.name}} @slack-{{service.name}}" }).notifications[0]?.handles).toEqual([
    "@slack-db1",
    "@slack-[service.name]",
  ]);
});

// field/definitions.yaml: one recovery, from an alert
test("recoveries that differ are said one by one, and so is a warning after an alert", () => {
  const message =
    "{{#is_warning_recovery}}Over. @slack-warn{{/is_warning_recovery}}{{#is_no_data_recovery}}Back.{{/is_no_data_recovery}}" +
    "{{#is_alert_to_warning}}Better.{{/is_alert_to_warning}}{{#is_alert}}x @pagerduty-x{{/is_alert}}";
  const told = described({ message, notifyNoData: true, noDataTimeframe: 10 });
  expect(told.notifications.map(({ state, text }) => [state, text])).toEqual([
    ["alert", "x @pagerduty-x"],
    ["warning", ""],
    ["warning after an alert", "Better."],
    ["no data", ""],
    ["recovery from alert", ""],
    ["recovery from warning", "Over. @slack-warn"],
    ["recovery from no data", "Back."],
  ]);
  expect(told.notifies.get("@slack-warn")).toEqual(["recovery from warning"]);
});

test("recoveries that read alike are told together", () => {
  const message = "{{#is_no_data_recovery}}Back.{{/is_no_data_recovery}}{{#is_recovery}} Fine.{{/is_recovery}} @oncall";
  const states = described({ message, notifyNoData: true, noDataTimeframe: 10 }).notifications.map(
    ({ state }) => state,
  );
  expect(states.slice(-2)).toEqual(["recovery from alert or warning", "recovery from no data"]);
});

// field/definitions.yaml: the title rendered, as the message is
test("a title is filled in as a message is, in every state", () => {
  const name = "CPU of {{host.name}} is at {{value}}{{#is_recovery}} again{{/is_recovery}}";
  expect(described({ name }).notifications.map(({ subject }) => subject)).toEqual([
    "[Triggered on {host:db1}] CPU of db1 is at 880.0",
    "[Warn on {host:db1}] CPU of db1 is at 650.0",
    "[Recovered on {host:db1}] CPU of db1 is at 400.0 again",
  ]);
});

// field/definitions.yaml: of any cluster and pod
test("a notification is of the keys that the monitor notifies by, and other groups are empty in it", () => {
  const pods = {
    name: "{{cluster.name}}: {{pod.name}}",
    query: "avg(last_5m):avg:my_metric{*} by {cluster,pod} > 800",
  };
  const subject = (notifyBies: string[]) => described({ ...pods, notifyBies }).notifications[0]?.subject;
  expect(subject(["cluster"])).toBe("[Triggered on {cluster:some cluster}] some cluster:");
  expect(subject(["*"])).toBe("[Triggered] :");
});

// field/definitions.yaml: " @slack-ops", "and  on db1"
test.each([
  [
    { type: "log alert", query: 'logs("a:b").index("*").rollup("count").last("5m") > 5' },
    "{{log.message}} {{log.link}}",
    "[log.message] [log.link]",
  ],
  [
    { type: "composite", query: "1001 && 1002", monitorThresholds: {} },
    "{{a.value}} and {{b.value}}",
    "[a.value] and [b.value]",
  ],
  [{}, "{{host.role}} {{nothing}}", "[host.role]"],
  [{}, '{{#is_match "host.role" "db"}}a database{{/is_match}}', ""],
])("what only Datadog fills stands as its name: %#", (monitor, message, text) => {
  expect(described({ ...monitor, message }).notifications[0]?.text).toBe(text);
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
