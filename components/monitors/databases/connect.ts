import type { ServiceCheckMonitorArgs } from "../service-check-monitor";
import { declared } from "../declared";
import type { DatabaseMonitorSettings } from "./settings";

/** What a server's monitor of logins is about. */
export interface Server {
  /** `PostgreSQL`. */
  readonly name: string;
  /** The Agent's integration: `postgres`. */
  readonly integration: string;
  /** The unit's usual name on the server's host. */
  readonly unit: string;
  /** The service check's tags that tell a host's servers apart. */
  readonly toldApartBy: readonly string[];
  /** In the notification: `server {{server.name}}, port {{port.name}}`. */
  readonly where: string;
}

/** One failed login may be a restart; the second in a row is not. */
const FAILED_RUNS = 2;

/** The Agent can't log in to a server, or does not try any more. */
export function connectMonitor(server: Server, settings: DatabaseMonitorSettings): ServiceCheckMonitorArgs {
  const { name, integration, unit, where } = server;
  const noDataAfterMinutes = settings.noDataAfterMinutes ?? 10;
  return {
    ...declared(
      `${name}: the Agent can't log in`,
      {
        alert: `The Agent on {{host.name}} ({{host.ip}}) can't log in to ${name} (${where}), ${FAILED_RUNS} times in a row. {{check_message}}\nFirst, on {{host.name}}, or on the host that monitors a managed server: datadog-agent check ${integration}\nIt says whether the server is away or refuses the login. Where the server runs: systemctl status ${unit}`,
        noData: `The Agent on {{host.name}} has not tried ${name} (${where}) for ${noDataAfterMinutes} minutes.\nIs the host up? First, on {{host.name}}: datadog-agent status\nA server that was taken out of the stack falls silent too: then resolve this by hand.`,
        recovery: `The Agent on {{host.name}} logs in to ${name} (${where}) again. Nothing to do.`,
      },
      settings,
    ),
    condition: {
      check: `${integration}.can_connect`,
      scope: [settings.scope],
      by: ["host", ...server.toldApartBy],
      last: FAILED_RUNS + 1,
      critical: FAILED_RUNS,
      ok: FAILED_RUNS,
    },
    noDataAfterMinutes,
  };
}
