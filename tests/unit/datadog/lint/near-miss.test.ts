import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dashboardOfJson } from "../../../../datadog/json/dashboard";
import { downtimeOfJson } from "../../../../datadog/json/downtime";
import { monitorOfJson } from "../../../../datadog/json/monitor";
import { sloOfJson } from "../../../../datadog/json/slo";
import { Book, type Declared } from "../../../../datadog/lint/near-miss/book";
import { COMMON_KEYS } from "../../../../datadog/lint/near-miss/keys";
import type { Naming } from "../../../../datadog/lint/near-miss/names";
import { lintNearMisses } from "../../../../datadog/lint/near-miss/rules";
import { isSlip } from "../../../../datadog/lint/near-miss/slip";
import { monitorsOfFamilies } from "../../../corpus/families";
import { publicDefinitions } from "../../cli/import/public-objects";

const STACK: Declared = {
  tags: ["env:prod", "host:db1", "host:db2", "service:orders", "team:platform", "role:db", "shard:eu"],
  metrics: ["shop.orders.open"],
};
const monitor = (scope: string, by = "", metric = "my_metric"): Naming => [
  "monitor",
  { type: "query alert", query: `avg(last_5m):avg:${metric}{${scope}}${by === "" ? "" : ` by {${by}}`} > 5` },
];

/** What is said of each, when all are entered. */
function said(all: readonly Naming[], declared = STACK): string[] {
  const book = new Book(declared);
  return all
    .map((one) => book.enter(one))
    .flatMap((entered) => lintNearMisses(book.nearMisses(entered)))
    .map(({ rule, remedy }) => `${rule.replace("near-miss/", "")} ${/^write ([^,]+),/.exec(remedy)?.[1]}`);
}

describe("a slip of the finger", () => {
  test.each([
    ["prodd", "prod", "a letter twice"],
    ["pod1", "prod1", "a letter left out"],
    ["db1x", "db1", "a letter put in"],
    ["dve", "dev", "two letters that changed places"],
    ["evn", "env", "two letters that changed places, of few"],
    ["plarform", "platform", "another letter"],
    ["availabilty", "availability", "in a long word"],
    ["datbasse", "database", "two letters of a long word"],
    ["shop.oders.open", "shop.orders.open", "in a word of several"],
  ])("%s is %s: %s", (written, meant) => {
    expect(isSlip(written, meant)).toBe(true);
  });

  test.each([
    ["db3", "db1"],
    ["db12", "db21"],
    ["us-east-2", "us-east-1"],
    ["p95", "p99"],
    ["http_4xx", "http_5xx"],
    ["https", "http2"],
    ["net.rx_bytes", "net.tx_bytes"],
    ["total_req", "total_res"],
    ["node", "mode"],
    ["orders", "order"],
    ["order", "orders"],
    ["internal", "external"],
    ["decoding", "encoding"],
    ["registered", "unregistered"],
    ["cluster_name", "clustername"],
    ["replacation_dely", "replication_delay"],
    ["prod", "preprod"],
    ["prod", "test"],
    ["Prod", "prod"],
  ])("%s and %s are two names", (written, meant) => {
    expect(isSlip(written, meant)).toBe(false);
  });

  test("is none where both are one, or far apart, or one is longer by three letters", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 3 }), (name, more) => {
        expect(isSlip(name, name)).toBe(false);
        expect(isSlip(name, name + more)).toBe(false);
        expect(isSlip(name + more, name)).toBe(false);
      }),
    );
  });

  const WORD = fc.stringMatching(/^[a-z]{5,12}$/);
  test("is a letter more or fewer, or another, behind the first of a word; but for a plural", () => {
    fc.assert(
      fc.property(WORD, fc.nat(), fc.stringMatching(/^[a-rt-z]?$/), fc.nat({ max: 1 }), (word, at, letter, dropped) => {
        const place = 1 + (at % (word.length - 1));
        const written = word.slice(0, place) + letter + word.slice(place + dropped);
        fc.pre(written !== word && `${written}s` !== word);
        expect(isSlip(`shop.${written}`, `shop.${word}`)).toBe(true);
      }),
    );
  });
});

