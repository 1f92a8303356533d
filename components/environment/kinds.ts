import type { ServerKind } from "../packs/databases/kind";
import { mysqlKind } from "../packs/mysql/kind";
import type { MysqlMonitoringArgs } from "../packs/mysql/mysql";
import type { MysqlSettings } from "../packs/mysql/settings";
import { postgresKind } from "../packs/postgres/kind";
import type { PostgresMonitoringArgs } from "../packs/postgres/postgres";
import type { PostgresSettings } from "../packs/postgres/settings";

/** The kinds of servers that an environment may have, by the `type` of their settings. */
export const KINDS = { postgres: postgresKind, mysql: mysqlKind };

export type ServerSettings = PostgresSettings | MysqlSettings;
export type ServerArgs = PostgresMonitoringArgs | MysqlMonitoringArgs;

/** A server's own kind, to which its settings and its arguments are known to belong by its type. */
export function kindOf({ type }: { readonly type: keyof typeof KINDS }): ServerKind<ServerSettings, ServerArgs> {
  return KINDS[type] as unknown as ServerKind<ServerSettings, ServerArgs>;
}
