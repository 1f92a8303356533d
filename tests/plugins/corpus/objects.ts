import { Secret, unknown, type Properties } from "../../../sandbox/plugins/rpc/value.js";
import { program } from "../../../sandbox/plugins/datadog/recordings/program.js";
import type { Case, Fault, Step } from "./case.js";
import { madeByHand } from "./by-hand.js";
import { restrictionPolicy } from "./restrictions.js";
import { dashboard, downtime, monitor, monitorOfAnomalies, monitorOfServiceCheck, type Specimen } from "./specimens.js";

/** A kind of object at Datadog, and how somebody else would change one. */
interface Kind {
  readonly specimen: Specimen;
  /** Its collection in the API. */
  readonly path: string;
  readonly change: { readonly method: string; readonly body: unknown };
  /** Inputs that differ from the specimen's. */
  readonly otherwise: Properties;
  /** Of the kind, but of no object. */
  readonly strangeId: string;
}

const kinds: readonly Kind[] = [
  {
    specimen: monitor,
    path: "/api/v1/monitor",
    change: { method: "PUT", body: { message: "clicked", tags: ["team:dba"], options: { no_data_timeframe: 20 } } },
    otherwise: { ...monitor.inputs, name: "my_metric is too high" },
    strangeId: "999999",
  },
  {
    specimen: downtime,
    path: "/api/v2/downtime",
    change: { method: "PATCH", body: { data: { type: "downtime", id: "<id>", attributes: { message: "clicked" } } } },
    otherwise: { ...downtime.inputs, message: "Quiet." },
    strangeId: "00000000-0000-0000-0000-000000000000",
  },
  {
    specimen: dashboard,
    path: "/api/v1/dashboard",
    change: {
      method: "PUT",
      body: {
        title: "clicked",
        layout_type: "ordered",
        widgets: [{ definition: { type: "note", content: "clicked" } }],
      },
    },
    otherwise: { ...dashboard.inputs, title: "Lookout: hosts of prod" },
    strangeId: "abc-def-ghi",
  },
  {
    specimen: restrictionPolicy,
    path: "/api/v2/restriction_policy",
    change: {
      method: "POST",
      body: {
        data: {
          type: "restriction_policy",
          id: "monitor:1001",
          attributes: { bindings: [{ relation: "editor", principals: ["org:4dee724d-00cc-11ea-a77b-570c9d03c6c5"] }] },
        },
      },
    },
    otherwise: {
      ...restrictionPolicy.inputs,
      bindings: [{ relation: "editor", principals: ["user:1b2c3d4e-1111-4222-8333-444455556666"] }],
    },
    // Nobody restricted it: an empty policy.
    strangeId: "monitor:999999",
  },
];

const troubles: Readonly<Record<string, Omit<Fault, "path" | "method">>> = {
  "429-once": { status: 429, resetSeconds: 1, times: 1 },
  "500-once": { status: 500, times: 1 },
  "500-always": { status: 500 },
  "503-once": { status: 503, times: 1 },
  "400": { status: 400 },
  "403": { status: 403 },
  "404": { status: 404, times: 1 },
  "409": { status: 409, times: 1 },
  "dropped-always": { drop: true },
};

/** What is so anyway, said all the same. */
const byDefault: Properties = {
  ...Object.fromEntries(
    Object.entries(monitor.inputs).filter(([name]) => !/^no(tifyNoData|DataTimeframe)$/.test(name)),
  ),
  onMissingData: "default",
};

/** What Datadog decides is left to it, inside the schedule too. */
const declaredInPart: Properties = {
  scope: "env:dev",
  monitorIdentifier: { monitorTags: ["team:sre"] },
  recurringSchedule: { recurrences: [{ duration: "14h", rrule: "FREQ=DAILY" }] },
};

