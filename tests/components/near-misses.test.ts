import * as path from "node:path";
import * as datadog from "@pulumi/datadog";
import { expect, test } from "vitest";
import type { Answer } from "../../components/answers";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  tags: ["team:platform"],
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  myMetric: {},
  groups: { web: { tags: ["role:frontend"] } },
  teams: { billing: {} },
  hostMonitors: { team: "billing" },
  hosts: [
    {
      name: "db1",
      tags: ["role:database"],
      databases: [
        {
          type: "postgres",
          tags: ["tenant:northern"],
          customQueries: [
            {
              query: "SELECT kind, count(*) FROM orders GROUP BY kind",
              metricPrefix: "orders",
              columns: [
                { name: "orderkind", type: "tag" },
                { name: "waiting", type: "gauge" },
              ],
            },
          ],
        },
      ],
      integrations: [
        { name: "nginx", instances: [{ nginx_status_url: "http://127.0.0.1", tags: "site:shop, zone:inner" }] },
      ],
      logs: [{ type: "file", path: "/var/log/x.log", source: "custom", service: "invoices" }],
    },
  ],
};
const plan = (more: object = {}, ...packs: Pack[]) =>
  recorded(environment(...packs), { config: { ...CONFIG, ...more } });
const warned = warningsOfEach();
const said = () => warned.filter((one) => one.includes("near-miss/")).map((one) => one.replace(/:[^]*\[/, " ["));

const watching = (scope: string, by = "", metric = "shop.baskets") => ({
  query: `avg(last_5m):avg:${metric}{${scope}}${by} > 5`,
  title: "Many",
  words: { alert: "Many.", recovery: "Fewer." },
});
const monitors = (...all: ReturnType<typeof watching>[]) => ({
  monitors: Object.fromEntries(all.map((one, i) => [`own${i}`, one])),
});

test("what Lookout declares by itself is no near miss, nor is what the settings declare", async () => {
  await plan(
    monitors(
      watching("env:dev,host:db1,team:platform,team:billing", " by {orderkind}"),
      watching("role:database OR role:frontend OR tenant:northern OR service:invoices"),
      watching("site:shop AND zone:inner", "", "orders.waiting"),
    ),
  );
  expect(said()).toEqual([]);
});

test.each([
  ["env:devv", "", undefined, "env:devv is probably env"],
  ["host:db1x", "", undefined, "host:db1x is probably host"],
  ["role:databse", "", undefined, "role:databse is probably role"],
  ["role:fronted", "", undefined, "role:fronted is probably role"],
  ["team:biling", "", undefined, "team:biling is probably team"],
  ["tenant:northren", "", undefined, "tenant:northren is probably tenant"],
  ["service:invoicse", "", undefined, "service:invoicse is probably service"],
  ["zone:innner", "", undefined, "zone:innner is probably zone"],
  ["*", " by {ordrekind}", undefined, "ordrekind is probably orderkind"],
  ["*", " by {hosst}", undefined, "hosst is probably host"],
  ["*", "", "orders.waitng", "orders.waitng is probably orders.waiting"],
  ["*", "", "my_meric", "my_meric is probably my_metric"],
])("a slip from what the settings declare is said: {%s}%s %s", async (scope, by, metric, words) => {
  await plan(monitors(watching(scope, by, metric)));
  expect(warned.filter((one) => one.startsWith(words))).toHaveLength(1);
});

test("it is answered as what any rule says, and an answer that silences nothing is a mistake", async () => {
  const lint = [{ rule: "near-miss/tag-value", on: "own0", reason: "There is one in another account." }];
  await plan({ ...monitors(watching("host:db1x")), lint });
  expect(said()).toEqual([]);
  await expect(plan({ ...monitors(watching("host:db1")), lint })).rejects.toThrow(/lint\[0\] silences nothing/);
});

test("widgets, downtimes and SLOs of the settings are looked at", async () => {
  await plan({
    widgets: { hosts: [{ title: "Baskets", query: "avg:shop.baskets{env:devv,$host}" }] },
    downtimes: { move: { message: "The racks move", until: "2999-01-01 12:00", scope: "host:db1x" } },
    slos: {
      orders: {
        title: "Orders",
        indicator: { good: "sum:shop.good{env:devv}.as_count()", total: "sum:shop.all{env:dev}.as_count()" },
        target: 99,
        alerts: false,
      },
    },
  });
  expect(said()).toHaveLength(3);
});

test("what a pack has the Agent send is known, and what it declares is looked at beside all else", async () => {
  const queue = pack({
    name: "queue",
    integrations: () => [
      {
        name: "custom_queue",
        instances: [{ tags: ["queue:mailing"] }],
        source: 'class Q(AgentCheck):\n    def check(self, instance):\n        self.gauge("queue.length", 1)\n',
      },
    ],
    resources: (_, opts) => {
      const raw = { name: "Long", type: "query alert", message: "Long. @a@example.com" };
      new datadog.Monitor("raw", { ...raw, query: "avg(last_5m):avg:queue.lenght{queue:mailing} > 5" }, opts);
    },
  });
  await plan(monitors(watching("queue:maling")), queue);
  expect(said().sort()).toEqual([
    "queue [near-miss/tag-value]",
    "queue.lenght is probably queue.length [near-miss/metric-name]",
  ]);
});

test("a monitor that is declared before the environment, or after it, is looked at like all", async () => {
  const raw = (name: string, query: string) =>
    new datadog.Monitor(name, { name, type: "query alert", message: "Long. @a@example.com", query });
  const run = async () => {
    const program = environment();
    raw("before", "avg(last_5m):avg:a{role:databse} > 5");
    await program();
    raw("after", "avg(last_5m):avg:a{role:databas} > 5");
  };
  await recorded(run, { config: CONFIG });
  expect(warned.filter((one) => one.includes("near-miss/"))).toHaveLength(2);
});

test("a component of the program's own is looked at, too, and answers by itself", async () => {
  const own = (lint: readonly Answer[], scope = "role:databse") =>
    recorded(
      async () => {
        const program = environment();
        const condition = `avg(last_5m):avg:a{${scope}} > 5`;
        new MetricMonitor("own", { condition, title: "A", message: "A. @a@example.com", tags: [], lint });
        await program();
      },
      { config: CONFIG },
    );
  await own([]);
  expect(said()).toEqual(["role [near-miss/tag-value]"]);
  warned.length = 0;
  const answer = { rule: "near-miss/tag-value", reason: "It is another account's." };
  await own([answer]);
  expect(said()).toEqual([]);
  await expect(own([answer], "role:database")).rejects.toThrow(/lint silences nothing: near-miss\/tag-value/);
});
