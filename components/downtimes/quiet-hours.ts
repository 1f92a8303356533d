import * as pulumi from "@pulumi/pulumi";
import { lintHours } from "../../datadog/lint/downtime";
import { closing, type Gap, gaps } from "../../datadog/schedule/gaps";
import { parseRecurring } from "../../datadog/schedule/parse";
import { isWeekly, minutesPastMidnight, type WeeklyWindow } from "../../datadog/schedule/window";
import { type Answered, Answers } from "../answers";
import { report } from "../findings";
import type { Keeping } from "../in-datadog";
import type { DowntimeTarget } from "./declaration";
import { warnOfOldZone } from "./old-zones";
import { RecurringDowntime, type RecurringDowntimeArgs } from "./recurring-downtime";

export type QuietHoursArgs = DowntimeTarget &
  Keeping &
  Answered & {
    /** Which of the monitors' groups: `env:dev`, or `*`. */
    scope: string;
    /** By name, in words: `{ nights: "19:00-09:00 Mon-Fri", patches: "02:00-06:00 second Sunday" }`. */
    windows: Readonly<Record<string, string>>;
    /** IANA name. */
    timezone: string;
    /** Also mute the mornings that the windows leave open. @default false */
    closeGaps?: boolean;
    /** Who is notified when a downtime begins and ends. */
    handles: readonly string[];
    /** Why, for those who look at the muted monitors. @default Quiet hours */
    reason?: string | undefined;
    /** The last word on each child: here on each window's downtime. */
    transform?: NonNullable<RecurringDowntimeArgs["transform"]>;
  };

/**
 * Monitors' quiet hours: a downtime for each window. What is open, muted twice or muted for long is said of all of them
 * together, on this component's own line.
 */
export class QuietHours extends pulumi.ComponentResource {
  constructor(name: string, args: QuietHoursArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:downtimes:QuietHours", name, {}, opts);
    const { scope, timezone, handles, reason, transform, adopt, protect, closeGaps = false } = args;
    const windows = Object.entries(args.windows).map(([key, words]) => ({ key, words, window: parseRecurring(words) }));
    const all = windows.map(({ window }) => window).filter(isWeekly);
    const open = closeGaps ? gaps(all) : [];

    const downtimes = windows.map(
      ({ key, words, window }) =>
        new RecurringDowntime(
          `${name}-${key}`,
          {
            ...target(args),
            scope,
            windows: isWeekly(window) ? [window, ...closedBy(window, all, open)] : [window],
            timezone,
            message: `${reason ?? "Quiet hours"} (${words}, ${timezone}). ${handles.join(" ")}`,
            complete: false,
            ...{ adopt, protect },
            // What is said of the hours together is answered beside them.
            ...(args.lint instanceof Answers && { lint: args.lint }),
            ...(transform && { transform }),
          },
          { parent: this },
        ),
    );
    const findings = lintHours(downtimes.flatMap(({ schedule }) => schedule ?? []));
    report({ findings }, this, name, args);
    warnOfOldZone(timezone, this);
    this.registerOutputs({});
  }
}

function target({ monitorId, monitorTags }: DowntimeTarget): DowntimeTarget {
  return monitorTags === undefined ? { monitorId } : { monitorTags };
}

/** The open mornings after this window's own nights, where no other window before it has closed them. */
function closedBy(window: WeeklyWindow, all: readonly WeeklyWindow[], open: readonly Gap[]): WeeklyWindow[] {
  const leavesOpen = (one: WeeklyWindow, gap: Gap): boolean =>
    minutesPastMidnight(one) > 0 && one.days.includes(gap.day);
  return closing(open.filter((gap) => all.find((one) => leavesOpen(one, gap)) === window));
}
