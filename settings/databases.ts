import { z } from "zod";
import { POSTGRES_TLS_MODES, RELATION_KINDS } from "../components/packs/postgres/integration";
import { MYSQL_TLS_MODES } from "../components/packs/mysql/integration";
import { besideMistakes } from "./beside-mistakes";
import { contradictions } from "./database-contradictions";
import { below, credentialIn, nameAt } from "./credentials";
import { port, seconds, tag } from "./parts";

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "is not a name; expected lower case letters, digits and hyphens");
/** @param longest what the server takes. */
const user = (longest: number) =>
  z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, "is not a user's name; expected lower case letters, digits and _")
    .max(longest, `is too long; expected at most ${longest} characters`)
    .default("datadog")
    .describe("The monitoring user.");
const oneLine = /^[^\r\n\0]*$/;
/** What goes into a client's option file, or a connection's parameters. */
const line = z.string().min(1).regex(oneLine, "has a line break; expected one line");
const file = line.startsWith("/", "is not a file on the host; expected an absolute path");

/** What pgpass and MySQL's option files can carry, in one line. */
const password = z
  .string()
  .min(8, "is too short; expected at least 8 characters")
  .regex(oneLine, "has a line break; expected one line, since clients read a password as one")
  .refine((text) => Buffer.byteLength(text) <= 256, "is too long; expected at most 256 bytes");

const customQuery = z.strictObject({
  query: z.string().min(1).describe("One statement."),
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe("The metric's or the tag's."),
        type: z.string().min(1).describe("`gauge`, `count`, `rate`, `tag`, …"),
      }),
    )
    .min(1, "is empty; expected a name and a type for each column of the query")
    .describe("One for each column of the result, in its order."),
  tags: z.array(tag).optional().describe("On its metrics."),
  metricPrefix: z.string().min(1).optional().describe("In front of each metric's name."),
  intervalSeconds: seconds.optional().describe("How often; each run of the check where it is left out."),
});

/** What the Agent's instance for any server may say. */
const instance = {
  name: name.optional().describe("In the stack and its outputs. Default: the type."),
  reportedHostname: z.string().min(1).optional().describe("The host's name in Datadog, where it is not this host's."),
  customQueries: z.array(customQuery).optional().describe("Queries whose columns become metrics and tags."),
  intervalSeconds: seconds.max(3600).optional().describe("How often the check runs. Default: the Agent's 15."),
  tags: z.array(tag).optional().describe("On what this server sends."),
};

/** How the monitoring user is made, on any server. */
const monitoring = {
  password: password.optional().describe("Secret. The user's own; generated where it is left out."),
  replicaOf: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, "is not a server; expected its host's name, or host.server")
    .optional()
    .describe("The server whose replica it is (`db1`, or `db1.orders` by its name): user and password are that one's."),
  passwordVersion: z.int().min(1).default(1).describe("Another number makes another password."),
  connectionLimit: z
    .int()
    .min(2)
    .optional()
    .describe("How many connections the user may have at once. Default: reckoned from what the checks hold."),
  manageUser: z
    .boolean()
    .default(true)
    .describe(
      "`false` leaves the user alone: nothing is made, changed or dropped on the server; the login with `password`, and what it may see, are proved.",
    ),
  adopt: z
    .boolean()
    .default(false)
    .describe("Take over a user that is there already; it is given back, as it was, at destroy."),
  dbm: z.boolean().default(false).describe("Database Monitoring: statements and their plans."),
  manageServerSettings: z
    .boolean()
    .default(false)
    .describe("Set what Database Monitoring needs of the server, in a drop-in file; without it, it is said."),
  allowRestart: z.boolean().default(false).describe("Restart the server where such a setting asks for it."),
};

const admin = {
  user: line.describe("Who may make users there."),
  password: z.string().min(1).regex(oneLine, "has a line break; expected one line").describe("Secret."),
};

/** Keys of the instance that Lookout writes; the same in `extra` would take them away from it. */
function extra(...own: string[]) {
  return z
    .record(z.string(), z.json())
    .check(
      besideMistakes((map, context) => {
        for (const key of Object.keys(map).filter((key) => own.includes(key))) {
          context.addIssue({
            code: "custom",
            path: [key],
            message: "is one of Lookout's own; expected the setting for it beside `extra`",
            input: map,
          });
        }
        for (const { path, value } of below(map)) {
          const why = own.includes(String(path[0])) ? undefined : credentialIn(nameAt(path), value);
          if (why === undefined) continue;
          const message = `${why}, and would stand in clear in each plan; expected no secret in \`extra\``;
          context.addIssue({ code: "custom", path: [...path], message, input: map });
        }
      }),
    )
    .optional()
    .describe("More of the Agent's instance, as it is. Not for secrets: its text is in the plan.");
}

function tls<const Modes extends readonly [string, ...string[]]>(modes: Modes, words: string) {
  return z
    .strictObject({
      mode: z.enum(modes).describe(words),
      rootCertificate: file.optional().describe("A file on the host that the Agent may read."),
      certificate: file.optional().describe("The client's."),
      key: file.optional().describe("The client's."),
    })
    .check(
      besideMistakes(({ mode, rootCertificate }, context) => {
        if (!mode.startsWith("verify-") || rootCertificate !== undefined) return;
        const message = "is missing; expected the file of the authority that signed the server's certificate";
        context.addIssue({ code: "custom", path: ["rootCertificate"], message, input: undefined });
      }),
    )
    .optional();
}

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

