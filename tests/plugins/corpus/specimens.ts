import { createHash } from "node:crypto";
import { Asset, Secret, type Properties, type Value } from "../../../sandbox/plugins/rpc/value.js";
import { type Case, type HostBehaviour, rigText } from "./case.js";
import { moreMonitors } from "./monitors.js";
import { notificationRule, notificationRuleByState } from "./notification-rules.js";
import { restrictionPolicy, restrictionPolicyOfDashboard } from "./restrictions.js";
import type { VariationName } from "./variations.js";
import { declaredOnly, widgets } from "./widgets.js";

/**
 * A resource with every input that the stack sets on its type, and for each input what else it could be. Each input is
 * varied; one that the stack sets and no specimen has fails a test.
 */
export interface Specimen extends Pick<Case, "plugin" | "type"> {
  /** First word of its cases' names, and the file of their recordings. */
  readonly name: string;
  readonly inputs: Properties;
  /** By path: another value that is as good. @default one is derived from the value */
  readonly others?: Readonly<Record<string, Value>>;
  /** Paths that are varied with another specimen. */
  readonly elsewhere?: readonly string[];
  /** What is done to its inputs. @default everything */
  readonly only?: readonly VariationName[];
  /** By path: what is not done to it, because the outcome is that of the machine. */
  readonly never?: Readonly<Record<string, readonly VariationName[]>>;
  readonly host?: HostBehaviour;
}

const { host, port, hostKey, privateKey } = rigText;

export const connection: Properties = { host, port, user: "admin", privateKey: new Secret(privateKey), hostKey };

export const command: Specimen = {
  name: "command",
  plugin: "command",
  type: "command:remote:Command",
  inputs: {
    connection: new Secret({ ...connection, dialErrorLimit: 0, perDialTimeout: 8 }),
    create: "echo 'made'",
    delete: "echo 'gone'",
    stdin: new Secret("bGluZQ==\n"),
    logging: "stderr",
    triggers: ["192.0.2.11", "datadog", 5432],
    addPreviousOutputInEnv: false,
  },
  others: {
    logging: "stdoutAndStderr",
    connection: new Secret({ ...connection, user: "root" }),
    "connection.host": "localhost",
    "connection.port": 1,
    "connection.user": "root",
    "connection.privateKey": rigText.otherKey,
    "connection.hostKey": `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
  },
  // Name servers differ.
  never: { "connection.host": ["too long"] },
  host: { answers: [{ stdout: "made\n" }] },
};

/** As the engine hands it over: with the digest of what is in it. */
export const file = new Asset({ path: rigText.file, hash: digestOf(rigText.file) });

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export const textToCopy = (text: string): Asset => new Asset({ text, hash: digestOf(text) });

export const copy: Specimen = {
  name: "copy",
  plugin: "command",
  type: "command:remote:CopyToRemote",
  inputs: {
    connection: new Secret({ ...connection, dialErrorLimit: 0, perDialTimeout: 8 }),
    source: file,
    remotePath: ".lookout-db1",
    triggers: ["192.0.2.11"],
  },
  others: {
    source: textToCopy("another text\n"),
    connection: new Secret({ ...connection, user: "root" }),
    "connection.host": "localhost",
    "connection.port": 1,
    "connection.user": "root",
    "connection.privateKey": rigText.otherKey,
    "connection.hostKey": `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
  },
  // Name servers differ.
  never: { "connection.host": ["too long"] },
};

export const password: Specimen = {
  name: "password",
  plugin: "random",
  type: "random:index/randomPassword:RandomPassword",
  inputs: {
    length: 32,
    minLower: 1,
    minNumeric: 1,
    minSpecial: 1,
    minUpper: 1,
    overrideSpecial: "-_.~",
    keepers: { version: "1" },
  },
};

