import type { Query } from "../../../datadog/query/query";
import type { MetricMonitorArgs } from "../../monitors/metric-monitor";
import { declared } from "../../monitors/declared";
import type { DatabaseMonitorSettings } from "./monitor-settings";

/** What a monitor of a server's connections is about. */
export interface Connections {
  /** `PostgreSQL`. */
  readonly server: string;
  /** The share of the limit that is used, by host and server. */
  readonly share: Query;
  /** Shows who holds them. */
  readonly firstCommand: string;
}

const OVER_MINUTES = 15;

/** A server's connections run out. */
export function connectionsMonitor(about: Connections, settings: DatabaseMonitorSettings): MetricMonitorArgs {
  const { server, share, firstCommand } = about;
  const { warning, critical } = settings.connections;
  return {
    ...declared(
      `${server}: connections run out`,
      {
        alert: `${server} {{database_server.name}} on {{host.name}} ({{host.ip}}) had {{value}} of its max_connections in use over ${OVER_MINUTES} minutes, where 1 is all: above the alert at {{threshold}}. At 1 it refuses logins.\nFirst, on the server: ${firstCommand}\nIt shows who holds them. End idle ones, or make the client's pool smaller; raise max_connections last.`,
        warning: `${server} {{database_server.name}} on {{host.name}} ({{host.ip}}) had {{value}} of its max_connections in use over ${OVER_MINUTES} minutes: above the warning at {{warn_threshold}}, below the alert at {{threshold}}.\nNobody needs to get up; see today who holds them: ${firstCommand}`,
        recovery: `${server} {{database_server.name}} on {{host.name}} is back at {{value}} of its max_connections. Nothing to do.`,
      },
      settings,
    ),
    condition: { query: share, over: { method: "avg", minutes: OVER_MINUTES }, comparator: ">", critical },
    warning,
  };
}