export const postgres = z.strictObject({
  type: z.literal("postgres").describe("`postgres`, or `mysql` for MySQL and MariaDB, with the keys below."),
  ...instance,
  address: line.default("127.0.0.1").describe("Where the server listens, as the Agent reaches it."),
  port: port.default(5432).describe("Where the server listens."),
  socket: file.optional().describe("The directory of the server's socket: the Agent's way in place of the address."),
  admin: z
    .strictObject({ ...admin, database: line.default("postgres").describe("The database to log in to.") })
    .optional()
    .describe(
      "For a managed server, or one on another host: who makes the user, over the network. Without it the server is this host's own, and the user postgres makes it through the local socket.",
    ),
  user: user(63),
  ...monitoring,
  database: line.default("postgres").describe("The database that the Agent connects to."),
  moreDatabases: z
    .array(
      z.strictObject({
        database: line.describe("Its name."),
        relations: z.array(relation).optional().describe("Its tables whose own metrics are sent."),
        customQueries: z.array(customQuery).optional().describe("Queries that run there."),
      }),
    )
    .default([])
    .describe("Further databases of the server with `relations` or `customQueries` of their own."),
  tls: tls(POSTGRES_TLS_MODES, "libpq's sslmode."),
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

const hostPart = z
  .string()
  .regex(/^[A-Za-z0-9._:%/-]+$/, "is not the host part of an account; expected such as localhost, ::1 or 10.0.0.7");

export const mysql = z.strictObject({
  type: z.literal("mysql").describe("MySQL or MariaDB: the server is asked which it is."),
  ...instance,
  address: line.default("127.0.0.1").describe("Where the server listens, as the Agent reaches it."),
  port: port.default(3306).describe("Where the server listens."),
  socket: file.optional().describe("The server's socket: the Agent's way in place of the address."),
  admin: z
    .strictObject(admin)
    .optional()
    .describe(
      "For a managed server, or one on another host: who makes the user, over the network. Without it the server is this host's own, and root makes it through the local socket.",
    ),
  hostParts: z
    .array(hostPart)
    .min(1)
    .optional()
    .describe(
      "From where the user may log in. Default: `localhost` and `127.0.0.1`; with `admin`, this host as the server sees it. `%` is anywhere.",
    ),
  user: user(32),
  ...monitoring,
  password: password
    .regex(/^[ -~]*$/, "has a character beyond ASCII; expected none, since the Agent's driver can't send it")
    .optional()
    .describe("Secret. The user's own, in ASCII; generated where it is left out."),
  tls: tls(MYSQL_TLS_MODES, "The client's ssl-mode."),
  replication: z
    .boolean()
    .default(false)
    .describe("Send the metrics of replication; with `dbm`, too, only where it is said."),
  replicationChannel: z
    .string()
    .min(1)
    .optional()
    .describe("Of several sources, the channel. Without it only the first one is read."),
  galera: z
    .strictObject({ clusterSize: z.int().min(1).describe("How many nodes there should be; its monitor alerts below.") })
    .optional()
    .describe("The server is a node of a Galera cluster."),
  extraStatusMetrics: z
    .boolean()
    .default(false)
    .describe("More of SHOW STATUS; with `dbm`, too, only where it is said."),
  extraInnodbMetrics: z.boolean().default(false).describe("More of InnoDB."),
  extraPerformanceMetrics: z
    .boolean()
    .default(false)
    .describe("Query times; needs performance_schema. Deprecated by Datadog: `dbm` has more."),
  schemaSizeMetrics: z.boolean().default(false).describe("The size of each schema."),
  tableSizeMetrics: z.boolean().default(false).describe("The size of each table."),
  innodbMetrics: z.boolean().default(true).describe("InnoDB's own."),
  extra: extra(
    ...["host", "port", "sock", "username", "password", "dbm", "ssl", "reported_hostname", "min_collection_interval"],
    ...[
      "tags",
      "custom_queries",
      "options",
      "server",
      "user",
      "pass",
      "defaults_file",
      "database_identifier",
      "queries",
    ],
    "deep_database_monitoring",
  ),
});

export type PostgresSettings = z.infer<typeof postgres>;
export type DatabaseSettings = PostgresSettings | z.infer<typeof mysql>;

/** Servers on one host: each has a name of its own, and is declared once. */
export const databases = z.array(z.discriminatedUnion("type", [postgres, mysql])).check(
  besideMistakes((servers, context) => {
    const add = (index: number, key: string, message: string) => {
      context.addIssue({ code: "custom", path: [index, key], message, input: servers });
    };
    const names = servers.map((server) => server.name ?? server.type);
    const places = servers.map(({ type, address, port, socket }) => [type, address, port, socket].join(" "));
    for (const [index, server] of servers.entries()) {
      const name = names[index] ?? "";
      if (names.indexOf(name) < index) {
        add(index, "name", `"${name}" is another server's name on this host already; expected one of its own`);
      }
      const first = places.indexOf(places[index] ?? "");
      if (first < index) {
        add(index, "port", `${server.port} is databases[${first}]'s already; expected each server once`);
      }
      for (const [key, message] of contradictions(server)) add(index, key, message);
    }
  }),
);
