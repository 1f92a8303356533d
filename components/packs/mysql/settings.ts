import { z } from "zod";
import { port } from "../../../settings/parts";
import { admin, extra, file, instance, line, monitoring, password, tls, user } from "../databases/settings";

const TLS_MODES = ["disabled", "required", "verify-ca", "verify-identity"] as const;

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
  tls: tls(TLS_MODES, "The client's ssl-mode."),
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

export type MysqlSettings = z.infer<typeof mysql>;
