import * as pulumi from "@pulumi/pulumi";
import { closing, type Gap, gapInWords, gaps } from "../../datadog/schedule/gaps";
import { parseWindow } from "../../datadog/schedule/parse";
import { minutesPastMidnight, type WeeklyWindow } from "../../datadog/schedule/window";
import { RecurringDowntime } from "./recurring-downtime";

export interface QuietHoursArgs {
  monitorId: pulumi.Input<string>;
  /** Which of the monitor's groups: `env:dev`. */
  scope: string;
  /** By name, in words: `{ nights: "19:00-09:00 Mon-Fri" }`. */
  windows: Readonly<Record<string, string>>;
  /** IANA name. */
  timezone: string;
  /** Also mute the mornings that the windows leave open. @default false */
  closeGaps?: boolean;
  /** Who is told when a downtime begins and ends. */
  handles: readonly string[];
}

/** A monitor's quiet hours: a downtime for each window. A morning that they leave open is said aloud, or closed. */
export class QuietHours extends pulumi.ComponentResource {
  constructor(name: string, args: QuietHoursArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:downtimes:QuietHours", name, {}, opts);
    const windows = Object.entries(args.windows).map(([key, words]) => ({ key, words, window: parseWindow(words) }));
    const open = gaps(windows.map(({ window }) => window));
    if (args.closeGaps !== true) sayGaps(open, args.timezone, this);

    for (const { key, words, window } of windows) {
      new RecurringDowntime(
        `${name}-${key}`,
        {
          monitorId: args.monitorId,
          scope: args.scope,
          windows: args.closeGaps === true ? [window, ...closedBy(window, open)] : [window],
          timezone: args.timezone,
          message: `Quiet hours (${words}, ${args.timezone}). ${args.handles.join(" ")}`,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

/** The open mornings after this window's own nights. */
function closedBy(window: WeeklyWindow, open: readonly Gap[]): WeeklyWindow[] {
  return minutesPastMidnight(window) > 0 ? closing(open.filter((gap) => window.days.includes(gap.day))) : [];
}

function sayGaps(open: readonly Gap[], timezone: string, component: pulumi.Resource): void {
  for (const gap of open) {
    void pulumi.log.warn(
      `${gapInWords(gap)} (${timezone}) is not muted: no window begins on the evening before; closeGaps: true mutes it`,
      component,
    );
  }
}
