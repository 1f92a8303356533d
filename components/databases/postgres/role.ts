import type { HostCommandArgs } from "../../host/host";
import type { MonitoringUser } from "../monitoring-user";
import { scripts, tlsVariables, yes } from "../variables";
import type { PostgresInstance } from "./integration";

/** The role of a PostgreSQL server. */
export interface PostgresRole extends PostgresInstance, MonitoringUser {}

/** What makes the role on the server and takes it away; the passwords come on standard input. */
export function postgresRole(args: PostgresRole): Pick<HostCommandArgs, "create" | "delete" | "identity"> {
  const { admin, user = "datadog", address = "127.0.0.1", port = 5432, socket = "" } = args;
  const common = {
    role: user,
    address,
    port,
    socket,
    admin_user: admin?.user ?? "",
    admin_database: admin?.database ?? "postgres",
    database: args.database ?? "postgres",
    ...tlsVariables(args.tls),
    allow_restart: yes(args.allowRestart),
    replica: yes(args.replica),
  };
  return {
    create: {
      files: scripts(
        __dirname,
        "connection",
        "role",
        "dbm",
        "dbm-end",
        "../restart",
        "drop-in",
        "server-settings",
        "monitor",
      ),
      variables: {
        ...common,
        connection_limit: args.connectionLimit ?? 10,
        adopt: yes(args.adopt),
        // In base64, since a name may hold anything.
        more_databases: (args.moreDatabases ?? [])
          .map((more) => Buffer.from(more.database).toString("base64"))
          .join("\n"),
        dbm: yes(args.dbm),
        manage_settings: yes(args.manageServerSettings),
        // Not used by the script: another text runs it again.
        recheck: args.recheck ?? "",
      },
    },
    delete: {
      files: scripts(__dirname, "connection", "dbm-end", "../restart", "drop-in", "remove"),
      variables: common,
    },
    identity: [user, address, port, socket],
  };
}
