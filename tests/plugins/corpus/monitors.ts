import type { Properties, Value } from "../../../sandbox/plugins/rpc/value.js";
import type { Specimen } from "./specimens.js";
import { inputPaths } from "./variations.js";

/** A kind of monitor of which only some inputs are varied: the others are with other monitors. */
function kind(
  name: string,
  inputs: Properties,
  varied: readonly string[],
  others: Record<string, Value>,
  never: Specimen["never"] = {},
): Specimen {
  return {
    name: `monitor-${name}`,
    plugin: "datadog",
    type: "datadog:index/monitor:Monitor",
    inputs: { name, message: "{{#is_alert}}{{value}}{{/is_alert}} @oncall@example.com", tags: ["team:sre"], ...inputs },
    others,
    never,
    elsewhere: inputPaths({ name: "", message: "", tags: [""], ...inputs }).filter(
      (path) => !varied.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`)),
    ),
  };
}

/** What would leave an empty object around it, which no program declares. */
const leftEmpty = ["added", "removed", "null"] as const;

const metric = { type: "query alert", query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800" };

/** How it is told of, when it is looked at, and how urgent it is. */
export const monitorWithOptions = kind(
  "with-options",
  {
    ...metric,
    monitorThresholds: { critical: "800", criticalRecovery: "700", warning: "500", warningRecovery: "400" },
    notifyNoData: true,
    noDataTimeframe: 10,
    priority: "2",
    renotifyInterval: 60,
    renotifyOccurrences: 3,
    renotifyStatuses: ["alert", "no data"],
    escalationMessage: "still @boss@example.com",
    evaluationDelay: 60,
    newGroupDelay: 120,
    includeTags: false,
    timeoutH: 24,
    notifyBies: ["host"],
    notificationPresetName: "hide_query",
    notifyAudit: true,
    draftStatus: "draft",
  },
  [
    "monitorThresholds.criticalRecovery",
    "monitorThresholds.warningRecovery",
    "priority",
    "renotifyInterval",
    "renotifyOccurrences",
    "renotifyStatuses",
    "escalationMessage",
    "evaluationDelay",
    "newGroupDelay",
    "includeTags",
    "timeoutH",
    "notifyBies",
    "notificationPresetName",
    "notifyAudit",
    "draftStatus",
  ],
  {
    "monitorThresholds.criticalRecovery": "750",
    "monitorThresholds.warningRecovery": "450",
    renotifyStatuses: ["alert", "warn"],
    "renotifyStatuses[0]": "warn",
    timeoutH: 12,
    notifyBies: ["*"],
    "notifyBies[0]": "*",
    notificationPresetName: "hide_all",
    draftStatus: "published",
  },
);

/** Silence, said in the newer way. */
export const monitorOfMissingData = kind(
  "of-missing-data",
  {
    ...metric,
    monitorThresholds: { critical: "800" },
    requireFullWindow: false,
    onMissingData: "show_and_notify_no_data",
    groupRetentionDuration: "2h",
  },
  ["onMissingData", "groupRetentionDuration"],
  { onMissingData: "resolve", groupRetentionDuration: "3h" },
);

export const monitorOfMonth = kind(
  "of-a-month",
  {
    type: "query alert",
    query: "sum(current_1mo):sum:my_metric{env:dev}.as_count() > 800",
    monitorThresholds: { critical: "800" },
    requireFullWindow: false,
    schedulingOptions: { evaluationWindow: { dayStarts: "04:00", monthStarts: 1, timezone: "Europe/Berlin" } },
  },
  ["schedulingOptions"],
  {
    schedulingOptions: { evaluationWindow: { dayStarts: "05:00", monthStarts: 2 } },
    "schedulingOptions.evaluationWindow": { dayStarts: "05:00", monthStarts: 2 },
    "schedulingOptions.evaluationWindow.dayStarts": "05:00",
    "schedulingOptions.evaluationWindow.timezone": "UTC",
  },
  { "schedulingOptions.evaluationWindow": leftEmpty },
);

export const monitorOfHour = kind(
  "of-an-hour",
  {
    type: "query alert",
    query: "sum(current_1h):sum:my_metric{env:dev}.as_count() > 800",
    monitorThresholds: { critical: "800" },
    requireFullWindow: false,
    schedulingOptions: { evaluationWindow: { hourStarts: 30 } },
  },
  ["schedulingOptions.evaluationWindow.hourStarts"],
  {},
  { "schedulingOptions.evaluationWindow.hourStarts": leftEmpty },
);

export const monitorOfSchedule = kind(
  "of-a-schedule",
  {
    ...metric,
    monitorThresholds: { critical: "800" },
    onMissingData: "show_no_data",
    schedulingOptions: {
      customSchedule: {
        recurrence: { rrule: "FREQ=DAILY;INTERVAL=1", start: "2027-01-04T20:00:00", timezone: "Europe/Berlin" },
      },
    },
  },
  ["schedulingOptions.customSchedule"],
  {
    "schedulingOptions.customSchedule": { recurrence: { rrule: "FREQ=WEEKLY;BYDAY=MO", timezone: "UTC" } },
    "schedulingOptions.customSchedule.recurrence": { rrule: "FREQ=WEEKLY;BYDAY=MO", timezone: "UTC" },
    "schedulingOptions.customSchedule.recurrence.rrule": "FREQ=WEEKLY;BYDAY=MO",
    "schedulingOptions.customSchedule.recurrence.start": "2027-01-05T20:00:00",
    "schedulingOptions.customSchedule.recurrence.timezone": "UTC",
  },
  {
    "schedulingOptions.customSchedule": leftEmpty,
    // The official plugin panics.
    "schedulingOptions.customSchedule.recurrence": ["unknown at preview"],
  },
);

export const monitorOfForecast = kind(
  "of-a-forecast",
  {
    type: "query alert",
    query:
      "max(next_1w):forecast(max:system.disk.in_use{env:dev} by {host,device}, 'linear', 1, interval='60m', history='1w', model='default') >= 0.9",
    monitorThresholds: { critical: "0.9", criticalRecovery: "0.8" },
    requireFullWindow: false,
  },
  ["query"],
  {
    query:
      "max(next_3d):forecast(max:system.disk.in_use{env:dev} by {host,device}, 'linear', 1, interval='60m', history='1w', model='default') >= 0.9",
  },
);

/** Of the monitor that the rig has. */
export const monitorComposite = kind(
  "composite",
  {
    type: "composite",
    query: "1001 && !(1001 || 1001)",
    notifyNoData: true,
    priority: "1",
    renotifyInterval: 30,
  },
  ["query", "notifyNoData"],
  { query: "1001 || 1001" },
);

export const monitorOfChange = kind(
  "of-a-change",
  {
    type: "query alert",
    query: "pct_change(avg(last_5m),last_1h):avg:my_metric{env:dev} by {host} > 50",
    monitorThresholds: { critical: "50", warning: "20" },
    requireFullWindow: false,
  },
  ["query"],
  { query: "pct_change(avg(last_5m),last_2h):avg:my_metric{env:dev} by {host} > 50" },
);

export const monitorOfOutliers = kind(
  "of-outliers",
  {
    type: "query alert",
    query: "avg(last_30m):outliers(avg:my_metric{env:dev} by {host}, 'DBSCAN', 3.0) > 0",
    monitorThresholds: { critical: "0" },
    requireFullWindow: false,
  },
  ["query"],
  {
    query: "avg(last_30m):outliers(avg:my_metric{env:dev} by {host}, 'MAD', 3.0, 20) > 0",
  },
);

export const moreMonitors: readonly Specimen[] = [
  monitorWithOptions,
  monitorOfMissingData,
  monitorOfMonth,
  monitorOfHour,
  monitorOfSchedule,
  monitorOfForecast,
  monitorComposite,
  monitorOfChange,
  monitorOfOutliers,
];
