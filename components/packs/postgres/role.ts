import type { HostCommandArgs } from "../../host/host";
import { postgresLimit } from "./connections";
import { withDefaults } from "../databases/arguments";
import type { MonitoringUser } from "../databases/monitoring-user";
import { scripts, tlsVariables, yes } from "../databases/variables";
import { discovers, type PostgresInstance } from "./integration";
import { postgres, postgresAdmin } from "./settings";

/** The role of a PostgreSQL server. */
export interface PostgresRole extends PostgresInstance, MonitoringUser {}

/** What makes the role on the server and takes it away; the passwords come on standard input. */
export function postgresRole(given: PostgresRole): Pick<HostCommandArgs, "create" | "delete" | "identity"> {
  const args = withDefaults(postgres, given);
  const { admin, user, address, port, socket = "", moreDatabases: more } = args;
  const common = {
    role: user,
    address,
    port,
    socket,
    admin_user: admin?.user ?? "",
    admin_database: withDefaults(postgresAdmin, admin ?? {}).database,
    database: args.database,
    ...tlsVariables(args.tls),
    allow_restart: yes(args.allowRestart),
    replica: yes(args.replica),
  };
  const moreDatabases = lines(more.map(({ database }) => database));
  const identity = [user, address, port, socket];
  if (!args.manageUser) {
    return {
      create: {
        files: scripts(__dirname, "../databases/secrets", "connection", "server-settings", "prove", "left-alone"),
        // The role is its own administrator, who may do nothing.
        variables: {
          ...{ ...common, admin_user: user, admin_database: common.database },
          ...{ more_databases: moreDatabases, dbm: yes(args.dbm), recheck: args.recheck ?? "" },
        },
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
        "role",
        "schemas",
        "dbm",
        "dbm-end",
        "../databases/restart",
        "drop-in",
        "server-settings",
        "prove",
        "monitor",
      ),
      variables: {
        ...common,
        connection_limit: postgresLimit({ ...args, discovers: discovers(args.extra) }),
        adopt: yes(args.adopt),
        more_databases: moreDatabases,
        schemas: lines(args.schemas ?? []),
        dbm: yes(args.dbm),
        manage_settings: yes(args.manageServerSettings),
        // Not used by the script: another text runs it again.
        recheck: args.recheck ?? "",
      },
    },
    delete: {
      files: scripts(
        __dirname,
        "../databases/secrets",
        "../databases/own-server",
        "connection",
        "dbm-end",
        "../databases/restart",
        "drop-in",
        "remove",
      ),
      variables: common,
    },
    identity,
  };
}

/** Names for a script, in base64, since a name may hold anything. */
function lines(names: readonly string[]): string {
  return names.map((name) => Buffer.from(name).toString("base64")).join("\n");
}
