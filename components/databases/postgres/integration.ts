import type * as pulumi from "@pulumi/pulumi";
import { type ConfigMap, type Integration, SecretValue } from "../../agent/integration";
import { type CustomQuery, customQuery, passwordSecret, withoutUndefined } from "../instance";

export const POSTGRES_TLS_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

export interface PostgresTls {
  /** libpq's sslmode. */
  readonly mode: (typeof POSTGRES_TLS_MODES)[number];
  /** Files on the host that the Agent may read, in PEM. */
  readonly rootCertificate?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** Tables whose own metrics are wanted: by name or by a regular expression. */
export interface PostgresRelation {
  readonly name?: string | undefined;
  readonly regex?: string | undefined;
  /** @default every schema */
  readonly schemas?: readonly string[] | undefined;
  /** `r` table, `i` index, `t` TOAST, `p` partitioned table, `m` materialized view. @default all */
  readonly kinds?: readonly string[] | undefined;
}

/** A further database of the same server, as an instance of its own. */
export interface PostgresDatabase {
  readonly database: string;
  readonly relations?: readonly PostgresRelation[] | undefined;
  readonly customQueries?: readonly CustomQuery[] | undefined;
}

/** How the Agent monitors a server. */
export interface PostgresInstance {
  /** Where the server listens. @default "127.0.0.1" */
  address?: string | undefined;
  /** @default 5432 */
  port?: number;
  /** The directory of its socket, which is then the Agent's way in place of the address. @default none */
  socket?: string | undefined;
  /** The role: lower case letters, digits and underscores. @default "datadog" */
  user?: string;
  /** The database that the Agent connects to. @default "postgres" */
  database?: string;
  /** @default none */
  moreDatabases?: readonly PostgresDatabase[];
  /** Database Monitoring. @default false */
  dbm?: boolean;
  tls?: PostgresTls | undefined;
  /** The host's name in Datadog, where it is not the Agent's. */
  reportedHostname?: string | undefined;
  relations?: readonly PostgresRelation[] | undefined;
  customQueries?: readonly CustomQuery[] | undefined;
  /** Databases of which no metrics are wanted. */
  ignoreDatabases?: readonly string[] | undefined;
  /** After how many seconds a query of the Agent's is given up. @default the Agent's 5 */
  queryTimeoutSeconds?: number | undefined;
  /** Seconds between two runs of the check. @default the Agent's 15 */
  intervalSeconds?: number | undefined;
  tags?: readonly string[] | undefined;
  /** More of the instance, as it is. */
  extra?: ConfigMap | undefined;
}

/**
 * The Agent's `postgres` integration for one server.
 *
 * @param name the component's: its secret travels under it.
 * @see https://github.com/DataDog/integrations-core/blob/master/postgres/datadog_checks/postgres/data/conf.yaml.example
 */
export function postgresIntegration(name: string, args: PostgresInstance, password: pulumi.Input<string>): Integration {
  const server: ConfigMap = withoutUndefined({
    host: args.socket ?? args.address ?? "127.0.0.1",
    port: args.port ?? 5432,
    username: args.user ?? "datadog",
    password: new SecretValue(passwordSecret(name), password),
    dbm: args.dbm === true ? true : undefined,
    ssl: args.tls?.mode,
    ssl_root_cert: args.tls?.rootCertificate,
    ssl_cert: args.tls?.certificate,
    ssl_key: args.tls?.key,
    reported_hostname: args.reportedHostname,
    query_timeout: args.queryTimeoutSeconds === undefined ? undefined : args.queryTimeoutSeconds * 1000,
    min_collection_interval: args.intervalSeconds,
    tags: args.tags,
  });
  const main = {
    database: args.database ?? "postgres",
    relations: args.relations,
    customQueries: args.customQueries,
  };
  const instances = [main, ...(args.moreDatabases ?? [])].map(({ database, relations, customQueries }) => ({
    ...server,
    ...withoutUndefined({
      dbname: database,
      ignore_databases: args.ignoreDatabases,
      relations: relations?.map(relation),
      custom_queries: customQueries?.map(customQuery),
    }),
    ...args.extra,
  }));
  return { name: "postgres", instances };
}

function relation({ name, regex, schemas, kinds }: PostgresRelation): ConfigMap {
  return withoutUndefined({ relation_name: name, relation_regex: regex, schemas, relkind: kinds });
}
