import type * as pulumi from "@pulumi/pulumi";
import type { ConfigMap, Integration } from "../../agent/integration";
import { databasesAtOnce } from "./connections";
import { type ArgumentsOf, withDefaults } from "../databases/arguments";
import { beside, customQuery, withoutUndefined } from "../databases/instance";
import { instancePassword } from "../databases/password";
import { postgres, type PostgresDatabase, type PostgresRelation, type PostgresSettings } from "./settings";

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

/** How the Agent monitors a server. */
export interface PostgresInstance extends ArgumentsOf<
  Omit<PostgresSettings, "type" | "name" | "admin" | "password" | "passwordVersion" | "replicaOf">
> {
  /** The host has more servers of this kind, which only their ports tell apart. @default false */
  readonly oneOfSeveral?: boolean;
}

/**
 * The Agent's `postgres` integration for one server.
 *
 * @param name the component's, whose secret the password is.
 * @see https://github.com/DataDog/integrations-core/blob/master/postgres/datadog_checks/postgres/data/conf.yaml.example
 */
export function postgresIntegration(
  name: string,
  given: PostgresInstance,
  password: pulumi.Input<string>,
): Integration {
  const args = withDefaults(postgres, given);
  const server: ConfigMap = withoutUndefined({
    host: args.socket ?? args.address,
    port: args.port,
    username: args.user,
    password: instancePassword(password, name),
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
  const { database, relations, customQueries } = args;
  return {
    name: "postgres",
    instances: [
      instance(
        { database, relations, customQueries },
        withoutUndefined({
          dbm: args.dbm ? true : undefined,
          max_connections: databasesAtOnce({ ...args, discovers: discovers(args.extra) }),
        }),
      ),
      ...args.moreDatabases.map((more) => instance(more, FURTHER)),
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
