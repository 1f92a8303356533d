import { z } from "zod";
import { notification } from "../../../settings/notification";
import { url } from "../../../settings/parts";
import { share } from "../../../settings/thresholds";
import type { PackSettings } from "../../monitors/declared";

export const hostMonitors = z.strictObject({
  noDataAfterMinutes: z.int().min(2).max(1440).default(10).describe("Silence of a host's Agent that is notified."),
  diskInUse: share
    .default(0.95)
    .describe("Alerts when so much of a disk, a share of it, will be in use within a week."),
  diskFull: share
    .default(0.97)
    .describe(
      "Alerts when so much of a disk has been in use for 15 minutes. Writes fail near it: root's reserve is not counted.",
    ),
  runbookUrl: url.optional().describe("The page that these alerts link to."),
  ...notification,
});

/** What the monitors of hosts have. */
export type HostMonitorSettings = PackSettings & z.output<typeof hostMonitors>;