export const monitor: Specimen = {
  name: "monitor",
  plugin: "datadog",
  type: "datadog:index/monitor:Monitor",
  inputs: {
    name: "my_metric is high",
    type: "query alert",
    query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
    message: "{{#is_alert}}{{host.name}}: {{value}} > {{threshold}}{{/is_alert}} @oncall@example.com",
    monitorThresholds: { critical: "800", warning: "500" },
    notifyNoData: true,
    noDataTimeframe: 10,
    requireFullWindow: false,
    tags: ["env:dev", "service:orders", "team:sre"],
    assets: [{ category: "runbook", name: "Runbook", url: "https://example.com/runbook" }],
  },
  others: {
    type: "metric alert",
    query: "avg(last_10m):avg:my_metric{env:dev} by {host} > 800",
    "monitorThresholds.critical": "800.5",
    monitorThresholds: { critical: "800" },
    tags: ["team:dba", "env:dev"],
    "assets[0].category": "runbook2",
  },
};

/** What any monitor says, and {@link monitor} varies. */
const ofAnyMonitor = ["name", "type", "query", "message", "tags", "tags[0]", "requireFullWindow"];

/** Its thresholds are shares of windows, which no other monitor has. */
export const monitorOfAnomalies: Specimen = {
  name: "monitor-of-anomalies",
  plugin: "datadog",
  type: monitor.type,
  inputs: {
    name: "PostgreSQL: replication is later than usual",
    type: "query alert",
    query:
      "avg(last_4h):anomalies(max:postgresql.replication_delay{env:dev} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60, count_default_zero='true') >= 1",
    message: "{{#is_alert}}{{host.name}} is late{{/is_alert}} @oncall@example.com",
    monitorThresholds: { critical: "1", criticalRecovery: "0", warning: "0.5" },
    monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_15m" },
    requireFullWindow: false,
    tags: ["env:dev"],
  },
  others: {
    monitorThresholds: { critical: "1", criticalRecovery: "0.2" },
    "monitorThresholds.criticalRecovery": "0.2",
    "monitorThresholds.warning": "0.8",
    monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_10m" },
    // Not the query's own: Datadog refuses it.
    "monitorThresholdWindows.triggerWindow": "last_20m",
    "monitorThresholdWindows.recoveryWindow": "last_10m",
  },
  elsewhere: ofAnyMonitor,
};

/** Its thresholds are numbers of runs. */
export const monitorOfServiceCheck: Specimen = {
  name: "monitor-of-service-check",
  plugin: "datadog",
  type: monitor.type,
  inputs: {
    name: "PostgreSQL: the Agent can't log in",
    type: "service check",
    query: '"postgres.can_connect".over("env:dev").by("host","server","port","db").last(3).count_by_status()',
    message: "{{#is_alert}}{{host.name}}: {{check_message}}{{/is_alert}} @oncall@example.com",
    monitorThresholds: { critical: "2", ok: "2" },
    notifyNoData: true,
    noDataTimeframe: 10,
    tags: ["env:dev"],
  },
  others: {
    query: '"postgres.can_connect".over("env:dev").by("host").last(3).count_by_status()',
    monitorThresholds: { critical: "1", ok: "1" },
    "monitorThresholds.critical": "1",
    "monitorThresholds.ok": "1",
  },
  elsewhere: ofAnyMonitor.filter((path) => path !== "query"),
};