/** What can become of an object of Datadog's besides what the program says of it. */
export const objectCases: readonly Case[] = [
  ...kinds.flatMap((kind) => [
    ...behindTheBack(kind),
    course(kind, "import/by-id", [{ given: kind.specimen.inputs }, { import: "<id>" }, { up: kind.specimen.inputs }]),
    course(kind, "import/nothing-there", [{ import: kind.strangeId }]),
    course(kind, "import/no-id", [{ import: "not an id" }]),
    course(kind, "unknown-input", [{ up: { ...kind.specimen.inputs, colour: "red" } }]),
    course(kind, "no-inputs", [{ up: {} }]),
    ...faulty(kind),
  ]),
  ...recordedProgram(),
  ...madeByHand,
  refused("query", { ...monitor.inputs, query: "avg(last_5m):avg:my_metric{env:dev by {host} > 800" }),
  refused("threshold-unlike-the-query", { ...monitor.inputs, monitorThresholds: { critical: "900" } }),
  refused("unknown-type", { ...monitor.inputs, type: "metric alarm" }),
  refused("priority", { ...monitor.inputs, priority: "6" }),
  refused("occurrences-without-an-interval", { ...monitor.inputs, renotifyOccurrences: 3 }),
  refused("part-that-is-not-there", { name: "both", type: "composite", query: "1001 && 424242", message: "both" }),
  refused("two-ways-to-see-no-data", { ...monitor.inputs, onMissingData: "resolve" }),
  course(kindOf(monitor), "becomes-one-of-anomalies", [
    { given: monitor.inputs },
    { up: monitorOfAnomalies.inputs },
    { up: monitor.inputs },
  ]),
  course(kindOf(monitor), "becomes-one-of-a-service-check", [
    { given: monitor.inputs },
    { up: monitorOfServiceCheck.inputs },
    { refresh: true },
  ]),
  course(kindOf(monitor), "of-two-metrics", [
    {
      up: {
        ...monitor.inputs,
        query:
          "avg(last_15m):avg:mysql.performance.threads_connected{env:dev} by {host} / avg:mysql.net.max_connections_available{env:dev} by {host} > 0.9",
        monitorThresholds: { critical: "0.9", warning: "0.8" },
      },
    },
    { refresh: true },
  ]),
  course(kindOf(monitor), "below-a-large-number", [
    {
      up: {
        ...monitor.inputs,
        query: "avg(last_15m):min:postgresql.before_xid_wraparound{env:dev} by {host} < 500000000",
        monitorThresholds: { critical: "500000000" },
      },
    },
    { refresh: true },
  ]),
  course(kindOf(monitor), "numbers-written-otherwise", [
    { up: { ...monitor.inputs, priority: "03", monitorThresholds: { critical: "800.0", warning: "5e2" } } },
    { refresh: true },
    { up: { ...monitor.inputs, priority: "03", monitorThresholds: { critical: "800.0", warning: "5e2" } } },
  ]),
  course(kindOf(monitor), "missing-data-by-default", [{ up: byDefault }, { up: byDefault }, { refresh: true }]),
  course(kindOf(monitor), "white-space-at-the-end", [
    { up: { ...monitor.inputs, message: "high\n\n" } },
    { up: { ...monitor.inputs, message: "high\n\n" } },
  ]),
  course(kindOf(monitor), "all-secret", [
    { up: { ...monitor.inputs, message: new Secret("high"), tags: new Secret(["team:sre"]) } },
    { refresh: true },
  ]),
  course(kindOf(monitor), "unknown-at-creation", [
    {
      preview: {
        ...monitor.inputs,
        message: unknown,
        assets: [{ category: "runbook", name: "Runbook", url: unknown }],
      },
    },
  ]),
  course(kindOf(downtime), "of-an-unknown-monitor", [
    { preview: { ...downtime.inputs, monitorIdentifier: { monitorId: unknown } } },
  ]),
  course(kindOf(downtime), "of-no-monitor", [{ up: { ...downtime.inputs, monitorIdentifier: { monitorId: 424242 } } }]),
  course(kindOf(downtime), "declared-in-part", [
    { up: declaredInPart },
    { up: { ...declaredInPart, message: "Nights." } },
    { up: { ...declaredInPart, message: "Nights.", notifyEndTypes: ["canceled"] } },
    { up: { ...declaredInPart, message: "Nights." } },
    { refresh: true },
  ]),
  course(kindOf(downtime), "starts-in-the-past", [
    {
      up: {
        ...downtime.inputs,
        recurringSchedule: {
          timezone: "UTC",
          recurrences: [{ start: "2020-01-06T19:00:00", duration: "1h", rrule: "FREQ=DAILY" }],
        },
      },
    },
  ]),
];

function kindOf(specimen: Specimen): Kind {
  const kind = kinds.find((one) => one.specimen === specimen);
  if (!kind) throw new Error(`${specimen.name} is no kind of object`);
  return kind;
}

function course({ specimen }: Kind, name: string, steps: readonly Step[]): Case {
  return { name: `${specimen.name}/${name}`, plugin: "datadog", type: specimen.type, steps };
}

function refused(name: string, inputs: Properties): Case {
  return course(kindOf(monitor), `refused/${name}`, [{ up: inputs }]);
}

function behindTheBack(kind: Kind): Case[] {
  const { specimen, path, change, otherwise } = kind;
  const given: Step = { given: specimen.inputs };
  const changed: Step = { behind: { ...change, path: `${path}/<id>` } };
  const deleted: Step = { behind: { method: "DELETE", path: `${path}/<id>` } };
  return [
    course(kind, "behind-the-back/changed", [given, changed, { refresh: true }, { up: specimen.inputs }]),
    course(kind, "behind-the-back/changed-and-not-refreshed", [given, changed, { up: otherwise }]),
    course(kind, "behind-the-back/deleted", [given, deleted, { refresh: true }]),
    course(kind, "behind-the-back/deleted-before-a-change", [given, deleted, { up: otherwise }]),
    course(kind, "behind-the-back/deleted-twice", [given, deleted, { delete: true }]),
  ];
}

function faulty(kind: Kind): Case[] {
  const { specimen, path, change, otherwise } = kind;
  const given: Step = { given: specimen.inputs };
  const slow: Step = { faults: [{ path, delayMs: 3000 }] };
  const operations: Readonly<Record<string, readonly [before: readonly Step[], method: string, after: Step]>> = {
    create: [[], "POST", { up: specimen.inputs }],
    update: [[given], change.method, { up: otherwise }],
    read: [[given], "GET", { refresh: true }],
    delete: [[given], "DELETE", { delete: true }],
  };
  const timeouts = [
    course(kind, "trouble/create-timeout", [slow, { up: specimen.inputs, timeout: 1 }]),
    course(kind, "trouble/update-timeout", [given, slow, { up: otherwise, timeout: 1 }]),
  ];
  const troubled = Object.entries(operations).flatMap(([operation, [before, method, after]]) =>
    Object.entries(troubles).map(([trouble, fault]) =>
      course(kind, `trouble/${operation}-${trouble}`, [...before, { faults: [{ method, path, ...fault }] }, after]),
    ),
  );
  return [...timeouts, ...troubled];
}

/** The program of the first recording, made by hand, with its sixteen kinds of widget. */
function recordedProgram(): Case[] {
  const changed = program(true, () => "1001");
  return program(false, () => "1001").map(({ type, name, inputs }, index) => ({
    name: `first-recording/${name}`,
    plugin: "datadog",
    type,
    steps: [{ up: inputs }, { up: inputs }, { up: changed[index]?.inputs ?? {} }, { refresh: true }, { delete: true }],
  }));
}
