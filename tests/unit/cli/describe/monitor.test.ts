import { expect, test } from "vitest";
import { monitorSentence } from "../../../../cli/describe/monitor";
import { described } from "./monitors";

const sentence = (...args: Parameters<typeof described>) => monitorSentence(described(...args));

test("a monitor is a sentence: when, where, whom, and what of silence", () => {
  expect(sentence({ notifyNoData: true, noDataTimeframe: 10 })).toBe(
    "Alerts when the average of my_metric over 5 minutes on a host is above 800, warns above 500; only where env is dev; notifies @oncall@example.com; no data notifies after 10 minutes.",
  );
});

test.each([
  [{}, /; no data does not notify\.$/],
  [{ onMissingData: "show_and_notify_no_data" }, /; no data notifies\.$/],
  [{ onMissingData: "show_no_data" }, /; no data shows and does not notify\.$/],
  [{ onMissingData: "resolve" }, /; no data resolves it\.$/],
  [{ priority: "2" }, /; priority 2\.$/],
  [{ renotifyInterval: 60 }, /; notifies again after each hour\.$/],
  [
    { renotifyInterval: 90, renotifyStatuses: ["alert", "no data"], renotifyOccurrences: 3 },
    /; notifies again after each 90 minutes while alert or no data lasts, 3 times at most\.$/,
  ],
  [{ assets: [{ category: "runbook", url: "https://wiki/run" }] }, /; runbook https:\/\/wiki\/run\.$/],
  [{ message: "words" }, /; notifies nobody; /],
])("%j is said", (more, words) => {
  expect(sentence(more)).toMatch(words);
});

// field/definitions.yaml: one notification for each cluster
test.each([
  [["cluster"], /; one notification for each cluster; no data does not notify\.$/],
  [["*"], /; one notification for all groups; no data does not notify\.$/],
  [[], /@example\.com; no data does not notify\.$/],
])("a monitor that notifies by %j says so", (notifyBies, words) => {
  const query = "avg(last_5m):avg:my_metric{*} by {cluster,pod} > 800";
  expect(sentence({ query, notifyBies })).toMatch(words);
});

// field/definitions.yaml: Alerts when a / b * 100 over 15 minutes is above 30
test("a formula says what its queries count", () => {
  const query = (name: string, search: string, more: object) => ({
    name,
    dataSource: "logs",
    search: { query: search },
    ...more,
  });
  const eventQueries = [
    query("a", "status:error", { computes: [{ aggregation: "count" }] }),
    query("b", "*", { computes: [{ aggregation: "cardinality", metric: "@usr.id" }], groupBies: [{ facet: "host" }] }),
  ];
  const formula = {
    type: "log alert",
    query: 'formula("a / b * 100").last("15m") > 30',
    monitorThresholds: { critical: "30" },
  };
  expect(sentence({ ...formula, variables: { eventQueries } })).toMatch(
    /^Alerts when a \/ b \* 100 over 15 minutes is above 30; a is the number of logs that match "status:error"; b is the number of different @usr\.id of all logs, of each host; notifies /,
  );
});

test("who is notified of some states only is said with those", () => {
  const message = "{{#is_alert}}up @pager{{/is_alert}}{{#is_warning}}look @slack-ops{{/is_warning}} @everyday";
  expect(sentence({ message })).toContain("notifies @everyday, @pager of alert and @slack-ops of warning");
});

test("handles can be marked, as Markdown needs it", () => {
  expect(monitorSentence(described(), (text) => `<${text}>`)).toContain("notifies <@oncall@example.com>;");
});

test("a composite has the titles of its parts", () => {
  const titles = new Map([["1001", "errors"]]);
  expect(sentence({ type: "composite", query: "1001 && !1002", monitorThresholds: {} }, titles)).toMatch(
    /^Alerts when "errors" and not monitor 1002 alert; notifies /,
  );
});
