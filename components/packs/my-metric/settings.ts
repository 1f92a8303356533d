import { z } from "zod";
import { besideMistakes } from "../../../settings/beside-mistakes";
import { notification } from "../../../settings/notification";
import { seconds, url } from "../../../settings/parts";
import { warningBelowAlert } from "../../../settings/thresholds";
import type { PackSettings } from "../../monitors/declared";

const monitor = z
  .strictObject({
    warning: z.number().default(500).describe("Warns above this average."),
    critical: z.number().default(800).describe("Alerts above this average."),
    overMinutes: z.int().min(1).max(1440).default(5).describe("The window whose average is compared."),
    noDataAfterMinutes: z
      .int()
      .min(2)
      .max(1440)
      .default(10)
      .describe("Silence of a host that is notified; at least twice the window."),
    runbookUrl: url.optional().describe("The page that the alert links to."),
    ...notification,
  })
  .check(besideMistakes(warningBelowAlert));

export const myMetric = z
  .strictObject({
    intervalSeconds: seconds.max(3600).default(45).describe("How often each host sends `my_metric`."),
    monitor: monitor.prefault({}),
  })
  .optional()
  .describe("The custom check `custom_my_metric`, its widgets and its monitor; without this key there are none.");

export type MyMetricMonitorSettings = PackSettings & z.output<typeof monitor>;
