import { Temporal } from "@js-temporal/polyfill";
import type * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import type { Finding } from "../../datadog/finding";
import { lintDowntime } from "../../datadog/lint/downtime";
import type { Downtime } from "../../datadog/lint/downtime-definition";
import type { Answered } from "../answers";
import type { Looked } from "../findings";
import { type Keeping, ownersMark, stacksMark } from "../in-datadog";
import { unknownAtPreview } from "../unknown";
import { hasUnknown, isUnknown } from "../plain";
import type { Transform } from "../transform";

/** What is muted: one monitor, or all that have every one of the tags. */
export type DowntimeTarget =
  | { monitorId: pulumi.Input<string>; monitorTags?: undefined }
  | { monitorTags: readonly string[]; monitorId?: undefined };

/** An adopted downtime is left as it is; without `adopt` a new one is made beside it, for its old start may be refused. */
export type DowntimeDeclaration = DowntimeTarget &
  Keeping &
  Answered & {
    /** Which of the monitors' groups: `env:dev`, or `*`. */
    scope: string;
    /** IANA name, in which its hours are read and shown. */
    timezone: string;
    /** For those who look at the muted monitors; handles in it are notified when the downtime begins and ends. */
    message: string;
    /** The last word on each child. */
    transform?: { downtime?: Transform<datadog.DowntimeScheduleArgs> };
  };

/** What every downtime says, whenever it is. */
export function declaration(args: DowntimeDeclaration) {
  return {
    scope: args.scope,
    monitorIdentifier:
      args.monitorTags === undefined
        ? { monitorId: pulumi.output(args.monitorId).apply(Number) }
        : { monitorTags: [...args.monitorTags] },
    displayTimezone: args.timezone,
    message: args.message,
    notifyEndStates: ["alert", "no data", "warn"],
    notifyEndTypes: ["canceled", "expired"],
    muteFirstRecoveryNotification: true,
  } satisfies Partial<datadog.DowntimeScheduleArgs>;
}

/** The mark names the child, whose name is made of all else that is said: it comes last. */
export function marked(args: datadog.DowntimeScheduleArgs, childName: string): datadog.DowntimeScheduleArgs {
  const mark = ownersMark(childName).join(" ");
  const { message } = args;
  if (message === undefined) return { ...args, message: mark };
  return {
    ...args,
    message: typeof message === "string" ? `${message}\n\n${mark}` : pulumi.interpolate`${message}\n\n${mark}`,
  };
}

/**
 * Ends the child's name: other for any that says something else. An adopted one goes by its id for as long as it is
 * declared so. By what it says, a change would adopt it under a second name, and the deletion of the first would then
 * cancel it in Datadog.
 *
 * @param hours when it mutes.
 */
export function digest(
  { scope, timezone, message, monitorTags, transform }: DowntimeDeclaration,
  hours: object,
  told: datadog.DowntimeScheduleArgs,
  adopted: string | undefined,
): string {
  const says =
    adopted === undefined
      ? {
          ...{ scope, ...hours, timezone, message, monitorTags },
          ...{ mark: stacksMark(), told: transform && withoutStarts(told) },
        }
      : { adopted };
  return createHash("sha256").update(JSON.stringify(says)).digest("hex").slice(0, 6);
}

/** What a transform made of it; the starts are other ones at each deployment, and outputs are not known yet. */
function withoutStarts(told: datadog.DowntimeScheduleArgs): unknown {
  return JSON.parse(
    JSON.stringify(told, function (this: Record<string, unknown>, key: string, value: unknown) {
      return key === "start" || isUnknown(this[key]) ? undefined : value;
    }),
  );
}

/** The plain values; of a monitor it is enough that there is one. Undefined where another value is not plain. */
export function known(args: datadog.DowntimeScheduleArgs): Downtime | undefined {
  const downtime = ofAnyMonitor(args);
  return hasUnknown(downtime) ? undefined : (downtime as Downtime);
}

function ofAnyMonitor(args: datadog.DowntimeScheduleArgs) {
  const identifier = args.monitorIdentifier;
  const told = isUnknown(identifier) || !("monitorId" in identifier) ? identifier : { ...identifier, monitorId: 0 };
  return { ...args, monitorIdentifier: told };
}

/**
 * What is said of a downtime that is sent as it is written. Once it exists its start is past, and at last its end: neither
 * is a mistake then, and whether it exists is not known here.
 */
export function lookedAtDowntime(declared: datadog.DowntimeScheduleArgs, now = Temporal.Now.instant()): Looked {
  // A message is not read.
  const args = { ...declared, message: undefined };
  const downtime = known(args);
  if (downtime === undefined) {
    const [later = ""] = Object.entries(ofAnyMonitor(args)).find(([, value]) => hasUnknown(value)) ?? [];
    return { findings: [unknownAtPreview("the downtime", later)] };
  }
  const always = lintDowntime(downtime, BEFORE_ALL).map(({ problem }) => problem);
  const findings: Finding[] = lintDowntime(downtime, now).map((finding) =>
    WITH_TIME.includes(finding.rule) && !always.includes(finding.problem)
      ? { ...finding, severity: "warning" as const }
      : finding,
  );
  return { findings, subject: ["downtime", downtime] };
}

/** What becomes true of a downtime by itself. */
const WITH_TIME = ["downtime/start-in-the-past", "downtime/once-backwards"];
const BEFORE_ALL = Temporal.Instant.fromEpochMilliseconds(0);
