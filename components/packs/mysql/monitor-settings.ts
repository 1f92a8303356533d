import { z } from "zod";
import { thresholds } from "../../../settings/thresholds";
import type { DatabaseMonitorSettings } from "../databases/monitor-settings";
import type { MysqlServers } from "./servers";

/** What the settings of the databases' monitors say of MySQL's and MariaDB's. */
export const mysqlMonitorSettings = {
  lag: thresholds(60, 300, z.number().min(1)).describe("Seconds that a MySQL replica is behind its source."),
};

export type MysqlMonitorSettings = DatabaseMonitorSettings &
  z.output<z.ZodObject<typeof mysqlMonitorSettings>> &
  MysqlServers;
