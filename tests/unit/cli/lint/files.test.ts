import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { exportedIn, lintExported } from "../../../../cli/lint/exported";
import { lintFiles } from "../../../../cli/lint/files";
import { StackError } from "../../../../cli/stack/stacks";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-lint-files-"));

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

function file(value: unknown): string {
  const name = path.join(folder, "export.json");
  fs.writeFileSync(name, typeof value === "string" ? value : JSON.stringify(value, null, 2));
  return name;
}

/** `5:3 message/nobody-told`. */
const found = (value: unknown) =>
  lintFiles([file(value)]).found.map(({ rule, place }) => `${place?.line}:${place?.column} ${rule}`);

const MONITOR = {
  id: 1,
  name: "CPU",
  type: "query alert",
  query: "avg(last_5m):avg:system.cpu.user{*} by {host} > 90",
  message: "{{host.name}} is busy. @oncall@example.com",
  options: { thresholds: { critical: 90 }, require_full_window: false },
};
const DASHBOARD = {
  title: "Hosts",
  layout_type: "ordered",
  reflow_type: "auto",
  widgets: [
    {
      definition: {
        type: "timeseries",
        title: "CPU",
        requests: [{ q: "avg:system.cpu.user{*} by {host}", display_type: "line" }],
      },
    },
  ],
};
const DOWNTIME = {
  data: {
    id: "00000000-0000-0000-0000-000000000000",
    type: "downtime",
    attributes: {
      scope: "env:prod",
      display_timezone: "UTC",
      monitor_identifier: { monitor_tags: ["team:sre"] },
      schedule: {
        timezone: "UTC",
        recurrences: [{ start: "2020-01-06T12:00:00", duration: "1h", rrule: "FREQ=WEEKLY;BYDAY=MO" }],
      },
    },
  },
};
const SLO = {
  name: "Shop",
  type: "monitor",
  monitor_ids: [1],
  thresholds: [{ timeframe: "30d", target: 99.9 }],
  timeframe: "30d",
  target_threshold: 99.9,
};

test.each([
  ["a monitor", MONITOR],
  ["a list of monitors", [MONITOR, MONITOR]],
  [
    "a monitor with what Datadog adds, and without what it leaves out",
    {
      ...MONITOR,
      options: {
        ...MONITOR.options,
        new_host_delay: 300,
        scheduling_options: { custom_schedule: { recurrences: [{ rrule: "FREQ=DAILY", timezone: "UTC" }] } },
      },
    },
  ],
  ["a dashboard", DASHBOARD],
  ["a downtime that began long ago", DOWNTIME],
  ["an SLO as the API answers", { data: [SLO] }],
])("nothing is wrong with %s that is well", (_, value) => {
  expect(found(value)).toEqual([]);
});

test.each([
  ["a monitor's query", { ...MONITOR, query: MONITOR.query.replace("> 90", ">> 90") }, "5:3 query/syntax"],
  ["a monitor's message", { ...MONITOR, message: "Busy." }, "6:3 message/nobody-told"],
  [
    "a monitor's options",
    [{ ...MONITOR, options: { thresholds: { critical: 90, warning: 95 } } }],
    "4:5 monitor/warning-past-critical",
  ],
  [
    "a downtime",
    { data: { ...DOWNTIME.data, attributes: { ...DOWNTIME.data.attributes, display_timezone: "Europe/Berlin" } } },
    "2:11 downtime/two-zones",
  ],
  ["an SLO's target", { ...SLO, target_threshold: 99 }, "2:3 slo/"],
])("what is wrong with %s is said at its line", (_, value, expected) => {
  expect(found(value).filter((one) => one.startsWith(expected))).toHaveLength(1);
});

const terraform = (resources: object[]) => ({
  format_version: "1.0",
  values: { root_module: { resources: resources.slice(0, 1), child_modules: [{ resources: resources.slice(1) }] } },
});
const HCL_MONITOR = {
  ...{ name: "CPU", type: "query alert", query: MONITOR.query, message: MONITOR.message, priority: "", timeout_h: 0 },
  ...{ new_host_delay: 300, renotify_interval: 0, on_missing_data: "", require_full_window: false, variables: [] },
  monitor_thresholds: [{ critical: "90", warning: "", critical_recovery: "" }],
  ...{ scheduling_options: [], monitor_threshold_windows: [], evaluation_delay: null, tags: null },
};
const resource = (type: string, values: object) => ({ address: `${type}.one`, mode: "managed", type, values });

test("of terraform's state nothing is wrong with what is well, in modules too", () => {
  const downtime = {
    ...{
      scope: "env:prod",
      display_timezone: "UTC",
      monitor_identifier: { monitor_tags: ["team:sre"], monitor_id: null },
    },
    recurring_schedule: {
      timezone: "UTC",
      recurrence: [{ start: "2020-01-06T12:00:00", duration: "1h", rrule: "FREQ=DAILY" }],
    },
    one_time_schedule: null,
  };
  const slo = {
    ...SLO,
    thresholds: [{ timeframe: "30d", target: 99.9, warning: 0 }],
    warning_threshold: 0,
    query: null,
  };
  const state = terraform([
    resource("datadog_monitor", HCL_MONITOR),
    resource("datadog_monitor_json", { monitor: JSON.stringify(MONITOR) }),
    resource("datadog_dashboard_json", { dashboard: JSON.stringify(DASHBOARD) }),
    resource("datadog_downtime_schedule", downtime),
    resource("datadog_service_level_objective", slo),
    resource("aws_instance", {}),
  ]);
  expect(found(state)).toEqual([]);
  expect(lintFiles([file(state)]).of).toBe("1 file: 5 objects");
});

