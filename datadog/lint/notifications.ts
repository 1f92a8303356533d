import type { MonitorRule } from "./monitor-definition";

const OPTIONS = "https://docs.datadoghq.com/monitors/guide/monitor_api_options/";
const NPM = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor";
const QUERY = "avg(last_5m):avg:my_metric{env:dev} by {host,device} > 800";
const UNGROUPED = "avg(last_5m):avg:my_metric{env:dev} > 800";
const metric = (more: object, query = QUERY) => ({ type: "query alert", query, ...more });

const renotifyWithoutInterval: MonitorRule = {
  id: "monitor/renotify-without-interval",
  verdict: "refused",
  because: "The states and times of a renotification need its interval.",
  source: OPTIONS,
  passes: metric({ renotifyInterval: 60, renotifyOccurrences: 3 }),
  fails: metric({ renotifyOccurrences: 3 }),
  *check({ definition: { renotifyInterval: minutes = 0, renotifyOccurrences = 0, renotifyStatuses = [] } }) {
    if (minutes > 0) return;
    const set = { renotifyOccurrences: renotifyOccurrences > 0, renotifyStatuses: renotifyStatuses.length > 0 };
    for (const [name] of Object.entries(set).filter(([, isSet]) => isSet)) {
      yield { problem: `${name} is set, renotifyInterval is not`, remedy: "set renotifyInterval, in minutes" };
    }
  },
};

const escalationWithoutInterval: MonitorRule = {
  id: "monitor/escalation-without-interval",
  verdict: "may-be-meant",
  because: "An escalation message is that of a renotification: it is taken without an interval, and never sent.",
  source:
    "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/tests/cassettes/TestAccDatadogDowntime_BasicWithMonitor.yaml",
  passes: metric({ renotifyInterval: 60, escalationMessage: "still high @oncall@example.com" }),
  fails: metric({ escalationMessage: "still high @oncall@example.com" }),
  *check({ definition: { renotifyInterval: minutes = 0, escalationMessage } }) {
    if (minutes > 0 || escalationMessage === undefined) return;
    yield {
      problem: "escalationMessage is set, renotifyInterval is not: it is never sent",
      remedy: "set renotifyInterval, in minutes, or drop it",
    };
  },
};

const STATUSES = ["alert", "warn", "no data"];

const renotifyStatus: MonitorRule = {
  id: "monitor/renotify-status",
  verdict: "refused",
  because: "A monitor renotifies while it is in alert, warn or no data.",
  source: OPTIONS,
  passes: metric({ renotifyInterval: 60, renotifyStatuses: ["alert", "no data"] }),
  fails: metric({ renotifyInterval: 60, renotifyStatuses: ["alert", "warning"] }),
  *check({ definition: { renotifyStatuses = [] } }) {
    for (const status of renotifyStatuses.filter((one) => !STATUSES.includes(one))) {
      yield { problem: `"${status}" is no state to renotify in`, remedy: `choose from ${STATUSES.join(", ")}` };
    }
  },
};

/** A monitor notifies again for 30 hours at most. */
const LONGEST_RENOTIFY_MINUTES = 30 * 60;

const renotifyInterval: MonitorRule = {
  id: "monitor/renotify-interval",
  verdict: "may-be-meant",
  because: "Renotification is after whole minutes, and ends 30 hours after the first alert.",
  source: "https://docs.datadoghq.com/monitors/notify/#renotify",
  passes: metric({ renotifyInterval: 60 }),
  fails: metric({ renotifyInterval: 86_400 }),
  *check({ definition: { renotifyInterval: minutes = 0 } }) {
    if (Number.isInteger(minutes) && minutes >= 0 && minutes <= LONGEST_RENOTIFY_MINUTES) return;
    yield {
      problem: `a renotification after ${minutes} minutes never comes`,
      remedy: `write whole minutes, ${LONGEST_RENOTIFY_MINUTES} at most`,
    };
  },
};

const priority: MonitorRule = {
  id: "monitor/priority",
  verdict: "refused",
  because: "A monitor's priority is 1, the highest, to 5.",
  source: NPM,
  passes: metric({ priority: "2" }),
  fails: metric({ priority: "P2" }),
  *check({ definition: { priority: chosen } }) {
    // The provider has sent 0 where there is none, and Datadog takes it so.
    if (chosen === undefined || /^[0-5]$/.test(chosen)) return;
    yield { problem: `"${chosen}" is no priority`, remedy: "write 1 to 5" };
  },
};

const notifyBy: MonitorRule = {
  id: "monitor/notify-by-not-grouped",
  verdict: "refused",
  because: "A monitor notifies by some of its query's groups, or by * as one.",
  source: `${NPM}#notify_by-1`,
  passes: metric({ notifyBies: ["host"] }),
  fails: metric({ notifyBies: ["cluster"] }),
  *check({ definition: { notifyBies = [] }, groups, kind }) {
    if (kind === "composite" || kind === "slo" || kind === "formula") return;
    for (const key of notifyBies.filter((one) => one !== "*" && !groups.includes(one))) {
      yield {
        problem: `the monitor notifies by ${key}, which the query is not grouped by`,
        remedy: groups.length === 0 ? `add by {${key}} to the query` : `choose from ${groups.join(", ")}`,
      };
    }
  },
};

