import { Temporal } from "@js-temporal/polyfill";
import * as pulumi from "@pulumi/pulumi";
import { everyone, type Recipients } from "../../datadog/message/recipients";
import type { DowntimeSettings } from "../../settings/downtimes";
import type { Answered } from "../answers";
import { downtimeTag } from "../downtimes/muting";
import { momentOf, OneTimeDowntime } from "../downtimes/one-time-downtime";
import { QuietHours, type QuietHoursArgs } from "../downtimes/quiet-hours";
import { type Keeping, stacksMark } from "../in-datadog";
import type { Teams } from "./teams";

interface Common extends Pick<Keeping, "adopt">, Answered {
  /** The environment's. */
  readonly scope: string;
  /** Who is notified when one begins and ends. */
  readonly handles: readonly string[];
}

interface Settings {
  readonly quietHours: Pick<QuietHoursArgs, "timezone" | "windows" | "closeGaps">;
  readonly downtimes: Readonly<Record<string, DowntimeSettings>>;
  readonly myMetric?: { readonly monitor: Parameters<Teams["recipients"]>[0] } | undefined;
}

/** The quiet hours of the monitor of `my_metric`, and the downtimes that the settings have by name. */
export function allDowntimes(
  { quietHours, downtimes: named, myMetric }: Settings,
  teams: Teams,
  monitor: { readonly id: pulumi.Output<string> } | undefined,
  { handles, ...common }: Omit<Common, "handles"> & { readonly handles: Recipients },
  opts: pulumi.ComponentResourceOptions,
): void {
  if (monitor !== undefined) {
    const ofMyMetric = myMetric && teams.recipients(myMetric.monitor);
    // Another hour is another downtime: one that is protected could not give way to it.
    const args = { ...common, ...quietHours, monitorId: monitor.id };
    new QuietHours("my-metric", { ...args, handles: everyone(ofMyMetric ?? handles) }, opts);
  }
  downtimes(named, { ...common, handles: everyone(handles) }, opts);
}

/** The downtimes that the settings have by name; one that is over is said, and is none. */
function downtimes(
  settings: Readonly<Record<string, DowntimeSettings>>,
  common: Common,
  opts: pulumi.ComponentResourceOptions,
): void {
  for (const [name, { scope = common.scope, timezone, windows, closeGaps, from, until, message }] of Object.entries(
    settings,
  )) {
    const which = { ...common, monitorTags: [stacksMark(), downtimeTag(name)], scope, timezone };
    if (windows !== undefined) {
      new QuietHours(name, { ...which, windows, closeGaps, reason: message }, opts);
    } else if (until !== undefined && isOver(until, timezone)) {
      void pulumi.log.warn(`downtimes.${name} is over since ${until}, ${timezone}: take it out of the settings`);
    } else {
      const hours = [from && `from ${from}`, until ? `until ${until}` : "until somebody cancels it"];
      const words = `${message ?? "Muted"} (${hours.filter(Boolean).join(" ")}, ${timezone}). ${common.handles.join(" ")}`;
      new OneTimeDowntime(name, { ...which, from: local(from), until: local(until), message: words }, opts);
    }
  }
}

function isOver(until: string, timezone: string): boolean {
  return Temporal.Instant.compare(momentOf(local(until), timezone), Temporal.Now.instant()) <= 0;
}

/** People write a blank where ISO 8601 has a T. */
function local<T extends string | undefined>(moment: T): T {
  return moment?.replace(" ", "T") as T;
}
