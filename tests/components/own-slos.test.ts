import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { declared } from "../../components/monitors/declared";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { part } from "../../components/environment/part";
import { declaredSLO } from "../../components/slo/declared";
import { SLO } from "../../components/slo/slo";
import { sloWidget } from "../../components/slo/widget";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

const GOOD = "sum:shop.orders{env:dev,!status:failed}.as_count()";
const TOTAL = "sum:shop.orders{env:dev}.as_count()";
const ORDERS = { title: "Orders are taken", indicator: { good: GOOD, total: TOTAL }, target: 99.9 };

const shop = pack({
  name: "shop",
  monitors: (block) => ({
    queue: part(MetricMonitor, {
      ...declared("Orders wait", { alert: "{{value}} wait.", recovery: "None waits." }, block),
      condition: "avg(last_5m):max:shop.queue{env:dev} > 10",
    }),
  }),
  slos: (block) => ({
    orders: part(SLO, {
      ...declaredSLO("Orders are taken", block),
      ...{ indicator: { good: GOOD, total: TOTAL }, target: 99.9, timeframe: "30d" },
      corrections: { patches: { category: "Other", from: "2027-01-03 02:00", every: "FREQ=WEEKLY", minutes: 90 } },
    }),
    waiting: part(SLO, (idOf) => ({
      ...declaredSLO("Orders do not wait", block),
      ...{ indicator: { monitors: [idOf("queue")] }, target: 99, timeframe: "7d" },
    })),
  }),
  dashboard: (_, { slos }) => ({ title: "Shop", widgets: Object.values(slos).map(sloWidget) }),
});

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const plan = (more: object = {}, ...packs: Pack[]) =>
  recorded(environment(...packs), { config: { ...CONFIG, ...more } });
const of = (made: Awaited<ReturnType<typeof plan>>, name: string) =>
  made.find((one) => one.name === name && one.type.startsWith("datadog:"));

warningsOfEach();

test.each([
  ["of the settings' own", "orders", { slos: { orders: ORDERS } }, "slos", []],
  ["of a pack", "shop-orders", {}, "shop", [shop]],
])(
  "an SLO %s is sent with its monitors, kept, routed, muted and tagged as monitors are",
  async (_, name, more, of_, packs) => {
    const made = await plan(
      {
        ...more,
        downtimes: { nights: { packs: [of_], windows: { nights: "19:00-09:00 Mon-Fri" } } },
        objects: { protect: true, editors: ["team:7"], adopt: { monitors: { [`${name}-burn-slow`]: "77" } } },
        monitors: { [`${name}-burn-fast`]: { notify: ["@pagerduty-shop"], priority: 1, tags: ["team:shop"] } },
      },
      ...packs,
    );
    expect(of(made, name)?.inputs).toMatchObject({
      ...{ type: "metric", name: "Orders are taken", query: { numerator: GOOD, denominator: TOTAL } },
      ...{ thresholds: [{ timeframe: "30d", target: 99.9 }], tags: expect.arrayContaining(["env:dev"]) as string[] },
    });
    expect(of(made, name)?.options.protect).toBe(true);
    expect(made.find((one) => one.name === `${name}-editors`)?.inputs.resourceId).toBe(`slo:${name}-id`);
    const fast = of(made, `${name}-burn-fast`);
    expect(fast?.inputs).toMatchObject({
      priority: "1",
      query: `burn_rate("${name}-id").over("30d").long_window("1h").short_window("5m") > 14.4`,
      message: expect.stringMatching(/@pagerduty-shop$/) as string,
    });
    expect(fast?.inputs.tags).toEqual(expect.arrayContaining(["downtime:nights", "env:dev", "team:shop"]));
    expect(of(made, `${name}-burn-slow`)?.options).toMatchObject({ protect: true, import: "77" });
    expect(of(made, "hosts-full")?.inputs.tags).not.toContain("downtime:nights");
  },
);