describe("is looked for in all that names something", () => {
  const grid = (...widgets: object[]) => ({ layoutType: "ordered", widgets }) as never;
  const lines = (query: string) => ({ timeseriesDefinition: { title: "Lines", requests: [{ q: query }] } });

  test.each<[what: string, naming: Naming, rule: string]>([
    ["a monitor's scope", monitor("env:prodd"), "tag-value env:prod"],
    ["one with words between", monitor("NOT env:pord AND role:db"), "tag-value env:prod"],
    ["a list of values", monitor("host IN (db1, db2x)"), "tag-value host:db2"],
    ["a monitor's groups", monitor("*", "hosst,env"), "tag-key host"],
    ["a scope's key", monitor("sevrice:orders"), "tag-key service"],
    ["its metric", monitor("*", "", "shop.oders.open"), "metric-name shop.orders.open"],
    [
      "a service check",
      [
        "monitor",
        { type: "service check", query: '"http.can_connect".over("env:prodd").by("host").last(2).count_by_status()' },
      ],
      "tag-value env:prod",
    ],
    [
      "a search",
      [
        "monitor",
        { type: "log alert", query: 'logs("service:oorders status:error").index("*").rollup("count").last("5m") > 5' },
      ],
      "tag-value service:orders",
    ],
    ["a widget", ["dashboard", grid(lines("avg:my_metric{team:plattform} by {host}"))], "tag-value team:platform"],
    [
      "a widget in a group",
      [
        "dashboard",
        grid({ groupDefinition: { layoutType: "ordered", widgets: [lines("avg:my_metric{*} by {devcie}")] } }),
      ],
      "tag-key device",
    ],
    [
      "a template variable's key",
      ["dashboard", { layoutType: "ordered", templateVariables: [{ name: "s", prefix: "servcie" }] }],
      "tag-key service",
    ],
    [
      "a template variable's values",
      [
        "dashboard",
        {
          layoutType: "ordered",
          templateVariables: [{ name: "s", prefix: "service", defaults: ["ordes"], availableValues: ["*"] }],
        },
      ],
      "tag-value service:orders",
    ],
    [
      "a saved view's values",
      [
        "dashboard",
        {
          layoutType: "ordered",
          templateVariables: [{ name: "s", prefix: "service" }],
          templateVariablePresets: [{ name: "Mine", templateVariables: [{ name: "s", values: ["orderrs"] }] }],
        },
      ],
      "tag-value service:orders",
    ],
    ["a downtime's scope", ["downtime", { scope: "env:prodd AND service:(orders OR web)" }], "tag-value env:prod"],
    [
      "an SLO's queries",
      [
        "slo",
        { type: "metric", thresholds: [], query: { numerator: "sum:a{env:prod}", denominator: "sum:a{env:prdo}" } },
      ],
      "tag-value env:prod",
    ],
    [
      "an SLO's groups",
      ["slo", { type: "monitor", thresholds: [], groups: ["host:db1x,env:prod"] }],
      "tag-value host:db1",
    ],
  ])("%s", (_, naming, rule) => {
    expect(said([naming])).toEqual([rule]);
  });

  test("a widget is named, and one slip that stands in several is said once", () => {
    const book = new Book(STACK);
    const entered = book.enter(["dashboard", grid(lines("avg:a{env:prodd}"), lines("avg:b{env:prodd}"))]);
    expect(lintNearMisses(book.nearMisses(entered))).toMatchObject([
      {
        severity: "warning",
        problem: expect.stringMatching(/^"Lines" \(timeseries\): env:prodd is probably env:prod: /) as string,
      },
    ]);
  });
});

