import { expect, test } from "vitest";
import { lintMonitor } from "../../../../datadog/lint/monitor";

const VARIABLES = {
  eventQueries: [
    { name: "query1", dataSource: "logs", search: { query: "status:error" }, groupBies: [{ facet: "@http.url" }] },
    { name: "query2", dataSource: "logs", search: { query: "*" }, groupBies: [{ facet: "@http.url" }] },
  ],
};

const rulesOf = (variables?: object) =>
  lintMonitor({
    type: "log alert",
    query: 'formula("query1 / query2").last("5m") > 0.1',
    message: "{{[@http.url].name}} fails: {{log.message}} @oncall@example.com",
    monitorThresholds: { critical: "0.1" },
    ...(variables !== undefined && { variables }),
  }).map(({ rule }) => rule);

test("a formula's message has the groups and the events of its queries", () => {
  expect(rulesOf(VARIABLES)).toEqual([]);
  expect(rulesOf()).toContain("message/group-missing");
});
