import { z } from "zod";
import { isHandle } from "../datadog/message/parse";

const handle = z
  .string()
  .regex(/^@\S+$/, { error: "is not a handle; expected @name without white space", abort: true })
  .refine(isHandle, "is not a handle as a message has it; expected @ and a name, without other signs");

const handles = z.array(handle).min(1, "names nobody; expected at least one handle");

const bySeverity = z.strictObject({
  critical: handles.describe("Of an alert."),
  warning: handles.optional().describe("Default: as of an alert."),
  noData: handles.optional().describe("Of silence. Default: as of an alert."),
  recovery: handles.optional().describe("Default: whoever is notified of what is over."),
});

/** Who is notified: of everything, or by severity. */
export const recipients = z.union([handles, bySeverity], {
  error: "is neither; expected a list of handles, or a map with critical, warning, noData, recovery",
});
