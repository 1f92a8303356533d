import { Temporal } from "@js-temporal/polyfill";
import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { firstStart, recurrence } from "../../datadog/schedule/recurrence";
import type { WeeklyWindow } from "../../datadog/schedule/window";

export interface RecurringDowntimeArgs {
  /** The monitor that is muted. */
  monitorId: pulumi.Input<string>;
  /** Which of its groups: `env:dev`, or `*`. */
  scope: string;
  /** Up to five; muted is what one of them covers. */
  windows: readonly WeeklyWindow[];
  /** IANA name, in which the windows are read and shown. */
  timezone: string;
  /** For those who look at the muted monitor; handles in it are told when the downtime begins and ends. */
  message: string;
}

/** A start that is this close may be past when Datadog sees it, and would be refused. */
const MARGIN = Temporal.Duration.from({ minutes: 5 });

/**
 * Mutes a monitor in the same windows of each week.
 *
 * Datadog wants a first start in the future, which would be another one at each deployment. So the start of a downtime
 * that exists is not compared; and since Datadog may refuse the old start with any change, a changed downtime is another
 * one: its name has a digest of all that it says.
 */
export class RecurringDowntime extends pulumi.ComponentResource {
  /** Datadog's id, a UUID. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: RecurringDowntimeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:downtimes:RecurringDowntime", name, {}, opts);

    const downtime = new datadog.DowntimeSchedule(`${name}-${digest(args)}`, downtimeArgs(args), {
      parent: this,
      ignoreChanges: ["recurringSchedule.recurrences[*].start"],
    });

    this.id = downtime.id;
    this.registerOutputs({ id: this.id });
  }
}

function digest({ scope, windows, timezone, message }: RecurringDowntimeArgs): string {
  return createHash("sha256").update(JSON.stringify({ scope, windows, timezone, message })).digest("hex").slice(0, 6);
}

function downtimeArgs({
  monitorId,
  scope,
  windows,
  timezone,
  message,
}: RecurringDowntimeArgs): datadog.DowntimeScheduleArgs {
  const notBefore = Temporal.Now.instant().add(MARGIN);
  return {
    scope,
    monitorIdentifier: { monitorId: pulumi.output(monitorId).apply(Number) },
    recurringSchedule: {
      timezone,
      recurrences: windows.map((window) => ({
        ...recurrence(window),
        start: firstStart(window, timezone, notBefore),
      })),
    },
    displayTimezone: timezone,
    message,
    notifyEndStates: ["alert", "no data", "warn"],
    notifyEndTypes: ["canceled", "expired"],
    muteFirstRecoveryNotification: true,
  };
}
