import type { ServerKind } from "../databases/kind";
import { leastMysqlLimit } from "./connections";
import { MysqlMonitoring, type MysqlMonitoringArgs } from "./mysql";
import { mysql, type MysqlSettings } from "./settings";

export const mysqlKind = {
  settings: mysql,
  contradictions: () => [],
  leastConnections: leastMysqlLimit,
  monitoring: (name, args) => new MysqlMonitoring(name, args),
  unserved: () => [],
} satisfies ServerKind<MysqlSettings, MysqlMonitoringArgs>;
