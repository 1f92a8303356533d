import { z } from "zod";
import { notification } from "../../../settings/notification";
import { url } from "../../../settings/parts";

export const hostMonitors = z.strictObject({
  noDataAfterMinutes: z.int().min(2).max(1440).default(10).describe("Silence of a host's Agent that is notified."),
  diskInUse: z
    .number()
    .gt(0)
    .lt(1, "is not a share; expected one between 0 and 1")
    .default(0.95)
    .describe("Alerts when so much of a disk, a share of it, will be in use within a week."),
  runbookUrl: url.optional().describe("The page that these alerts link to."),
  ...notification,
});
