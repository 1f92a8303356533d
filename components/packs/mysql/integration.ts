import type * as pulumi from "@pulumi/pulumi";
import { type ConfigMap, type Integration, SecretValue } from "../../agent/integration";
import { type CustomQuery, beside, customQuery, withoutUndefined } from "../databases/instance";

export const MYSQL_TLS_MODES = ["disabled", "required", "verify-ca", "verify-identity"] as const;

export interface MysqlTls {
  /** MySQL's ssl-mode. */
  readonly mode: (typeof MYSQL_TLS_MODES)[number];
  /** Files on the host that the Agent may read, in PEM. */
  readonly rootCertificate?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** How the Agent monitors a server. */
export interface MysqlInstance {
  /** Where the server listens. @default "127.0.0.1" */
  address?: string | undefined;
  /** @default 3306 */
  port?: number;
  /** Its socket, which is then the Agent's way in place of the address. @default none */
  socket?: string | undefined;
  /** The user: lower case letters, digits and underscores. @default "datadog" */
  user?: string;
  /** Database Monitoring. @default false */
  dbm?: boolean;
  tls?: MysqlTls | undefined;
  /** The host has more servers of this kind, which only their ports tell apart. @default false */
  oneOfSeveral?: boolean;
  /** The host's name in Datadog, where it is not the Agent's. */
  reportedHostname?: string | undefined;
  /** The metrics of replication. @default false */
  replication?: boolean;
  /** Of several sources, the channel. @default the first one */
  replicationChannel?: string | undefined;
  /** The server is a node of a Galera cluster of so many. @default it is none */
  galera?: { readonly clusterSize: number } | undefined;
  /** @default false */
  extraStatusMetrics?: boolean;
  /** @default false */
  extraInnodbMetrics?: boolean;
  /** Query times; needs performance_schema. The check says that it is deprecated: Database Monitoring has more. @default false */
  extraPerformanceMetrics?: boolean;
  /** @default false */
  schemaSizeMetrics?: boolean;
  /** @default false */
  tableSizeMetrics?: boolean;
  /** @default true */
  innodbMetrics?: boolean;
  customQueries?: readonly CustomQuery[] | undefined;
  /** Seconds between two runs of the check. @default the Agent's 15 */
  intervalSeconds?: number | undefined;
  tags?: readonly string[] | undefined;
  /** More of the instance, as it is. */
  extra?: ConfigMap | undefined;
}

/**
 * The Agent's `mysql` integration for one server.
 *
 * @param name the component's, whose secret the password is.
 * @see https://github.com/DataDog/integrations-core/blob/master/mysql/datadog_checks/mysql/data/conf.yaml.example
 */
export function mysqlIntegration(name: string, args: MysqlInstance, password: pulumi.Input<string>): Integration {
  const options = mysqlOptions(args);
  const port = args.port ?? 3306;
  const own = withoutUndefined({
    // The Agent takes the socket where there are both.
    ...(args.socket === undefined
      ? { host: args.address ?? "127.0.0.1", port }
      : { host: "localhost", sock: args.socket }),
    username: args.user ?? "datadog",
    password: new SecretValue("password", password, name),
    dbm: args.dbm === true ? true : undefined,
    ssl: args.tls && ssl(args.tls),
    reported_hostname: args.reportedHostname,
    // The check knows no port of a server that it reaches by a socket.
    database_identifier:
      args.oneOfSeveral === true
        ? { template: `$resolved_hostname:${args.socket === undefined ? "$port" : String(port)}` }
        : undefined,
    min_collection_interval: args.intervalSeconds,
    tags: args.tags,
    options: Object.keys(options).length === 0 ? undefined : options,
    custom_queries: args.customQueries?.map(customQuery),
  });
  return { name: "mysql", instances: [beside(own, args.extra)] };
}

/** Only what is not as the Agent has it anyway: with Database Monitoring it takes some for on that are not said to be off. */
function mysqlOptions(args: MysqlInstance): ConfigMap {
  const on = (flag: boolean | undefined) => (flag === true ? true : undefined);
  const onOrOff = (flag: boolean | undefined) => (args.dbm === true ? flag === true : on(flag));
  return withoutUndefined({
    replication: onOrOff(args.replication),
    replication_channel: args.replicationChannel,
    galera_cluster: on(args.galera !== undefined),
    extra_status_metrics: onOrOff(args.extraStatusMetrics),
    extra_innodb_metrics: on(args.extraInnodbMetrics),
    extra_performance_metrics: on(args.extraPerformanceMetrics),
    schema_size_metrics: on(args.schemaSizeMetrics),
    table_size_metrics: on(args.tableSizeMetrics),
    disable_innodb_metrics: on(args.innodbMetrics === false),
  });
}

/** Nothing where TLS is off; without an authority the driver encrypts and believes any server. */
function ssl({ mode, rootCertificate, certificate, key }: MysqlTls): ConfigMap | undefined {
  if (mode === "disabled") return undefined;
  return withoutUndefined({ ca: rootCertificate, cert: certificate, key, check_hostname: mode === "verify-identity" });
}