const notifyByAll: MonitorRule = {
  id: "monitor/notify-by-all-groups",
  verdict: "refused",
  because: "A monitor that notifies by all of its groups does so anyhow: Datadog refuses a list of them all.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/2102",
  passes: metric({ notifyBies: ["host"] }),
  fails: metric({ notifyBies: ["device", "host"] }),
  *check({ definition: { notifyBies = [] }, groups }) {
    if (groups.length === 0 || !groups.every((key) => notifyBies.includes(key))) return;
    yield { problem: "notifyBies has all of the query's groups", remedy: "drop it, or leave one of them out" };
  },
};

const newGroupDelay: MonitorRule = {
  id: "monitor/new-group-delay",
  verdict: "refused",
  because: "A new group is left alone for so many seconds; Datadog refuses that of a monitor without groups.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1221",
  passes: metric({ newGroupDelay: 300 }),
  fails: metric({ newGroupDelay: 300 }, UNGROUPED),
  *check({ definition: { newGroupDelay: delay = 0 }, groups, metricQuery }) {
    if (delay === 0 || metricQuery === undefined || groups.length > 0) return;
    yield { problem: "newGroupDelay is of groups, and the query has none", remedy: "group the query, or drop it" };
  },
};

const newHostDelay: MonitorRule = {
  id: "monitor/new-host-delay",
  verdict: "may-be-meant",
  because:
    "newHostDelay is deprecated, but for 0: newGroupDelay overrides it, and is for hosts as for all other groups.",
  source: `${NPM}#new_host_delay-1`,
  passes: metric({ newGroupDelay: 300 }),
  fails: metric({ newHostDelay: 300 }),
  *check({ definition: { newHostDelay: delay = 0 } }) {
    if (delay === 0) return;
    yield { problem: `a newHostDelay of ${delay} s is deprecated`, remedy: "set newGroupDelay alone" };
  },
};

const RETAINING = ["log", "event", "search"];
const RETENTION_MINUTES = { m: 1, h: 60, d: 1440 } as const;

const groupRetention: MonitorRule = {
  id: "monitor/group-retention",
  verdict: "refused",
  because:
    "A group that has no data any more is kept for 1 to 72 hours (60m, 24h, 3d), and only by monitors of logs, events, traces and the like.",
  source: "https://docs.datadoghq.com/monitors/configuration/#group-retention-time",
  passes: {
    type: "log alert",
    query: 'logs("status:error").index("*").rollup("count").by("service").last("5m") > 10',
    groupRetentionDuration: "2d",
  },
  fails: metric({ groupRetentionDuration: "2d" }),
  *check({ definition: { groupRetentionDuration }, kind }) {
    if (groupRetentionDuration === undefined) return;
    if (!RETAINING.includes(kind) && kind !== "formula") {
      yield {
        problem: "a monitor of this type keeps its groups for a day, and for no other time",
        remedy: "drop groupRetentionDuration",
      };
      return;
    }
    const [, count, unit] = /^(\d+)([mhd])$/.exec(groupRetentionDuration) ?? [];
    const minutes = Number(count) * RETENTION_MINUTES[unit as keyof typeof RETENTION_MINUTES];
    if (minutes >= 60 && minutes <= 72 * 60) return;
    yield { problem: `groups can't be kept for ${groupRetentionDuration}`, remedy: "write 60m to 72h" };
  },
};

const name: MonitorRule = {
  id: "monitor/name-white-space",
  verdict: "may-be-meant",
  because: "Datadog keeps a name without the white space around it, so that every plan would show a difference.",
  source: "https://github.com/grosser/kennel/blob/master/lib/kennel/models/monitor.rb",
  passes: metric({ name: "CPU is high" }),
  fails: metric({ name: " CPU is high" }),
  *check({ definition: { name: title = "" } }) {
    if (title === title.trim()) return;
    yield { problem: `the name "${title}" has white space around it`, remedy: `write "${title.trim()}"` };
  },
};

const tags: MonitorRule = {
  id: "monitor/tag",
  verdict: "may-be-meant",
  because: "Datadog keeps tags in lower case, without white space, from a letter on, 200 characters at most.",
  source: "https://docs.datadoghq.com/getting_started/tagging/#define-tags",
  passes: metric({ tags: ["team:sre"] }),
  fails: metric({ tags: ["Team:SRE"] }),
  *check({ definition: { tags: all = [] } }) {
    for (const tag of all.filter((one) => !/^[a-z][^\sA-Z]{0,199}$/.test(one))) {
      yield {
        problem: `Datadog keeps another tag than "${tag}"`,
        remedy: `write such as ${kept(tag)}`,
      };
    }
  },
};

function kept(tag: string): string {
  return tag
    .toLowerCase()
    .replace(/\s/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 200);
}

export const notificationRules: readonly MonitorRule[] = [
  renotifyWithoutInterval,
  escalationWithoutInterval,
  renotifyStatus,
  renotifyInterval,
  priority,
  notifyBy,
  notifyByAll,
  newGroupDelay,
  newHostDelay,
  groupRetention,
  name,
  tags,
];
