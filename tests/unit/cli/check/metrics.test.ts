import { describe, expect, test } from "vitest";
import { metricNeeds, missingTags, unreported } from "../../../../cli/check/metrics";
import { dashboard, graph, monitor, other, slo } from "./registrations";

const needed = (...registrations: Parameters<typeof metricNeeds>[0]) =>
  Object.fromEntries(metricNeeds(registrations).map(({ of, tags }) => [of, tags.map((tag) => tag.of)]));

describe("what is asked for", () => {
  test.each([
    ["avg(last_5m):avg:m{*} > 1", { m: [] }],
    ["avg(last_5m):avg:m{env:Dev,role:db} by {host} > 1", { m: ["env:dev", "role:db", "host:*"] }],
    ["avg(last_5m):avg:m{env:dev AND NOT role:db} > 1", { m: ["env:dev"] }],
    ["avg(last_5m):avg:m{!env:dev} > 1", { m: [] }],
    ["avg(last_5m):avg:m{host IN (a,b) AND role NOT IN (c)} > 1", { m: ["host:a", "host:b"] }],
    ["avg(last_5m):avg:m{env:dev OR host:web-*} > 1", { m: ["env:dev", "host:web-*"] }],
    ["avg(last_5m):avg:m{production} > 1", { m: ["production"] }],
    ["sum(last_5m):sum:a{x:1}.as_count() / sum:b{x:2}.as_count() > 1", { a: ["x:1"], b: ["x:2"] }],
    ['"postgres.can_connect".over("env:dev").last(3).count_by_status()', {}],
    ["avg(last_5m):avg:m{", {}],
  ])("by the monitor %s", (query, expected) => {
    expect(needed(monitor("one", query))).toEqual(expected);
  });

  test("by a widget, whose variables stand for any value of their keys", () => {
    const variables = [{ name: "host", prefix: "host" }, { name: "env", prefix: "env" }, { name: "any" }];
    const widgets = [graph("avg:m{$host,$any,env:$env.value,role:db} by {service}", "avg:n{$unknown}")];
    const inGroup = { groupDefinition: { title: "all", widgets, layoutType: "ordered" } };
    expect(needed(dashboard("hosts", [inGroup], { templateVariables: variables }))).toEqual({
      m: ["host:*", "env:*", "role:db", "service:*"],
      n: [],
    });
  });

  test("by an SLO, and by what is declared in JSON", () => {
    const query = { numerator: "sum:good{env:dev}.as_count()", denominator: "sum:all{env:dev}.as_count()" };
    const json = JSON.stringify({ type: "query alert", query: "avg(last_5m):avg:m{a:b} > 1" });
    expect(
      needed(
        slo("orders", { type: "metric", query }),
        other("datadog:index/monitorJson:MonitorJson", "json", { monitor: json }),
      ),
    ).toEqual({ m: ["a:b"], good: ["env:dev"], all: ["env:dev"] });
  });

  test("each once, with all that ask for it", () => {
    const query = "avg(last_5m):avg:m{env:dev} > 1";
    expect(
      metricNeeds([monitor("one", query), monitor("two", query), dashboard("hosts", [graph("avg:m{*}")])]),
    ).toEqual([
      {
        of: "m",
        by: ["monitor one", "monitor two", 'dashboard hosts "CPU" (timeseries)'],
        tags: [{ of: "env:dev", by: ["monitor one", "monitor two"] }],
      },
    ]);
  });
});

test.each([
  ["my_metrc", ["my_metric", "system.load.1"], /not reported in the last 24h.*write my_metric/],
  ["my_metric", ["system.load.1"], /not reported in the last 24h.*see that what sends it runs$/],
  ["trace.flask.request.errors", ["system.load.1"], /not reported/],
  ["postgresql.replication_delay", ["system.load.1"], /not reported/],
  ["trace.flask.request.errors", ["trace.flask.request.hits"], undefined],
  ["trace.flask.request.errors.by_http_status", ["trace.flask.request.hits"], undefined],
  ["postgresql.replication_delay", ["postgresql.connections"], undefined],
])("of %s, where %j are reported", (of, active, expected) => {
  const found = unreported({ of, by: ["monitor one"] }, new Set(active), "24h");
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(`${found?.found}; ${found?.remedy}`).toMatch(expected);
});

describe("tags", () => {
  const TAGS = ["env:dev", "host:db1", "host:web-1", "role:db", "Team:SRE", "production"];
  const found = (tags: readonly string[], ingested: readonly string[] = []) =>
    missingTags(
      { of: "m", by: ["monitor one"], tags: tags.map((of) => ({ of, by: ["monitor one"] })) },
      { indexed: TAGS, ingested },
    ).map((one) => `${one.asked} ${one.found}; ${one.remedy}`);

  test("that series have are well", () => {
    expect(found(["env:dev", "host:*", "host:web-*", "team:sre", "production"])).toEqual([]);
  });

  test.each([
    [["env:devv"], /^tag env:devv of m is on none of its series, whose env is dev; write env:dev if that is meant$/],
    [["env:prod"], /^tag env:prod of m .*write a value that env has$/],
    [["host:app-*"], /^tag host:app-\* of m is on none of its series, whose host is db1, web-1/],
    [
      ["hosst:*"],
      /^tag hosst of m is on none of its series, which have env, host, role, team, production; write host if that is meant$/,
    ],
    [["production-eu-1"], /^tag production-eu-1 of m is on none/],
    [["region:eu"], /^tag region of m is on none of its series, which have .*write a key/],
  ])("of which none is %j are said", (tags, expected) => {
    expect(found(tags)).toEqual([expect.stringMatching(expected)]);
  });

  test("a key that is on none is said once, whatever its values", () => {
    expect(found(["region:eu", "region:us", "region:*"])).toHaveLength(1);
  });

  test("one that is sent and not indexed is another mistake", () => {
    expect(found(["region:eu"], ["region:eu"])).toEqual([expect.stringContaining("is sent but not indexed")]);
  });
});
