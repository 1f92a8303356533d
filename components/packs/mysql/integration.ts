import type * as pulumi from "@pulumi/pulumi";
import type { ConfigMap, Integration } from "../../agent/integration";
import { type ArgumentsOf, withDefaults } from "../databases/arguments";
import { beside, customQuery, withoutUndefined } from "../databases/instance";
import { instancePassword } from "../databases/password";
import { mysql, type MysqlSettings } from "./settings";

/** How the Agent monitors a server. */
export interface MysqlInstance extends ArgumentsOf<
  Omit<MysqlSettings, "type" | "name" | "admin" | "password" | "passwordVersion" | "replicaOf">
> {
  /** The host has more servers of this kind, which only their ports tell apart. @default false */
  readonly oneOfSeveral?: boolean;
}

/**
 * The Agent's `mysql` integration for one server.
 *
 * @param name the component's, whose secret the password is.
 * @see https://github.com/DataDog/integrations-core/blob/master/mysql/datadog_checks/mysql/data/conf.yaml.example
 */
export function mysqlIntegration(name: string, given: MysqlInstance, password: pulumi.Input<string>): Integration {
  const args = withDefaults(mysql, given);
  const options = mysqlOptions(args);
  const { address, port, socket, user } = args;
  const own = withoutUndefined({
    // The Agent takes the socket where there are both.
    ...(socket === undefined ? { host: address, port } : { host: "localhost", sock: socket }),
    username: user,
    password: instancePassword(password, name),
    dbm: args.dbm ? true : undefined,
    ssl: args.tls && ssl(args.tls),
    reported_hostname: args.reportedHostname,
    // The check knows no port of a server that it reaches by a socket.
    database_identifier:
      args.oneOfSeveral === true
        ? { template: `$resolved_hostname:${socket === undefined ? "$port" : String(port)}` }
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
function ssl({ mode, rootCertificate, certificate, key }: NonNullable<MysqlSettings["tls"]>): ConfigMap | undefined {
  if (mode === "disabled") return undefined;
  return withoutUndefined({ ca: rootCertificate, cert: certificate, key, check_hostname: mode === "verify-identity" });
}
