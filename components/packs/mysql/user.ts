import type { HostCommandArgs } from "../../host/host";
import { mysqlLimit } from "./connections";
import { withDefaults } from "../databases/arguments";
import type { MonitoringUser } from "../databases/monitoring-user";
import { scripts, tlsVariables, yes } from "../databases/variables";
import type { MysqlInstance } from "./integration";
import { mysql } from "./settings";

/** The user of a MySQL or MariaDB server: an account for each host part. */
export interface MysqlUser extends MysqlInstance, MonitoringUser {}

/** What makes the user on the server and takes it away; the passwords come on standard input. */
export function mysqlUser(given: MysqlUser): Pick<HostCommandArgs, "create" | "delete" | "identity"> {
  const args = withDefaults(mysql, given);
  const { admin, user, address, port, socket = "" } = args;
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
  const wanted = {
    dbm: yes(args.dbm),
    replication: yes(args.replication),
    galera: yes(args.galera !== undefined),
    performance_metrics: yes(args.extraPerformanceMetrics),
    schema_sizes: yes(args.schemaSizeMetrics || args.tableSizeMetrics),
    // Not used by the script: another text runs it again.
    recheck: args.recheck ?? "",
  };
  const identity = [user, address, port, socket];
  if (!args.manageUser) {
    return {
      create: {
        files: scripts(
          __dirname,
          "../databases/secrets",
          "connection",
          "drop-in",
          "server-settings",
          "prove",
          "left-alone",
        ),
        // The user is its own administrator, who may do nothing.
        variables: { ...common, admin_user: user, ...wanted },
      },
      delete: { files: scripts(__dirname, "../databases/left-alone-end"), variables: {} },
      identity,
    };
  }
  return {
    create: {
      files: scripts(
        __dirname,
        "../databases/secrets",
        "../databases/own-server",
        "connection",
        "accounts",
        "release",
        "dbm",
        "../databases/restart",
        "drop-in",
        "server-settings",
        "prove",
        "monitor",
      ),
      variables: {
        ...common,
        host_parts: args.hostParts?.join(" ") ?? "",
        connection_limit: mysqlLimit(args),
        adopt: yes(args.adopt),
        ...wanted,
        manage_settings: yes(args.manageServerSettings),
      },
    },
    delete: {
      files: scripts(
        __dirname,
        "../databases/secrets",
        "../databases/own-server",
        "connection",
        "release",
        "dbm",
        "../databases/restart",
        "drop-in",
        "remove",
      ),
      variables: common,
    },
    identity,
  };
}
