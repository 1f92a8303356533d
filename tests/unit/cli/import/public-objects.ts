import type { DatadogObject } from "../../../../cli/datadog/object";
import { queryAndThreshold } from "../../../../components/monitors/condition";
import { type Json, objectOf } from "../../../../datadog/json/value";
import type { Kind } from "../../../../datadog/owned";
import { dashboard } from "../../../../sandbox/plugins/datadog/dashboard/table.js";
import { widgetTypes } from "../../../../sandbox/plugins/datadog/dashboard/widget.js";
import { downtime } from "../../../../sandbox/plugins/datadog/downtime/table.js";
import { monitor } from "../../../../sandbox/plugins/datadog/monitor/table.js";
import { encode } from "../../../../sandbox/plugins/datadog/schema/encode.js";
import { slo } from "../../../../sandbox/plugins/datadog/slo/table.js";
import type { Properties } from "../../../../sandbox/plugins/rpc/value.js";
import { DASHBOARDS } from "../../../components/own-dashboards";
import { PUBLIC_MONITORS } from "../../../components/public-monitors";
import { monitorsOfFamilies } from "../../../corpus/families";
import { correctDashboards, correctDowntimes, correctWidgets, mistakesInMonitors } from "../../../corpus/read";

const TABLES = { monitor, dashboard, downtime, slo };

/** As the provider sends it, from arguments in its own words: what an account would answer. */
export function wire(kind: Kind, inputs: unknown): Json {
  return JSON.parse(JSON.stringify(encode(TABLES[kind], { ...DEFAULTS[kind], ...plain(inputs) }))) as Json;
}

/** The provider's own. */
const DEFAULTS: Readonly<Partial<Record<Kind, Properties>>> = {
  monitor: { includeTags: true, newHostDelay: 300, requireFullWindow: true },
};

function plain(inputs: unknown): Properties {
  return JSON.parse(JSON.stringify(inputs)) as Properties;
}

/** Some hundreds: of every type that the repository has public definitions of, and that the wire of is known. */
export function publicDefinitions(): { readonly kind: Kind; readonly json: Json }[] {
  const dashboards = [
    ...correctDashboards().map(({ inputs }) => inputs),
    ...correctWidgets().map(({ widget }) => ({ title: "Of one widget", layoutType: "ordered", widgets: [widget] })),
    ...Object.values(DASHBOARDS).map(({ variables, ...said }) => ({
      ...said,
      layoutType: "ordered",
      ...(variables !== undefined && { templateVariables: variables }),
    })),
  ].filter((one) => isKnown((one as { widgets?: unknown }).widgets));
  const monitors = [
    ...Object.entries(PUBLIC_MONITORS).map(([name, { thresholds = {}, ...said }]) => monitorOf(name, thresholds, said)),
    // Of a family many differ in a word.
    ...monitorsOfFamilies().filter((_, i) => i % 4 === 0),
    ...mistakesInMonitors().map(({ inputs }) => inputs),
  ];
  const all = [
    ...monitors.map((inputs) => ({ kind: "monitor" as const, json: wire("monitor", inputs) })),
    ...dashboards.map((inputs) => ({ kind: "dashboard" as const, json: wire("dashboard", inputs) })),
    ...SLOS.map((inputs) => ({ kind: "slo" as const, json: wire("slo", inputs) })),
    ...correctDowntimes().map(({ inputs }) => ({ kind: "downtime" as const, json: wire("downtime", inputs) })),
  ];
  // A kind of query that is not known here.
  return all.filter(({ json }) => !JSON.stringify(json).includes("[null]"));
}

/** {@link publicDefinitions}, as an account answers them. */
export function publicObjects(): DatadogObject[] {
  return publicDefinitions().map(({ kind, json }, i) => answered(kind, IDS[kind](i), json));
}

const IDS: Readonly<Record<Kind, (i: number) => string>> = {
  monitor: (i) => String(1001 + i),
  dashboard: idOf,
  slo: (i) => String(i).padStart(32, "0"),
  downtime: (i) => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
};

