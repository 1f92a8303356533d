import { describe, expect, test } from "vitest";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { lintQuery } from "../../../../datadog/lint/query";

const rulesOf = (query: string) => lintQuery({ query, in: "graph" }).map(({ rule }) => rule);

describe("the groups of two sides", () => {
  test.each([
    ["one side has more keys", "avg:a{*} by {host,device} / avg:b{*} by {host}"],
    ["one side has none", "avg:a{*} by {host} / avg:b{*}"],
    ["one side counts its groups, which leaves none", "count_nonzero(avg:a{*} by {host}) / avg:b{*} by {device}"],
  ])("can be joined where %s", (_, query) => {
    expect(rulesOf(query)).toEqual([]);
  });

  test.each([
    ["in a sum of many", "avg:a{*} + avg:b{*} by {host} + avg:c{*} + avg:d{*} by {device}"],
    ["within functions", "abs(-avg:a{*} by {host}) / ewma_5(avg:b{*} by {device})"],
  ])("can't %s, where they have other keys", (_, query) => {
    expect(rulesOf(query)).toEqual(["query/groups-apart"]);
  });
});

test("a check whose quotes were lost is told where they belong", () => {
  const [finding] = lintMonitor({ type: "service check", query: "datadog.agent.up.over(*).by(*).last(1)" });
  expect(finding).toMatchObject({
    rule: "query/syntax",
    remedy: expect.stringContaining('"datadog.agent.up".over(') as string,
  });
});
