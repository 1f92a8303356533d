import type * as pulumi from "@pulumi/pulumi";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { overridden } from "../../monitors/override";
import { myMetricMonitor } from "./monitor";
import type { MyMetricMonitorSettings } from "./settings";

/** The monitor of `my_metric`, where there is one. */
export function myMetricPack(
  settings: MyMetricMonitorSettings,
  opts?: pulumi.ComponentResourceOptions,
): MetricMonitor | undefined {
  const override = settings.overrides?.of("my-metric");
  if (override === false) return undefined;
  return new MetricMonitor("my-metric", overridden(myMetricMonitor(settings), override ?? {}), opts);
}
