import { z } from "zod";
import { notification } from "../../../settings/notification";
import { url } from "../../../settings/parts";
import { share, thresholds } from "../../../settings/thresholds";
import type { PackSettings } from "../../monitors/declared";

export const serviceMonitors = z.strictObject({
  span: z
    .string()
    .regex(/^[a-z][a-z0-9_.]*$/, "is not a span's name; expected such as flask.request")
    .default("flask.request")
    .describe("The span with which a request begins."),
  errors: thresholds(0.02, 0.05, share).describe("Requests that fail, a share of all."),
  latencySeconds: thresholds(0.5, 1, z.number().gt(0)).describe("What 19 of 20 requests stay below."),
  runbookUrl: url.optional().describe("The page that these alerts link to."),
  ...notification,
});

/** What the monitors of traced services have. */
export type ServiceMonitorSettings = PackSettings & z.output<typeof serviceMonitors>;
