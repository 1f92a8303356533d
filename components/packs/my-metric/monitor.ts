import { metric } from "../../../datadog/query/build";
import { declared } from "../../monitors/declared";
import type { MetricMonitorArgs } from "../../monitors/metric-monitor";
import type { MyMetricMonitorSettings } from "./settings";

/** `my_metric` is high on a host, or does not come any more. */
export function myMetricMonitor(settings: MyMetricMonitorSettings): MetricMonitorArgs {
  const { critical, overMinutes, noDataAfterMinutes } = settings;
  return {
    ...declared(
      "my_metric is high",
      {
        alert: `my_metric on {{host.name}} ({{host.ip}}) averages {{value}} over ${overMinutes} minutes: above the alert threshold of {{threshold}}.\nFind what drives it up on the dashboard, then follow the runbook.`,
        warning: `my_metric on {{host.name}} ({{host.ip}}) averages {{value}}: above the warning threshold of {{warn_threshold}}, below the alert at {{threshold}}.\nNobody needs to get up; look at it today.`,
        noData: `my_metric has not come from {{host.name}} for ${noDataAfterMinutes} minutes.\nIs the host up? Does its Agent run (datadog-agent status)? Does the check fail (datadog-agent check custom_my_metric)?`,
        recovery: `my_metric on {{host.name}} is back at {{value}}. Nothing to do.`,
      },
      settings,
    ),
    condition: {
      query: metric("my_metric", { aggregator: "avg", scope: [settings.scope], by: ["host"] }),
      over: { method: "avg", minutes: overMinutes },
      comparator: ">",
      critical,
    },
    warning: settings.warning,
    noDataAfterMinutes,
  };
}