test("what one SLO of a pack has other than its pack is a setting, or it is off", async () => {
  const move = { category: "Deployment", from: "2027-01-05 22:00", until: "2027-01-06 04:00" };
  const slos = {
    "shop-orders": {
      target: 99,
      notify: ["@shop@example.com"],
      corrections: { move },
      alerts: { spent: { critical: 80 } },
    },
    "shop-waiting": false,
  };
  const made = await plan({ slos }, shop);
  expect(of(made, "shop-orders")?.inputs).toMatchObject({ targetThreshold: 99 });
  expect(made.map(({ name }) => name)).toEqual(expect.arrayContaining(["shop-orders-move", "shop-orders-patches"]));
  expect(of(made, "shop-orders-spent")?.inputs.message).toMatch(/@shop@example\.com$/);
  expect(of(made, "shop-orders-burn-fast")).toBeDefined();
  expect(of(made, "shop-waiting")).toBeUndefined();
  expect(JSON.stringify(of(made, "shop")?.inputs)).not.toContain("shop-waiting-id");
  const silent = await plan({ slos: { "shop-orders": { alerts: false } } }, shop);
  expect(of(silent, "shop-orders-burn-fast")).toBeUndefined();
  expect(of(await plan({ shop: { enabled: false } }, shop), "shop-orders")).toBeUndefined();
});

test("one monitor of an SLO can be off", async () => {
  const made = await plan({ slos: { orders: ORDERS }, monitors: { "orders-burn-fast": false } });
  expect(of(made, "orders-burn-fast")).toBeUndefined();
  expect(of(made, "orders-burn-slow")).toBeDefined();
});

test("an SLO is of monitors by their names, of a pack's own by what they watch, or of Datadog's ids", async () => {
  const monitors = { title: "All is well", indicator: { monitors: ["hosts-full", 77] }, target: 99 };
  const made = await plan({ slos: { well: monitors } }, shop);
  const ids = of(made, "well")?.inputs.monitorIds as number[];
  expect(ids).toEqual([expect.any(Number), 77]);
  expect(of(made, "shop-waiting")?.inputs).toMatchObject({ type: "monitor", monitorIds: [expect.any(Number)] });
  await expect(plan({ monitors: { "shop-queue": false } }, shop)).rejects.toThrow(
    "slos.shop-waiting is of shop-queue, which is off",
  );
});

test("its adoption is by its own id, and demands are of its monitors, too", async () => {
  const id = "0123456789abcdef0123456789abcdef";
  const made = await plan({ slos: { orders: ORDERS }, objects: { adopt: { slos: { orders: id } } } });
  expect(of(made, "orders")?.options.import).toBe(id);
  const demands = { priority: true };
  await expect(plan({ slos: { orders: ORDERS }, demands, hostMonitors: { priority: 1 } })).rejects.toThrow(
    /no priority/,
  );
});

test("what rules say of it is said, and can be answered", async () => {
  const slos = { orders: { ...ORDERS, indicator: { good: GOOD, total: GOOD } } };
  await expect(plan({ slos })).rejects.toThrow("[slo/always-met]");
  const answer = { rule: "slo/always-met", on: "orders", reason: "to be filled in", until: "2999-12-31" };
  await expect(plan({ slos, lint: [answer] })).resolves.toBeDefined();
  await expect(plan({ slos: { orders: ORDERS }, lint: [answer] })).rejects.toThrow(/lint\[0\] silences nothing/);
});

