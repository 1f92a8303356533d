import type { HostCommandArgs } from "../../host/host";
import type { Administrator } from "../administrator";
import { scripts, tlsVariables, yes } from "../variables";
import type { MysqlInstance } from "./integration";

/** How the user is made that an instance of the Agent logs in as. */
export interface MysqlUser extends MysqlInstance {
  /** Who makes the user, over the network. @default root, through the server's local socket */
  admin?: Administrator | undefined;
  /** The host parts of its accounts. @default localhost and 127.0.0.1; with `admin`, this host as the server sees it */
  hostParts?: readonly string[] | undefined;
  /** How many connections each account may have at once. @default 10 */
  connectionLimit?: number;
  /** Take over accounts that are there already, until they are given back at destroy. @default false: it is an error */
  adopt?: boolean;
  /** Set in a drop-in file what Database Monitoring needs of the server. @default false: it is said */
  manageServerSettings?: boolean;
  /** Restart the server where a setting asks for it. @default false: it is said */
  allowRestart?: boolean;
  /** It has its source's accounts. @default false */
  replica?: boolean;
  /** Another text looks at the server again: for schemas that were made since. @default "" */
  recheck?: string | undefined;
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
      files: scripts(__dirname, "connection", "accounts", "release", "dbm", "drop-in", "server-settings", "monitor"),
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
      files: scripts(__dirname, "connection", "release", "dbm", "drop-in", "remove"),
      variables: common,
    },
    identity: [user, address, port, socket],
  };
}
