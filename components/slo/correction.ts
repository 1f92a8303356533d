import * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../datadog/finding";
import { isZone } from "../../datadog/lint/downtime-definition";
import { lintSloCorrection } from "../../datadog/lint/slo-correction";
import { resourceError } from "../../user-error";
import { momentOf } from "../downtimes/one-time-downtime";

/** A time that an SLO does not count: once, or again and again. */
export type Correction = {
  readonly category: "Scheduled Maintenance" | "Outside Business Hours" | "Deployment" | "Other";
  readonly description?: string | undefined;
  /** Local, in the time zone: `2027-01-05 22:00`. Of a recurring one the first time. */
  readonly from: string;
  /** IANA name. @default UTC */
  readonly timezone?: string | undefined;
} & (
  | { readonly until: string; readonly every?: undefined; readonly minutes?: undefined }
  | {
      /** `FREQ=WEEKLY;INTERVAL=2`, with COUNT, UNTIL and BYDAY. */
      readonly every: string;
      /** How long each time lasts. */
      readonly minutes: number;
      /** After which it recurs no more. @default never */
      readonly until?: string | undefined;
    }
);

export type CorrectionArgs = Omit<datadog.SloCorrectionArgs, "sloId"> & { start: number };

/**
 * The provider's arguments, but for the SLO.
 *
 * @throws ResourceError where a time can't be read.
 */
export function correctionArgs(name: string, correction: Correction, component: pulumi.Resource): CorrectionArgs {
  const { category, description, from, until, timezone = "UTC", every, minutes } = correction;
  const at = (local: string) => {
    try {
      return Math.floor(momentOf(local, timezone).epochMilliseconds / 1000);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const zone = isZone(timezone) ? "" : ` in ${timezone}`;
      throw resourceError(`corrections.${name}: "${local}" is no time${zone}; expected 2027-01-05 22:00`, component);
    }
  };
  return {
    category,
    ...(description !== undefined && { description }),
    start: at(from),
    ...(until !== undefined && { end: at(until) }),
    ...(every !== undefined && { rrule: every, duration: minutes * 60 }),
    timezone,
  };
}

/** What is wrong with it, said of its name. */
export function correctionFindings(name: string, args: CorrectionArgs): Finding[] {
  const findings = lintSloCorrection(args as Parameters<typeof lintSloCorrection>[0]);
  return findings.map((finding) => ({ ...finding, problem: `corrections.${name}: ${finding.problem}` }));
}
