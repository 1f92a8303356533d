import type { Declared } from "../../../../cli/describe/declared";
import type { Registration } from "../../../../cli/stack/program";
import { HOSTS } from "./monitors";

/** Monitors have numbers, by which others name them. */
const IDS: Readonly<Record<string, string>> = { load: "4001", memory: "4002", connect: "4003", both: "4004" };

/** A stack with one of everything that changes are said of. */
export const STACK: Declared = {
  stack: "dev",
  hosts: HOSTS,
  warnings: [],
  registrations: [
    monitor("load", {
      query: "avg(last_5m):avg:system.load.1{env:dev,role:db} by {host} > 8",
      name: "Load is high",
      monitorThresholds: { critical: "8", warning: "6", criticalRecovery: "5" },
      priority: "3",
      notifyNoData: false,
      renotifyInterval: 60,
      evaluationDelay: 60,
      requireFullWindow: false,
      message:
        "{{#is_alert}}{{host.name}} is busy. @oncall@example.com{{/is_alert}}{{#is_warning}}It may be. @slack-sre{{/is_warning}}{{#is_recovery}}Fine. @oncall@example.com{{/is_recovery}}",
      assets: [{ category: "runbook", url: "https://wiki.example.com/load" }],
    }),
    monitor("memory", {
      query: "min(last_10m):avg:system.mem.usable{env:dev} by {host} < 1000000000",
      name: "Memory runs out",
      monitorThresholds: { critical: "1000000000" },
      message: "{{host.name}} has {{value}} left. @oncall@example.com @slack-sre",
    }),
    monitor("connect", {
      type: "service check",
      query: '"postgres.can_connect".over("env:dev","role:db").by("host","port").last(4).count_by_status()',
      name: "PostgreSQL does not answer",
      monitorThresholds: { critical: "3", ok: "1" },
      message: "No answer from {{host.name}}. @oncall@example.com",
    }),
    monitor("both", {
      type: "composite",
      query: `${IDS.load ?? ""} && ${IDS.memory ?? ""}`,
      name: "All is bad",
      message: "Bad. @oncall@example.com",
    }),
    ...["TH", "FR"].map((day) =>
      one("datadog:index/downtimeSchedule:DowntimeSchedule", `quiet-${day}`, {
        scope: "env:dev",
        monitorIdentifier: { monitorTags: ["service:orders"] },
        recurringSchedule: {
          timezone: "Europe/Berlin",
          recurrences: [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: `FREQ=WEEKLY;BYDAY=${day}` }],
        },
      }),
    ),
    one("datadog:index/serviceLevelObjective:ServiceLevelObjective", "orders", {
      name: "Orders are taken",
      type: "metric",
      thresholds: [{ timeframe: "30d", target: 99.9, warning: 99.95 }],
      query: { numerator: "sum:orders.taken{env:dev}.as_count()", denominator: "sum:orders.asked{env:dev}.as_count()" },
    }),
    one("datadog:index/monitorNotificationRule:MonitorNotificationRule", "dba", {
      name: "Databases",
      filter: { tags: ["env:dev", "role:db"] },
      recipients: ["dba@example.com"],
    }),
    one("datadog:index/dashboard:Dashboard", "hosts", {
      title: "Hosts of dev",
      templateVariables: [{ name: "host", prefix: "host" }],
      widgets: [
        { timeseriesDefinition: { title: "Load", requests: [{ q: "avg:system.load.1{env:dev} by {host}" }] } },
        { timeseriesDefinition: { title: "Memory", requests: [{ q: "avg:system.mem.usable{env:dev} by {host}" }] } },
        { noteDefinition: { content: "What hosts have left." } },
      ],
    }),
    ...HOSTS.flatMap(({ name, ip, databases }) => [
      one("command:remote:Command", `${name}-package`, {
        create: `set -- ${name} create ${name}-package \\\nversion=1:7.70.1-1 \\\n`,
        triggers: [ip],
      }),
      one("lookout:agent:HostAgent", name, {
        files: {
          "datadog.yaml": `env: dev\ntags:\n  - env:dev\n  - role:db\nlog_level: info\n`,
          "conf.d/disk_io.d/conf.yaml": "instances:\n  - {}\n",
          ...Object.fromEntries(databases.map(({ type }) => [`conf.d/${type}.d/conf.yaml`, "instances:\n  - {}\n"])),
        },
      }),
    ]),
  ],
};

function monitor(name: string, inputs: Record<string, unknown>): Registration {
  return one("datadog:index/monitor:Monitor", name, { type: "query alert", tags: ["env:dev", "team:sre"], ...inputs });
}

function one(type: string, name: string, inputs: Record<string, unknown>): Registration {
  return { type, name, id: IDS[name] ?? `${name}-id`, inputs };
}

type Inputs = Record<string, unknown>;

/** The stack with another input of that resource. */
export function withInputs(name: string, change: (inputs: Inputs) => Inputs, of = STACK): Declared {
  const registrations = of.registrations.map((registration) =>
    registration.name === name
      ? { ...registration, inputs: { ...registration.inputs, ...change(registration.inputs) } }
      : registration,
  );
  return { ...of, registrations };
}

/** The stack with a text replaced in one resource's input. */
export function withText(name: string, input: string, from: string, to: string, of = STACK): Declared {
  return withInputs(
    name,
    (inputs) => {
      const before = JSON.stringify(inputs[input]);
      const after = before.replace(from, to);
      if (before === after) throw new Error(`${name}'s ${input} has no ${from}`);
      return { [input]: JSON.parse(after) as unknown };
    },
    of,
  );
}

export function without(name: string, of = STACK): Declared {
  return { ...of, registrations: of.registrations.filter((registration) => registration.name !== name) };
}
