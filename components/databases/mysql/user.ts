import type { HostCommandArgs } from "../../host/host";
import type { MonitoringUser } from "../monitoring-user";
import { scripts, tlsVariables, yes } from "../variables";
import type { MysqlInstance } from "./integration";

/** The user of a MySQL or MariaDB server: an account for each host part. */
export interface MysqlUser extends MysqlInstance, MonitoringUser {
  /** The host parts of its accounts. @default localhost and 127.0.0.1; with `admin`, this host as the server sees it */
  hostParts?: readonly string[] | undefined;
}

/** What makes the user on the server and takes it away; the passwords come on standard input. */
export function mysqlUser(args: MysqlUser): Pick<HostCommandArgs, "create" | "delete" | "identity"> {
  const { admin, user = "datadog", address = "127.0.0.1", port = 3306, socket = "" } = args;
  const common = {
    user,
    address,
    port,
    socket,
    admin_user: admin?.user ?? "",
    ...tlsVariables(args.tls),
    allow_restart: yes(args.allowRestart),
    replica: yes(args.replica),
  };
  return {
    create: {
      files: scripts(
        __dirname,
        "connection",
        "accounts",
        "release",
        "dbm",
        "../restart",
        "drop-in",
        "server-settings",
        "monitor",
      ),
      variables: {
        ...common,
        host_parts: args.hostParts?.join(" ") ?? "",
        connection_limit: args.connectionLimit ?? 10,
        adopt: yes(args.adopt),
        dbm: yes(args.dbm),
        manage_settings: yes(args.manageServerSettings),
        replication: yes(args.replication),
        galera: yes(args.galera !== undefined),
        performance_metrics: yes(args.extraPerformanceMetrics),
        schema_sizes: yes(args.schemaSizeMetrics === true || args.tableSizeMetrics === true),
        // Not used by the script: another text runs it again.
        recheck: args.recheck ?? "",
      },
    },
    delete: {
      files: scripts(__dirname, "connection", "release", "dbm", "../restart", "drop-in", "remove"),
      variables: common,
    },
    identity: [user, address, port, socket],
  };
}
