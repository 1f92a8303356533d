import type { Properties } from "../../../sandbox/plugins/rpc/value.js";
import type { Case, Step } from "./case.js";

const type = "datadog:index/serviceLevelObjective:ServiceLevelObjective";
const correctionType = "datadog:index/sloCorrection:SloCorrection";

const counted: Properties = {
  name: "Orders succeed",
  type: "metric",
  description: "Runbook: https://example.com/runbook",
  query: { numerator: "sum:shop.orders{!status:failed}.as_count()", denominator: "sum:shop.orders{*}.as_count()" },
  thresholds: [
    { timeframe: "30d", target: 99.9, warning: 99.95 },
    { timeframe: "7d", target: 99 },
  ],
  timeframe: "30d",
  targetThreshold: 99.9,
  warningThreshold: 99.95,
  tags: ["env:dev", "service:orders", "team:sre"],
};

/** Its primary timeframe is another, and it warns of nothing. */
const changed: Properties = {
  ...without(counted, "warningThreshold"),
  name: "Orders",
  tags: ["team:dba"],
  thresholds: [{ timeframe: "7d", target: 99 }],
  timeframe: "7d",
  targetThreshold: 99,
};

/** Of the monitor that is at the rig before any case. */
const ofMonitors: Properties = {
  name: "Disks",
  type: "monitor",
  monitorIds: [1001],
  groups: ["host:db1"],
  thresholds: [{ timeframe: "30d", target: 99.9 }],
};

const sliced: Properties = {
  name: "Orders are fast",
  type: "time_slice",
  thresholds: [{ timeframe: "7d", target: 99 }],
  timeframe: "7d",
  targetThreshold: 99,
  sliSpecification: {
    timeSlice: {
      comparator: "<",
      threshold: 2,
      queryIntervalSeconds: 60,
      query: {
        formula: { formulaExpression: "query" },
        queries: [{ metricQuery: { name: "query", dataSource: "metrics", query: "avg:shop.latency{*}" } }],
      },
    },
  },
};

const once: Properties = {
  sloId: "<id>",
  category: "Scheduled Maintenance",
  description: "A new disk.",
  start: 1_800_000_000,
  end: 1_800_003_600,
  timezone: "Europe/Berlin",
};
const again: Properties = {
  sloId: "<id>",
  category: "Other",
  start: 1_800_000_000,
  rrule: "FREQ=WEEKLY;BYDAY=MO",
  duration: 3600,
  timezone: "UTC",
};

const byHand: Step = {
  byHand: {
    path: "/api/v1/slo",
    body: {
      name: "made by hand",
      type: "metric",
      query: counted.query,
      thresholds: [{ timeframe: "30d", target: 99.9 }],
      tags: ["team:sre"],
    },
  },
};

/** What can become of SLOs and their corrections, as the stack declares them. */
export const sloCases: readonly Case[] = [
  ...courses("slo", counted, changed),
  ...courses("slo-of-monitors", ofMonitors, { ...ofMonitors, groups: ["host:db2"], description: "Disks." }),
  ...courses("slo-of-time-slices", sliced, {
    ...sliced,
    thresholds: [{ timeframe: "7d", target: 99.5 }],
    targetThreshold: 99.5,
  }),
  slo("slo/becomes-one-of-monitors", [{ given: counted }, { up: ofMonitors }]),
  slo("slo/left-to-datadog", [
    { up: without(without(without(counted, "timeframe"), "targetThreshold"), "warningThreshold") },
    { up: without(without(without(counted, "timeframe"), "targetThreshold"), "warningThreshold") },
    { refresh: true },
  ]),
  slo("slo/query-changed", [
    { given: counted },
    {
      up: {
        ...without(counted, "description"),
        query: { numerator: "sum:shop.good{*}.as_count()", denominator: "sum:shop.all{*}.as_count()" },
      },
    },
    { up: counted },
  ]),
  slo("slo/import/declared", [{ given: counted }, { import: "<id>" }, { up: counted }]),
  slo("slo/refused/target", [{ up: { ...counted, thresholds: [{ timeframe: "30d", target: 100 }] } }]),
  slo("slo/refused/timeframe", [{ up: { ...counted, timeframe: "28d" } }]),
  slo("slo/refused/no-name", [{ up: { type: "metric" } }]),
  slo("slo/refused/two-indicators", [{ up: { ...counted, monitorIds: [1001] } }]),
  slo("slo/import/made-by-hand", [byHand, { import: "<id>" }]),
  slo("slo/import/nothing-there", [{ import: "0123456789abcdef0123456789abcdef" }]),
  slo("slo/behind-the-back/deleted", [
    { given: counted },
    { behind: { method: "DELETE", path: "/api/v1/slo/<id>" } },
    { refresh: true },
  ]),
  slo("slo-of-monitors/refused/no-such-monitor", [{ up: { ...ofMonitors, monitorIds: [424242] } }]),
  correction("slo-correction/course", [byHand, { up: once }, { refresh: true }, { delete: true }]),
  correction("slo-correction/changed", [
    byHand,
    { given: once },
    { up: { ...once, end: 1_800_007_200, category: "Deployment" } },
    { refresh: true },
    { import: "<id>" },
  ]),
  correction("slo-correction/deleted-twice", [
    byHand,
    { given: once },
    { behind: { method: "DELETE", path: "/api/v1/slo/correction/<id>" } },
    { refresh: true },
  ]),
  correction("slo-correction/again", [byHand, { up: again }, { refresh: true }, { delete: true }]),
  correction("slo-correction/of-no-slo", [{ up: { ...once, sloId: "0123456789abcdef0123456789abcdef" } }]),
  correction("slo-correction/refused/category", [byHand, { up: { ...once, category: "Weekend" } }]),
  correction("slo-correction/refused/two-ends", [byHand, { up: { ...again, end: 1_800_003_600 } }]),
];

function without(properties: Properties, left: string): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== left));
}

function courses(name: string, inputs: Properties, otherwise: Properties): Case[] {
  return [
    slo(`${name}/course`, [{ up: inputs }, { up: inputs }, { refresh: true }, { delete: true }]),
    slo(`${name}/changed`, [{ given: inputs }, { up: otherwise }, { refresh: true }]),
  ];
}

function slo(name: string, steps: readonly Step[]): Case {
  return { name, plugin: "datadog", type, steps };
}

function correction(name: string, steps: readonly Step[]): Case {
  return { name, plugin: "datadog", type: correctionType, steps };
}
