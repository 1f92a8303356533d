import { z } from "zod";
import { notification } from "../../../settings/notification";
import { url } from "../../../settings/parts";
import { share, thresholds } from "../../../settings/thresholds";
import type { PackSettings } from "../../monitors/declared";

/** What the settings of the databases' monitors say, whatever the kind of server. */
export const databaseMonitorSettings = {
  connections: thresholds(0.8, 0.9, share).describe("Connections in use, a share of the server's limit."),
  noDataAfterMinutes: z
    .int()
    .min(2)
    .max(1440)
    .default(10)
    .describe("Silence of a server's check that is notified; at least twice the check's interval."),
  runbookUrl: url.optional().describe("The page that these alerts link to."),
  ...notification,
};

export type DatabaseMonitorSettings = PackSettings & z.output<z.ZodObject<typeof databaseMonitorSettings>>;
