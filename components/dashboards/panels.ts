import { anomalies, rollup } from "../../datadog/query/build";
import { queryText } from "../../datadog/query/print";
import { onHost } from "./on-host";
import { note, type Widget } from "./page";

export interface MyMetricPanels {
  /** How often each host sends it. */
  readonly intervalSeconds: number;
  /** Its monitor's thresholds. */
  readonly monitor: { readonly warning: number; readonly alert: number };
}

/** What a reader sees, and what to do next. */
export function introduction({ intervalSeconds, monitor }: MyMetricPanels, postgres: boolean): Widget {
  const perHour = Math.round(3600 / intervalSeconds);
  return note(
    `**my_metric** is a number from 0 to 1000 that a custom check sends every ${intervalSeconds} s. The dashed lines are the monitor's warning (${monitor.warning}) and alert (${monitor.alert}).`,
    `**Sum of each hour** adds all values of an hour: ${perHour} of about 500 are about ${(perHour * 500).toLocaleString("en")} on a host. The last bar is an hour that is not over.`,
    ...(postgres
      ? [
          "**Connections in use** is a fraction of `max_connections`. The band is where the algorithm expects it, two standard deviations to each side; what lies outside is drawn in red. Sessions that pile up show here before PostgreSQL refuses new ones.",
        ]
      : []),
  );
}

/** `my_metric` on each host, with the monitor's thresholds. */
export function myMetric(env: string, { monitor }: MyMetricPanels): Widget {
  return {
    timeseriesDefinition: {
      title: "my_metric by host",
      showLegend: true,
      requests: [{ displayType: "line", q: queryText(onHost(env, "my_metric", "avg")) }],
      markers: [
        { value: `y = ${monitor.alert}`, displayType: "error dashed", label: "alert" },
        { value: `y = ${monitor.warning}`, displayType: "warning dashed", label: "warning" },
      ],
      yaxis: { min: "0", max: "1000" },
    },
  };
}

/** All values of an hour added up. */
export function myMetricHourly(env: string): Widget {
  const query = rollup(onHost(env, "my_metric", "sum"), "sum", 3600);
  return {
    timeseriesDefinition: {
      title: "my_metric: sum of each hour",
      liveSpan: "1d",
      requests: [{ displayType: "bars", q: queryText(query) }],
    },
  };
}

/** PostgreSQL's connections, with the band in which the algorithm expects them. */
export function postgresConnections(env: string): Widget {
  return {
    timeseriesDefinition: {
      title: "PostgreSQL: connections in use (fraction), with anomalies",
      requests: [
        {
          displayType: "line",
          q: queryText(anomalies(onHost(env, "postgresql.percent_usage_connections", "avg"), "basic", 2)),
        },
      ],
    },
  };
}

/** What every host sends: its memory that is free or can be freed. */
export function memory(env: string): Widget {
  return {
    timeseriesDefinition: {
      title: "Memory: usable (fraction)",
      showLegend: true,
      requests: [{ displayType: "line", q: queryText(onHost(env, "system.mem.pct_usable", "avg")) }],
      yaxis: { min: "0", max: "1" },
    },
  };
}

/** What every host sends. */
export function cpu(env: string): Widget {
  return {
    timeseriesDefinition: {
      title: "CPU: user (percent)",
      showLegend: true,
      requests: [{ displayType: "line", q: queryText(onHost(env, "system.cpu.user", "avg")) }],
      yaxis: { min: "0", max: "100" },
    },
  };
}
