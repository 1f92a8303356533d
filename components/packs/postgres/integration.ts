import type * as pulumi from "@pulumi/pulumi";
import { type ConfigMap, type Integration, SecretValue } from "../../agent/integration";
import { databasesAtOnce } from "./connections";
import { type CustomQuery, beside, customQuery, withoutUndefined } from "../databases/instance";

export const POSTGRES_TLS_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/**
 * What the check ignores where it is not told: a list of one's own takes its place.
 *
 * @see https://github.com/DataDog/integrations-core/blob/master/postgres/assets/configuration/spec.yaml ignore_databases,
 *   read at 23.0.0 (Agent 7.70); earlier ones lack some of these managed databases.
 */
const IGNORED_ANYWAY = [
  "template0",
  "template1",
  "rdsadmin",
  "azure_maintenance",
  "cloudsqladmin",
  "alloydbadmin",
  "alloydbmetadata",
];

/** What `pg_class.relkind` may be. */
export const RELATION_KINDS = ["r", "i", "S", "t", "m", "c", "p", "f"] as const;

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
  /** `r` table, `i` index, `S` sequence, `t` TOAST, `p` partitioned table, `m` materialized view. @default all */
  readonly kinds?: readonly (typeof RELATION_KINDS)[number][] | undefined;
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
  /** The role's own limit, below which the check must stay. @default reckoned */
  connectionLimit?: number | undefined;
  /** The host has more servers of this kind, which only their ports tell apart. @default false */
  oneOfSeveral?: boolean;
  tls?: PostgresTls | undefined;
  /** The host's name in Datadog, where it is not the Agent's. */
  reportedHostname?: string | undefined;
  relations?: readonly PostgresRelation[] | undefined;
  /** Schemas of any of its databases whose statements with parameters get plans, which takes USAGE on them. @default public */
  schemas?: readonly string[] | undefined;
  customQueries?: readonly CustomQuery[] | undefined;
  /** Databases of which no metrics are wanted, beside those that the Agent ignores anyway. */
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
 * @param name the component's, whose secret the password is.
 * @see https://github.com/DataDog/integrations-core/blob/master/postgres/datadog_checks/postgres/data/conf.yaml.example
 */
export function postgresIntegration(name: string, args: PostgresInstance, password: pulumi.Input<string>): Integration {
  const server: ConfigMap = withoutUndefined({
    host: args.socket ?? args.address ?? "127.0.0.1",
    port: args.port ?? 5432,
    username: args.user ?? "datadog",
    password: new SecretValue("password", password, name),
    ssl: args.tls?.mode,
    ssl_root_cert: args.tls?.rootCertificate,
    ssl_cert: args.tls?.certificate,
    ssl_key: args.tls?.key,
    reported_hostname: args.reportedHostname,
    database_identifier: args.oneOfSeveral === true ? { template: "$resolved_hostname:$port" } : undefined,
    query_timeout: args.queryTimeoutSeconds === undefined ? undefined : args.queryTimeoutSeconds * 1000,
    min_collection_interval: args.intervalSeconds,
    tags: args.tags,
    ignore_databases: args.ignoreDatabases && [...new Set([...IGNORED_ANYWAY, ...args.ignoreDatabases])],
    // Otherwise the check takes it out of that list.
    collect_default_database: args.ignoreDatabases?.includes("postgres") === true ? false : undefined,
  });
  const instance = ({ database, relations, customQueries }: PostgresDatabase, scope: ConfigMap): ConfigMap => {
    const own: ConfigMap = {
      ...server,
      ...scope,
      ...withoutUndefined({
        dbname: database,
        relations: relations?.map(relation),
        custom_queries: customQueries?.map(customQuery),
      }),
    };
    return beside(own, args.extra);
  };
  const { database = "postgres", relations, customQueries } = args;
  return {
    name: "postgres",
    instances: [
      instance(
        { database, relations, customQueries },
        withoutUndefined({
          dbm: args.dbm === true ? true : undefined,
          max_connections: databasesAtOnce({ ...args, discovers: discovers(args.extra) }),
        }),
      ),
      ...(args.moreDatabases ?? []).map((more) => instance(more, FURTHER)),
    ],
  };
}

/**
 * A further instance is of its own database alone: what is of the whole server, its statements above all, would be counted
 * once more.
 *
 * @see https://docs.datadoghq.com/database_monitoring/setup_postgres/advanced_configuration/
 */
const FURTHER: ConfigMap = { dbm: false, dbstrict: true };

/** Whether the check looks for databases by itself. */
export function discovers(extra: Readonly<Record<string, unknown>> | undefined): boolean {
  const discovery = extra?.database_autodiscovery;
  return typeof discovery === "object" && discovery !== null && (discovery as { enabled?: unknown }).enabled === true;
}

function relation({ name, regex, schemas, kinds }: PostgresRelation): ConfigMap {
  return withoutUndefined({ relation_name: name, relation_regex: regex, schemas, relkind: kinds });
}
