import { z } from "zod";
import type { DatabaseMonitorSettings } from "../databases/monitor-settings";

/** What the settings of the databases' monitors say of PostgreSQL's. */
export const postgresMonitorSettings = {
  replicationDelayDeviations: z
    .number()
    .min(1)
    .max(10)
    .default(3)
    .describe("How far above its usual a PostgreSQL standby's delay is unusual."),
  wraparoundBelow: z
    .int()
    .min(10_000_000)
    .max(2_000_000_000)
    .default(500_000_000)
    .describe("Alerts when a PostgreSQL database has fewer transactions left before its ids wrap around."),
};

export type PostgresMonitorSettings = DatabaseMonitorSettings & z.output<z.ZodObject<typeof postgresMonitorSettings>>;
