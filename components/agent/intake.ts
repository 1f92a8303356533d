import type { ConfigMap } from "./integration";

/** Where the Agent sends what; the site's intake where neither its URL nor that of all is there. */
export interface IntakeUrls {
  readonly all?: string | undefined;
  readonly traces?: string | undefined;
  /** Statements, plans and activity of Database Monitoring. */
  readonly databaseMonitoring?: string | undefined;
  readonly logs?: string | undefined;
  readonly processes?: string | undefined;
}

/**
 * `datadog.yaml`'s keys for them: each product has its own, and `dd_url` says none of the others.
 *
 * @see https://docs.datadoghq.com/agent/configuration/proxy/
 */
export function intakeConfig(urls: IntakeUrls): ConfigMap {
  const { all, traces = all, databaseMonitoring = all, logs = all, processes = all } = urls;
  return {
    ...(all !== undefined && { dd_url: all }),
    ...(traces !== undefined && { apm_config: { apm_dd_url: traces } }),
    ...(databaseMonitoring !== undefined && {
      database_monitoring: {
        samples: forwarded(databaseMonitoring),
        metrics: forwarded(databaseMonitoring),
        activity: forwarded(databaseMonitoring),
      },
    }),
    // Over TCP, which the Agent would try too, a URL leads nowhere.
    ...(logs !== undefined && { logs_config: { ...forwarded(logs), force_use_http: true } }),
    ...(processes !== undefined && { process_config: { process_dd_url: processes } }),
  };
}

/** Of what the Agent sends in the way of logs: older ones take no word of TLS from the URL. */
function forwarded(url: string): ConfigMap {
  return { logs_dd_url: url, ...(url.startsWith("http:") && { logs_no_ssl: true }) };
}
