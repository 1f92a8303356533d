import { z } from "zod";
import { notification } from "../../../settings/notification";
import { url } from "../../../settings/parts";
import { thresholds } from "../../../settings/thresholds";

export const databaseMonitors = z.strictObject({
  connections: thresholds(0.8, 0.9, z.number().gt(0).lt(1, "is not a share; expected one between 0 and 1")).describe(
    "Connections in use, a share of the server's limit.",
  ),
  lag: thresholds(60, 300, z.number().min(1)).describe("Seconds that a MySQL replica is behind its source."),
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
  noDataAfterMinutes: z
    .int()
    .min(2)
    .max(1440)
    .default(10)
    .describe("Silence of a server's check that is notified; at least twice the check's interval."),
  runbookUrl: url.optional().describe("The page that these alerts link to."),
  ...notification,
});
