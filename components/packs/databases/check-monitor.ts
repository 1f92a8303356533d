import { declared } from "../../monitors/declared";
import type { WrittenMessage } from "../../../datadog/message/message";
import type { ServiceCheckMonitorArgs } from "../../monitors/service-check-monitor";
import { type Server, FAILED_RUNS } from "./connect-monitor";
import type { DatabaseMonitorSettings } from "./monitor-settings";

/**
 * The Agent's check of a kind of server ends in an error. It is the Agent that says so, not the check: a check that fails
 * before it can speak is heard, too, and a server that was never logged in to.
 *
 * What the Agent says has no tag of the server: of a host with several, all runs are one row, and one that fails beside
 * a good one is told by its silence (the monitor of logins).
 *
 * @see https://github.com/DataDog/datadog-agent/blob/main/pkg/collector/worker/worker.go `datadog.agent.check_status`
 */
export function checkMonitor(server: Server, settings: DatabaseMonitorSettings): ServiceCheckMonitorArgs {
  const { integration } = server;
  return {
    ...declared(`${server.name}: the Agent's check fails`, {}, settings),
    message: { template: template(server), states: ["alert", "warning", "recovery"], handles: settings.handles },
    condition: {
      check: "datadog.agent.check_status",
      scope: [settings.scope, `check:${integration}`],
      by: ["host"],
      last: FAILED_RUNS + 1,
      critical: FAILED_RUNS,
      warning: FAILED_RUNS,
      ok: FAILED_RUNS,
    },
  };
}

/** A check may well warn for years, of an option that is old: of that alone nobody is notified, so that the handles are in the blocks. */
function template({ name, integration, unit, connectTitle, silentFromStart }: Server): WrittenMessage["template"] {
  const check = `The check ${integration} of the Agent on {{host.name}}`;
  const alone = silentFromStart ? " Of a server that was away when the Agent started, nothing else may tell." : "";
  return (told) => `{{#is_alert}}
${check} ({{host.ip}}) failed, ${FAILED_RUNS} runs in a row: a ${name} server that it looks at is away, refuses the login, or can't be asked. Its metrics are missing.
First, on {{host.name}}: datadog-agent check ${integration}
It names the server and the error. Where the server runs: systemctl status ${unit}
If "${connectTitle}" tells of the same server, it is the same trouble.${alone}
${told("alert")}
{{/is_alert}}
{{#is_alert_to_warning}}
${check} runs again, but warns: a part of what it was told to collect may be missing.
Nobody needs to get up; see today what it says, on {{host.name}}: datadog-agent check ${integration}
${told("warning")}
{{/is_alert_to_warning}}
{{#is_alert_recovery}}
${check} runs without an error again. Nothing to do.
${told("recovery")}
{{/is_alert_recovery}}`;
}
