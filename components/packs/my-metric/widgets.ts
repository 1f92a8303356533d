import { metricUrl } from "../../../datadog/links/explore";
import { rollup } from "../../../datadog/query/build";
import { queryText } from "../../../datadog/query/print";
import type { Widget } from "../../dashboards/declaration";
import { upTo } from "../../dashboards/graphs";
import { next, note, type Onward } from "../../dashboards/note";
import { onHost } from "../../dashboards/on-host";

export interface MyMetricWidgets {
  /** How often each host sends it. */
  readonly intervalSeconds: number;
  /** Its monitor's thresholds. */
  readonly monitor: { readonly warning: number; readonly critical: number };
}

/** The metric itself, and its sum of each hour. */
export function myMetricWidgets(onward: Onward, about: MyMetricWidgets): Widget[] {
  return [introduction(onward, about), myMetric(onward.env, about), hourly(onward.env)];
}

function introduction(onward: Onward, { intervalSeconds, monitor }: MyMetricWidgets): Widget {
  const { app, env } = onward;
  const perHour = Math.round(3600 / intervalSeconds);
  return note(
    `**my_metric** is a number from 0 to 1000 that a custom check sends every ${intervalSeconds} s. The dashed lines are the monitor's warning (${monitor.warning}) and alert (${monitor.critical}).`,
    `**Sum of each hour** adds all values of an hour: ${perHour} of about 500 are about ${(perHour * 500).toLocaleString("en")} on a host. The last bar is an hour that is not over.`,
    next(onward, "myMetric", {
      "the metric alone": metricUrl(app, { metric: "my_metric", scope: [`env:${env}`], by: "host" }),
    }),
  );
}

/** `my_metric` on each host, with the monitor's thresholds. */
export function myMetric(env: string, { monitor }: MyMetricWidgets): Widget {
  return upTo(1000, "my_metric by host", onHost(env, "my_metric", "avg"), [
    { value: `y = ${monitor.critical}`, displayType: "error dashed", label: "alert" },
    { value: `y = ${monitor.warning}`, displayType: "warning dashed", label: "warning" },
  ]);
}

/** All values of an hour added up. */
function hourly(env: string): Widget {
  const query = rollup(onHost(env, "my_metric", "sum"), "sum", 3600);
  return {
    timeseriesDefinition: {
      title: "my_metric: sum of each hour",
      liveSpan: "1d",
      requests: [{ displayType: "bars", q: queryText(query) }],
    },
  };
}
