import { z } from "zod";
import { besideMistakes } from "../../../settings/beside-mistakes";
import { port, seconds } from "../../../settings/parts";
import { admin, customQuery, extra, file, instance, line, monitoring, oneLine, tls, user } from "../databases/settings";

const TLS_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/** What `pg_class.relkind` may be. */
const RELATION_KINDS = ["r", "i", "S", "t", "m", "c", "p", "f"] as const;

/** Tables whose own metrics are wanted. */
const relation = z
  .strictObject({
    name: z.string().min(1).optional().describe("The table's name."),
    regex: z.string().min(1).optional().describe("In place of the name, a regular expression."),
    schemas: z.array(z.string().min(1)).optional().describe("Default: every schema."),
    kinds: z
      .array(z.enum(RELATION_KINDS))
      .optional()
      .describe("`r` table, `i` index, `S` sequence, `t` TOAST, `m` materialized view, `p` partitioned table."),
  })
  .check(
    besideMistakes(({ name, regex }, context) => {
      if ((name === undefined) !== (regex === undefined)) return;
      const message = "or regex is needed; expected one of the two";
      context.addIssue({ code: "custom", path: ["name"], message, input: undefined });
    }),
  );

/** A further database of the same server, as an instance of its own. */
const database = z.strictObject({
  database: line.describe("Its name."),
  relations: z.array(relation).optional().describe("Its tables whose own metrics are sent."),
  customQueries: z.array(customQuery).optional().describe("Queries that run there."),
});

export const postgresAdmin = z.strictObject({
  ...admin,
  database: line.default("postgres").describe("The database to log in to."),
});

export const postgres = z.strictObject({
  type: z.literal("postgres").describe("`postgres`, or `mysql` for MySQL and MariaDB, with the keys below."),
  ...instance,
  address: line.default("127.0.0.1").describe("Where the server listens, as the Agent reaches it."),
  port: port.default(5432).describe("Where the server listens."),
  socket: file.optional().describe("The directory of the server's socket: the Agent's way in place of the address."),
  admin: postgresAdmin
    .optional()
    .describe(
      "For a managed server, or one on another host: who makes the user, over the network. Without it the server is this host's own, and the user postgres makes it through the local socket.",
    ),
  user: user(63),
  ...monitoring,
  database: line.default("postgres").describe("The database that the Agent connects to."),
  moreDatabases: z
    .array(database)
    .default([])
    .describe("Further databases of the server with `relations` or `customQueries` of their own."),
  tls: tls(TLS_MODES, "libpq's sslmode."),
  schemas: z
    .array(z.string().min(1).regex(oneLine, "has a line break; expected a schema's name"))
    .optional()
    .describe(
      "Schemas, beside `public`, whose statements with parameters get plans: the user gets USAGE on them. Needs `dbm`.",
    ),
  relations: z.array(relation).optional().describe("Tables whose own metrics are sent."),
  ignoreDatabases: z
    .array(z.string().min(1))
    .optional()
    .describe("Databases of which no metrics are sent, beside templates and the providers' own."),
  queryTimeoutSeconds: seconds.max(300).optional().describe("When a query of the Agent's is given up. Default: 5."),
  extra: extra(
    ...["host", "port", "username", "password", "dbname", "dbm", "ssl", "ssl_root_cert", "ssl_cert", "ssl_key"],
    ...["reported_hostname", "query_timeout", "min_collection_interval", "tags", "ignore_databases", "relations"],
    ...["custom_queries", "custom_metrics", "collect_default_database", "max_connections", "database_identifier"],
    ...["deep_database_monitoring", "ssl_password"],
  ),
});

export type PostgresSettings = z.infer<typeof postgres>;
export type PostgresRelation = z.infer<typeof relation>;
export type PostgresDatabase = z.infer<typeof database>;