/** With what Datadog adds by itself. */
export function answered(kind: Kind, id: string, json: Json): DatadogObject {
  const { options, ...said } = json;
  const added: Readonly<Record<Kind, object>> = {
    monitor: {
      ...{ id: Number(id), org_id: 1, multi: true, created: "2027-01-01T00:00:00.000000+00:00", deleted: null },
      ...{ overall_state: "OK", creator: { handle: "a@example.com" }, restricted_roles: null },
      options: {
        ...{ silenced: {}, notify_audit: false, include_tags: true, new_host_delay: 300 },
        ...objectOf(options),
      },
    },
    dashboard: {
      id,
      url: `/dashboard/${id}/title`,
      author_handle: "a@example.com",
      created_at: "2027-01-01T00:00:00Z",
    },
    downtime: {
      status: "scheduled",
      created: "2027-01-01T00:00:00Z",
      modified: "2027-01-01T00:00:00Z",
      canceled: null,
    },
    slo: { id, type_id: 1, created_at: 1798761600, modified_at: 1798761600, creator: { handle: "a@example.com" } },
  };
  return { kind, id, json: { ...said, ...added[kind] } };
}

function monitorOf(name: string, thresholds: object, said: object): object {
  const { noDataAfterMinutes, newGroupDelaySeconds, evaluationDelaySeconds, timeoutHours, notifyBy, ...others } =
    said as Record<string, unknown>;
  delete others.commonGroups;
  const { critical } = queryAndThreshold(String(others.query));
  const numbers = { ...(critical !== undefined && { critical }), ...thresholds };
  return {
    ...{ name, message: `${name}: {{value}} @oncall@example.com`, tags: ["team:sre"] },
    ...others,
    ...(noDataAfterMinutes !== undefined && { notifyNoData: true, noDataTimeframe: noDataAfterMinutes }),
    ...{ newGroupDelay: newGroupDelaySeconds, evaluationDelay: evaluationDelaySeconds, timeoutH: timeoutHours },
    notifyBies: notifyBy,
    monitorThresholds: Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, String(number)])),
  };
}

/** Whether the wire of all widgets is known here. */
export function isKnown(widgets: unknown): boolean {
  if (!Array.isArray(widgets)) return false;
  return widgets.every((widget: Json) => {
    const [[key, definition] = ["", {}]] = Object.entries(widget).filter(([name]) => name.endsWith("Definition"));
    const type = key.replace("Definition", "").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const inner = (definition as Json).widgets;
    return widgetTypes.has(type) && (inner === undefined || isKnown(inner));
  });
}

/** `aaa-aaa-aab` */
function idOf(i: number): string {
  const letters = i.toString(36).padStart(9, "a");
  return `${letters.slice(0, 3)}-${letters.slice(3, 6)}-${letters.slice(6)}`;
}

const THRESHOLDS = {
  thresholds: [{ timeframe: "30d", target: 99.9, warning: 99.95 }],
  timeframe: "30d",
  targetThreshold: 99.9,
  warningThreshold: 99.95,
};

const SLOS = [
  {
    ...{ name: "Orders succeed", type: "metric", tags: ["team:shop"], description: "What people pay for." },
    query: { numerator: "sum:shop.orders{!status:failed}.as_count()", denominator: "sum:shop.orders{*}.as_count()" },
    ...THRESHOLDS,
    thresholds: [...THRESHOLDS.thresholds, { timeframe: "7d", target: 99 }],
  },
  { ...{ name: "Disks", type: "monitor", monitorIds: [1001], groups: ["host:db1"] }, ...THRESHOLDS },
  {
    ...{ name: "Pages are fast", type: "time_slice" },
    sliSpecification: {
      timeSlice: {
        query: {
          formula: { formulaExpression: "query1" },
          queries: [
            { metricQuery: { name: "query1", query: "p95:trace.flask.request{env:dev}", dataSource: "metrics" } },
          ],
        },
        ...{ comparator: "<", threshold: 0.5, queryIntervalSeconds: 300 },
      },
    },
    ...THRESHOLDS,
  },
];
