import { metric } from "../../datadog/query/build";
import type { MetricMonitorArgs } from "./metric-monitor";

export interface MyMetricMonitorSettings {
  readonly warning: number;
  readonly alert: number;
  readonly overMinutes: number;
  readonly noDataAfterMinutes: number;
  readonly runbookUrl?: string | undefined;
  /** `env:dev`: whose hosts are watched. */
  readonly scope: string;
  readonly handles: readonly string[];
  readonly tags: readonly string[];
}

/** `my_metric` is high on a host, or does not come any more. */
export function myMetricMonitor(settings: MyMetricMonitorSettings): MetricMonitorArgs {
  const { alert, overMinutes, noDataAfterMinutes, runbookUrl } = settings;
  return {
    title: "my_metric is high",
    condition: {
      query: metric("my_metric", { aggregator: "avg", scope: [settings.scope], by: ["host"] }),
      over: { method: "avg", minutes: overMinutes },
      comparator: ">",
      critical: alert,
    },
    warning: settings.warning,
    noDataAfterMinutes,
    message: {
      words: {
        alert: `my_metric on {{host.name}} ({{host.ip}}) averages {{value}} over ${overMinutes} minutes: above the alert threshold of {{threshold}}.\nFind what drives it up on the dashboard, then follow the runbook.`,
        warning: `my_metric on {{host.name}} ({{host.ip}}) averages {{value}}: above the warning threshold of {{warn_threshold}}, below the alert at {{threshold}}.\nNobody needs to get up; look at it today.`,
        noData: `my_metric has not come from {{host.name}} for ${noDataAfterMinutes} minutes.\nIs the host up? Does its Agent run (datadog-agent status)? Does the check fail (datadog-agent check custom_my_metric)?`,
        recovery: `my_metric on {{host.name}} is back at {{value}}. Nothing to do.`,
      },
      handles: settings.handles,
    },
    ...(runbookUrl !== undefined && { runbookUrl }),
    tags: settings.tags,
  };
}
