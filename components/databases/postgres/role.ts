import type { HostCommandArgs } from "../../host/host";
import type { Administrator } from "../administrator";
import { scripts, tlsVariables, yes } from "../variables";
import type { PostgresInstance } from "./integration";

/** How the role is made that an instance of the Agent logs in as. */
export interface PostgresRole extends PostgresInstance {
  /** Who makes the role, over the network. @default the user postgres, through the server's local socket */
  admin?: Administrator | undefined;
  /** How many connections the role may have at once. @default 10 */
  connectionLimit?: number;
  /** Take over a role that is there already, until it is given back at destroy. @default false: it is an error */
  adopt?: boolean;
  /** Set in a drop-in file what Database Monitoring needs of the server. @default false: it is said */
  manageServerSettings?: boolean;
  /** Restart the server where a setting asks for it. @default false: it is said */
  allowRestart?: boolean;
  /** A standby, which has its primary's role. @default false */
  replica?: boolean;
  /** Another text looks at the server again: for databases that were made since. @default "" */
  recheck?: string | undefined;
}

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
      files: scripts(__dirname, "connection", "role", "dbm", "dbm-end", "drop-in", "server-settings", "monitor"),
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
    delete: { files: scripts(__dirname, "connection", "dbm-end", "drop-in", "remove"), variables: common },
    identity: [user, address, port, socket],
  };
}