export const downtime: Specimen = {
  name: "downtime",
  plugin: "datadog",
  type: "datadog:index/downtimeSchedule:DowntimeSchedule",
  inputs: {
    scope: "env:dev",
    monitorIdentifier: { monitorTags: ["team:sre", "service:orders"] },
    displayTimezone: "Europe/Berlin",
    message: "Quiet hours. @oncall@example.com",
    muteFirstRecoveryNotification: true,
    notifyEndStates: ["alert", "no data", "warn"],
    notifyEndTypes: ["canceled", "expired"],
    recurringSchedule: {
      timezone: "Europe/Berlin",
      recurrences: [
        { start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
        { start: "2027-01-04T00:00:00", duration: "9h", rrule: "FREQ=WEEKLY;BYDAY=MO" },
      ],
    },
  },
  others: {
    scope: "env:prod",
    displayTimezone: "UTC",
    notifyEndStates: ["alert"],
    notifyEndTypes: ["expired"],
    "monitorIdentifier.monitorTags": ["team:dba"],
    monitorIdentifier: { monitorTags: ["team:dba"] },
    "recurringSchedule.timezone": "UTC",
    "recurringSchedule.recurrences[0].start": "2027-01-05T19:00:00",
    "recurringSchedule.recurrences[0].duration": "13h",
    "recurringSchedule.recurrences[0].rrule": "FREQ=WEEKLY;BYDAY=TU,WE,TH,FR",
  },
};

/** Of the monitor that is at the rig before any case. */
export const firstMonitorId = 1001;

/** A downtime is of one monitor or of all with some tags. */
export const downtimeOfMonitor: Specimen = {
  name: "downtime-of-monitor",
  plugin: "datadog",
  type: downtime.type,
  inputs: {
    scope: "env:dev",
    monitorIdentifier: { monitorId: firstMonitorId },
    recurringSchedule: {
      recurrences: [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=DAILY" }],
    },
  },
  others: { "monitorIdentifier.monitorId": 424242, monitorIdentifier: { monitorTags: ["team:dba"] } },
  elsewhere: [
    "scope",
    "recurringSchedule",
    "recurringSchedule.recurrences",
    "recurringSchedule.recurrences[0]",
    ...["start", "duration", "rrule"].map((name) => `recurringSchedule.recurrences[0].${name}`),
  ],
};

/** One that comes once, of what a recurring one may be of, too. */
export const downtimeOnce: Specimen = {
  name: "downtime-once",
  plugin: "datadog",
  type: downtime.type,
  inputs: {
    scope: "env:dev",
    monitorIdentifier: { monitorTags: ["team:sre"] },
    oneTimeSchedule: { end: "2027-01-03T23:00:00Z" },
  },
  others: { "oneTimeSchedule.end": "2027-01-04T23:00:00Z", oneTimeSchedule: { end: "2027-01-05T23:00:00Z" } },
  elsewhere: ["scope", "monitorIdentifier", "monitorIdentifier.monitorTags", "monitorIdentifier.monitorTags[0]"],
};

export const dashboardType = "datadog:index/dashboard:Dashboard";

const note: Properties = { noteDefinition: { content: "# Notes" } };

export const dashboard: Specimen = {
  name: "dashboard",
  plugin: "datadog",
  type: dashboardType,
  inputs: {
    title: "Lookout: hosts of dev",
    description: "Declared with Lookout: change it there.",
    layoutType: "ordered",
    reflowType: "auto",
    notifyLists: ["oncall@example.com"],
    templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: ["db1", "db2"] }],
    widgets: [note],
  },
  others: {
    reflowType: "fixed",
    layoutType: "free",
    notifyLists: ["dba@example.com", "oncall@example.com"],
    widgets: [note, note],
  },
};

/** What else a dashboard says of itself, and where its widgets stand. */
const dashboardOfTeam: Specimen = {
  name: "dashboard-of-team",
  plugin: "datadog",
  type: dashboardType,
  inputs: {
    title: "Lookout: hosts of dev",
    layoutType: "ordered",
    reflowType: "fixed",
    tags: ["team:sre"],
    templateVariables: [{ name: "host", prefix: "host", defaults: ["*"] }],
    templateVariablePresets: [{ name: "databases", templateVariables: [{ name: "host", values: ["db1", "db2"] }] }],
    widgets: [{ ...note, widgetLayout: { x: 0, y: 0, width: 4, height: 2 } }],
  },
  only: declaredOnly,
  others: {
    tags: ["team:dba", "team:sre"],
    "tags[0]": "team:dba",
    "widgets[0].widgetLayout": { x: 4, y: 0, width: 4, height: 2, isColumnBreak: true },
  },
  elsewhere: [
    "title",
    "layoutType",
    "reflowType",
    "templateVariables",
    "templateVariables[0]",
    ...["name", "prefix", "defaults", "defaults[0]"].map((name) => `templateVariables[0].${name}`),
    "widgets",
    "widgets[0]",
    "widgets[0].noteDefinition",
    "widgets[0].noteDefinition.content",
  ],
};

export const specimens: readonly Specimen[] = [
  command,
  copy,
  password,
  monitor,
  monitorOfAnomalies,
  monitorOfServiceCheck,
  downtime,
  downtimeOfMonitor,
  downtimeOnce,
  dashboard,
  dashboardOfTeam,
  ...moreMonitors,
  restrictionPolicy,
  restrictionPolicyOfDashboard,
  notificationRule,
  notificationRuleByState,
  ...widgets,
];
