import { allOf, metric, noneOf } from "../../../datadog/query/build";
import type { Metric } from "../../../datadog/query/query";
import { declared } from "../../monitors/declared";
import type { ForecastMonitorArgs } from "../../monitors/forecast-monitor";
import type { MetricMonitorArgs } from "../../monitors/metric-monitor";
import type { ServiceCheckMonitorArgs } from "../../monitors/service-check-monitor";
import type { HostMonitorSettings } from "./settings";

/**
 * What is worth a notification of any host: one monitor of each kind for all hosts of the scope, each judged on its own.
 *
 * @see https://docs.datadoghq.com/agent/basic_agent_usage/ `datadog.agent.up`
 */
export function hostMonitors(settings: HostMonitorSettings) {
  return { away: away(settings), disk: disk(settings), full: full(settings) };
}

/** The check is good whenever it comes: only its silence tells something. */
function away(settings: HostMonitorSettings): ServiceCheckMonitorArgs {
  const { noDataAfterMinutes } = settings;
  return {
    ...declared(
      "A host is away, or its Agent",
      {
        alert: "The Agent on {{host.name}} ({{host.ip}}) says that it is not well.\nFirst, there: datadog-agent status",
        noData: `Nothing has come from {{host.name}} ({{host.ip}}) for ${noDataAfterMinutes} minutes: the host is away, or its Agent. Until it is back, no other monitor of it judges anything.\nFirst: does the host answer (ssh)? Then, there: systemctl status datadog-agent\nA host that was taken out of the stack falls silent too: then resolve this by hand.`,
        recovery: "{{host.name}} sends again. Nothing to do.",
      },
      settings,
    ),
    condition: { check: "datadog.agent.up", scope: [settings.scope], by: ["host"], last: 2, critical: 1, ok: 1 },
    noDataAfterMinutes,
  };
}

function disk(settings: HostMonitorSettings): ForecastMonitorArgs {
  return {
    ...declared(
      "A disk fills up within a week",
      {
        alert:
          "The disk {{device.name}} of {{host.name}} ({{host.ip}}) is filling up: as it goes, {{threshold}} of it are in use within a week, where 1 is all.\nNobody needs to get up. First, there: df -h; then what has grown: sudo du -xh --max-depth=2 / | sort -h | tail\nLogs, old packages and a database's write-ahead log are the usual ones.",
        recovery: "The disk {{device.name}} of {{host.name}} does not fill up within a week any more. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: inUse(settings),
      model: { algorithm: "linear", interval: "60m", history: "1w", model: "default" },
      deviations: 1,
      ahead: "1w",
      comparator: ">=",
      critical: settings.diskInUse,
    },
    // A line through a day's points tells nothing of a week.
    newGroupDelaySeconds: 86_400,
  };
}

function full(settings: HostMonitorSettings): MetricMonitorArgs {
  const overMinutes = 15;
  return {
    ...declared(
      "A disk is full",
      {
        alert: `The disk {{device.name}} of {{host.name}} ({{host.ip}}) has had {{value}} of it in use for ${overMinutes} minutes, where 1 is all: above the alert at {{threshold}}. What writes there stops soon, a database first.\nFirst, there: df -h; then what has grown: sudo du -xh --max-depth=2 / | sort -h | tail\nMake room with what can go at once: old logs (journalctl --vacuum-size=500M), the package cache (apt-get clean).`,
        recovery: "The disk {{device.name}} of {{host.name}} has room again: {{value}} in use. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: inUse(settings),
      over: { method: "min", minutes: overMinutes },
      comparator: ">",
      critical: settings.diskFull,
    },
  };
}

/** A file that is mounted, as snap does it, is always full. */
function inUse({ scope }: HostMonitorSettings): Metric {
  return metric("system.disk.in_use", {
    aggregator: "max",
    scope: allOf(scope, noneOf("device:/dev/loop*")),
    by: ["host", "device"],
  });
}