test("of terraform's plan what is wrong is said with the resource's address, at its line", () => {
  const { values } = terraform([resource("datadog_monitor", { ...HCL_MONITOR, message: "Busy." })]);
  const linted = lintFiles([file({ format_version: "1.2", planned_values: values })]);
  expect(linted.found).toMatchObject([
    { rule: "message/nobody-told", of: "datadog_monitor.one", place: { line: 7, column: 11 } },
  ]);
});

const LATER_DOWNTIME = {
  ...{ scope: "env:prod", monitor_identifier: { monitor_tags: ["team:sre"] } },
  recurring_schedule: { timezone: "UTC", recurrence: [{ duration: "1h", start: "2099-01-05T12:00:00" }] },
};
const COMPOSITE = { ...HCL_MONITOR, type: "composite", query: undefined, monitor_thresholds: [] };

/** What a plan does not know before it is applied is not in its values. */
test.each([
  ["a composite of new monitors", "datadog_monitor", COMPOSITE, { query: true }, ["query"]],
  ["a monitor's JSON", "datadog_monitor_json", {}, { monitor: true }, ["monitor"]],
  [
    "a downtime's hours",
    "datadog_downtime_schedule",
    LATER_DOWNTIME,
    { recurring_schedule: { recurrence: [{ rrule: true }] } },
    ["rrule"],
  ],
  [
    "a new monitor's downtime",
    "datadog_downtime_schedule",
    {
      ...{ scope: "env:prod", monitor_identifier: {} },
      one_time_schedule: { start: "2099-01-05T12:00:00Z", end: "2099-01-05T13:00:00Z" },
    },
    { id: true, monitor_identifier: { monitor_id: true } },
    [],
  ],
  [
    "an SLO of new monitors",
    "datadog_service_level_objective",
    { ...SLO, monitor_ids: undefined },
    { monitor_ids: [true, true] },
    [],
  ],
])("what a plan does not know yet of %s is no mistake", (_, type, values, unknown, later) => {
  const address = `${type}.one`;
  const { found: said } = lintFiles([
    file({
      format_version: "1.2",
      planned_values: { root_module: { resources: [resource(type, values)] } },
      resource_changes: [{ address, change: { after_unknown: { id: true, tags: true, ...unknown } } }],
    }),
  ]);
  expect(said.map(({ rule, problem }) => `${rule} ${problem}`)).toEqual(
    later.map(
      (key) => expect.stringMatching(new RegExp(`^lookout/unknown-at-preview .* its ${key} is unknown`)) as string,
    ),
  );
});

test("a downtime without a rule is said to have none", () => {
  const { attributes } = DOWNTIME.data;
  const schedule = { timezone: "UTC", recurrences: [{ start: "2099-01-05T12:00:00", duration: "1h", rrule: null }] };
  const said = found({ data: { ...DOWNTIME.data, attributes: { ...attributes, schedule } } });
  expect(said).toContainEqual(expect.stringMatching(/ downtime\/frequency$/));
});

test.each([
  ["no JSON", "is not JSON; expected"],
  ["{}", "holds no monitor, dashboard, downtime or SLO; expected"],
])("a file of something else is refused: %s", (text, words) => {
  expect(() => lintFiles([file(text)])).toThrow(StackError);
  expect(() => lintFiles([file(text)])).toThrow(words);
  expect(() => lintFiles([path.join(folder, "none.json")])).toThrow("can't be read");
});

test("what the official provider was recorded to send has no error", () => {
  const recordings = path.join(__dirname, "../../../../sandbox/plugins/datadog/recordings/requests.json");
  const sent = exportedIn(bodiesIn(JSON.parse(fs.readFileSync(recordings, "utf8"))));
  expect(sent.length).toBeGreaterThan(3);
  expect(sent.flatMap(lintExported).filter(({ severity }) => severity === "error")).toEqual([]);
});

/** Every value in it that could be an object of Datadog's. */
function bodiesIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (exportedIn([value]).length > 0) return [value];
  return Object.values(value).flatMap(bodiesIn);
}

test("of a composite it is not known by what its monitors are grouped", () => {
  const composite = { ...MONITOR, type: "composite", query: "12 && 13", options: {} };
  expect(found(composite)).toEqual([]);
  expect(found({ ...composite, message: "{{host.name}} is busy." })).toEqual([
    expect.stringMatching(/message\/nobody-told$/),
  ]);
});

test("a mark of the order of bytes before an export is no mistake", () => {
  expect(found(`\uFEFF${JSON.stringify(MONITOR)}`)).toEqual([]);
});