test("all that is mistaken in SLOs is said at once", async () => {
  const slos = {
    bare: { indicator: { good: GOOD } },
    both: { ...ORDERS, indicator: { good: GOOD, total: TOTAL, monitors: ["hosts-full"] } },
    none: { ...ORDERS, indicator: {} },
    "not a name": ORDERS,
    "shop-orders": { timeframe: "30d" },
    orders: {
      ...{ ...ORDERS, timeframe: "28d", alerts: true, tags: ["shop"], objective: 1 },
      corrections: {
        a: { category: "Other", from: "2027-01-05 22:00" },
        b: { category: "Rest", from: "now", minutes: 1 },
      },
    },
  };
  await expect(plan({ slos }, shop)).rejects.toThrow(
    new RegExp(
      [
        "14 mistakes",
        "bare.title +is missing",
        "bare.target +is missing",
        "bare.indicator.total +is missing",
        "both.indicator +is several",
        "none.indicator +is none",
        '"not a name" is not a name',
        "shop-orders.timeframe .*is of an SLO of your own",
        "orders.timeframe ",
        "orders.alerts +.*is neither",
        "orders.tags",
        "orders.objective +unknown key",
        "a.until +is missing",
        "b.category",
        "b.from",
      ]
        .map((one) => `(?=[^]*${one})`)
        .join(""),
    ),
  );
});

test.each([
  [
    "a name that nothing has",
    { ordes: { target: 99 } },
    "slos.ordes is none of this stack's SLOs; expected shop-orders, shop-waiting",
  ],
  [
    "the name of a pack's",
    { "shop-orders": ORDERS },
    "slos.shop-orders.indicator is of an SLO that there is; expected another name",
  ],
  [
    "a monitor that there is not",
    { well: { ...ORDERS, indicator: { monitors: ["hosts-ful"] } } },
    `slos.well.indicator.monitors[0] "hosts-ful" is none of this stack's monitors; did you mean "hosts-full"?`,
  ],
])("%s is a mistake", async (_, slos, words) => {
  await expect(plan({ slos }, shop)).rejects.toThrow(words);
});

test("no two monitors are called alike", async () => {
  const monitor = { query: "avg(last_5m):max:a.b{*} > 1", title: "A", words: { alert: "a", recovery: "b" } };
  await expect(plan({ slos: { orders: ORDERS }, monitors: { "orders-burn-fast": monitor } })).rejects.toThrow(
    "slos.orders makes the monitor orders-burn-fast, and there is one of this name; expected another name",
  );
});

test("links to all of them, and to their monitors, are outputs; without any there are none", async () => {
  const outputsOf = async (config: object, ...packs: Pack[]) => {
    let found: unknown;
    await recorded(
      async () => {
        const { sloUrls, sloMonitorUrls } = await environment(...packs)();
        pulumi.output({ sloUrls, sloMonitorUrls }).apply((known) => (found = known));
      },
      { config: { ...CONFIG, ...config } },
    );
    return found;
  };
  const app = "https://app.datadoghq.com";
  const monitor = expect.stringMatching(/\/monitors\/\d+$/) as string;
  const burning = { "burn-fast": monitor, "burn-slow": monitor };
  expect(await outputsOf({ slos: { orders: ORDERS } }, shop)).toEqual({
    sloUrls: Object.fromEntries(
      ["orders", "shop-orders", "shop-waiting"].map((name) => [name, `${app}/slo?slo_id=${name}-id`]),
    ),
    sloMonitorUrls: { orders: burning, "shop-orders": burning, "shop-waiting": burning },
  });
  expect(await outputsOf({})).toEqual({});
});

test("a widget of the settings' own shows an SLO by its name, on a pack's dashboard, too", async () => {
  const made = await plan(
    { slos: { orders: ORDERS }, widgets: { hosts: [{ slo: "shop-orders" }], shop: [{ slo: "orders" }] } },
    shop,
  );
  expect(JSON.stringify(of(made, "hosts")?.inputs)).toContain('"sloId":"shop-orders-id"');
  expect(JSON.stringify(of(made, "shop")?.inputs)).toMatch(/shop-orders-id[^]*shop-waiting-id[^]*"sloId":"orders-id"/);
  await expect(plan({ widgets: { hosts: [{ slo: "shop-order" }] } }, shop)).rejects.toThrow(
    `widgets.hosts[0].slo "shop-order" is none of this stack's SLOs; did you mean "shop-orders"?`,
  );
  await expect(plan({ widgets: { hosts: [{ slo: "a", query: "b", title: "c" }] } }, shop)).rejects.toThrow(
    "is of another widget than query; expected one of the two",
  );
});
