import type { ServiceCheckMonitorArgs } from "../../monitors/service-check-monitor";
import { declared } from "../../monitors/declared";
import type { DatabaseMonitorSettings } from "./monitor-settings";

/** What the monitors of a kind of server are about. */
export interface Server {
  /** `PostgreSQL`. */
  readonly name: string;
  /** The Agent's integration: `postgres`. */
  readonly integration: string;
  /** The unit's usual name on the server's host. */
  readonly unit: string;
  /** Title of the monitor of logins. */
  readonly connectTitle: string;
  /** The service check's tags that tell a host's servers apart. */
  readonly toldApartBy: readonly string[];
  /** In the notification: `server {{server.name}}, port {{port.name}}`. */
  readonly where: string;
  /** Whether the check says why it can't log in: MySQL's says that it can't, and no more. */
  readonly saysWhy: boolean;
  /** Whether the check is silent of a server that is away, or refuses the login, when the Agent starts. */
  readonly silentFromStart: boolean;
}

/** One failed run may be a restart; the second in a row is not. */
export const FAILED_RUNS = 2;

/** The Agent can't log in to a server, or says nothing of it any more. */
export function connectMonitor(server: Server, settings: DatabaseMonitorSettings): ServiceCheckMonitorArgs {
  const { name, integration, unit, where, connectTitle, saysWhy, silentFromStart } = server;
  const { noDataAfterMinutes } = settings;
  const it = `${name} on {{host.name}}`;
  const first = `First, on {{host.name}}, or on the host that monitors a managed server: datadog-agent check ${integration}`;
  const whenSilent = silentFromStart
    ? "the server is away or refuses the login; where it does so from the Agent's start on, the check says nothing"
    : "what it prints says why";
  return {
    ...declared(
      connectTitle,
      {
        alert: `The Agent can't log in to ${it} {{host.ip}} (${where}), or can't ask it, ${FAILED_RUNS} times in a row.${saysWhy ? " {{check_message}}" : ""}\n${first}\nIt says whether the server is away or refuses the login. Where the server runs: systemctl status ${unit}`,
        noData: `Nothing was heard of ${it} {{host.ip}} (${where}) for ${noDataAfterMinutes} minutes: neither that the Agent logs in nor that it can't.\n${first}\nIt fails: ${whenSilent}; where the server runs: systemctl status ${unit}\nIt can't be run: the host is away, or its Agent: systemctl status datadog-agent\nIt runs well: the Agent is not told of this server any more, or of it under another address. Only then, and if that is meant, resolve this by hand.`,
        recovery: `The Agent logs in to ${it} (${where}) again. Nothing to do.`,
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