describe("nothing is said", () => {
  test.each<[what: string, naming: Naming]>([
    ["of what the stack has", monitor("env:prod,host:db2,service:orders", "host,shard", "shop.orders.open")],
    ["of a tag in other letters", monitor("ENV:Prod")],
    ["of what is far from all", monitor("env:staging,team:billing", "warehouse", "shop.baskets")],
    ["of another host of the same kind", monitor("host:db7")],
    ["of a part of a value", monitor("host:db1x*")],
    ["of a key that has no value here", monitor("queue:prodd")],
    [
      "of a template variable",
      [
        "dashboard",
        {
          layoutType: "ordered",
          widgets: [{ timeseriesDefinition: { requests: [{ q: "avg:a{env:$prodd,$hosst}" }] } }],
        },
      ],
    ],
    [
      "of a field of logs",
      [
        "monitor",
        { type: "log alert", query: 'logs("@servce:orders").index("*").rollup("count").by("@hosst").last("5m") > 5' },
      ],
    ],
    ["of what can't be read", ["monitor", { type: "query alert", query: "avg(last_5m):avg:a{env:prodd" }]],
    ["of a metric that is called misspelled already", monitor("*", "", "system.cpu.idel")],
  ])("%s", (_, naming) => {
    expect(said([naming])).toEqual([]);
  });

  test("of any name that is declared, whatever others are called", () => {
    const NAME = fc.stringMatching(/^[a-z][a-z0-9_]{2,9}$/);
    fc.assert(
      fc.property(fc.array(NAME, { minLength: 1 }), NAME, (values, key) => {
        const tags = values.map((value) => `${key}:${value}`);
        const all = values.map((value) => monitor(`${key}:${value}`, key, `own.${value}`));
        expect(said(all, { tags, metrics: values.map((value) => `own.${value}`) })).toEqual([]);
      }),
    );
  });

  test("of keys that are common", () => {
    expect(said(COMMON_KEYS.map((key) => monitor("*", key)))).toEqual([]);
  });
});

describe("what others name", () => {
  const [orders, oders] = ["shop.orders", "shop.oders"].map((metric) => monitor("*", "", metric)) as [Naming, Naming];

  test("is meant where a name stands in one place alone, whichever is declared first", () => {
    expect(said([oders, orders, orders], { tags: [] })).toEqual(["metric-name shop.orders"]);
    expect(said([orders, orders, oders], { tags: [] })).toEqual(["metric-name shop.orders"]);
  });

  test("of two that stand in one place each, the later is said to be the slip", () => {
    expect(said([orders, oders], { tags: [] })).toEqual(["metric-name shop.orders"]);
    expect(said([oders, orders], { tags: [] })).toEqual(["metric-name shop.oders"]);
  });

  test("is no reason against a name that stands in several places; what is declared is", () => {
    expect(said([orders, orders, oders, oders], { tags: [] })).toEqual([]);
    expect(said([oders, oders], { tags: [], metrics: ["shop.orders"] })).toEqual(
      Array(2).fill("metric-name shop.orders"),
    );
  });

  test("holds for tags, too", () => {
    const all = ["queue:invoices", "queue:invoices", "queue:invocies"].map((tag) => monitor(tag, "kube_thing"));
    expect(said([...all, monitor("*", "kube_thnig")])).toEqual(["tag-value queue:invoices", "tag-key kube_thing"]);
  });
});

test("of hundreds of public definitions, taken for one stack, no name is taken for a slip", () => {
  const all = [
    ...publicDefinitions().flatMap(({ kind, json }): Naming[] => {
      if (kind === "dashboard") return [["dashboard", dashboardOfJson(json)]];
      if (kind === "downtime") return [["downtime", downtimeOfJson(json)]];
      const [monitorDefinition, slo] = [monitorOfJson(json), sloOfJson(json)];
      if (kind === "slo") return slo === undefined ? [] : [["slo", slo]];
      return monitorDefinition === undefined ? [] : [["monitor", monitorDefinition]];
    }),
    ...monitorsOfFamilies().map((one): Naming => ["monitor", one]),
  ];
  expect(all.length).toBeGreaterThan(600);
  expect(said(all)).toEqual([]);
});
