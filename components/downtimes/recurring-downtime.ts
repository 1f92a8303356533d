import { Temporal } from "@js-temporal/polyfill";
import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { lintDowntime, lintPart } from "../../datadog/lint/downtime";
import type { Downtime } from "../../datadog/lint/downtime-definition";
import { scheduleOf } from "../../datadog/lint/downtime-recurrence";
import { schedule, type Schedule } from "../../datadog/schedule/recurrence";
import type { WeeklyWindow } from "../../datadog/schedule/window";
import { report } from "../findings";
import { kept, type Keeping, ownersMark, stacksMark } from "../in-datadog";
import { isKnownLater, isLater } from "../plain";
import { type Transform, transformed } from "../transform";

/** What is muted: one monitor, or all that have every one of the tags. */
export type DowntimeTarget =
  | { monitorId: pulumi.Input<string>; monitorTags?: undefined }
  | { monitorTags: readonly string[]; monitorId?: undefined };

/** An adopted downtime is left as it is; without `adopt` a new one is made beside it, for its old start may be refused. */
export type RecurringDowntimeArgs = DowntimeTarget &
  Keeping & {
    /** Which of the monitors' groups: `env:dev`, or `*`. */
    scope: string;
    /** Of at most five different hours; muted is what one of them covers. */
    windows: readonly WeeklyWindow[];
    /** IANA name, in which the windows are read and shown. */
    timezone: string;
    /** For those who look at the muted monitors; handles in it are told when the downtime begins and ends. */
    message: string;
    /** Whether these are all hours in which the monitors are muted; of a part, whoever has all of them looks at the hours. @default true */
    complete?: boolean;
    /** The last word on each child. */
    transform?: { downtime?: Transform<datadog.DowntimeScheduleArgs> };
  };

/** A start that is this close may be past when Datadog sees it, and would be refused. */
const MARGIN = Temporal.Duration.from({ minutes: 5 });

/**
 * Mutes monitors in the same windows of each week.
 *
 * Datadog wants a first start in the future, which would be another one at each deployment. So the start of a downtime
 * that exists is not compared; and since Datadog may refuse the old start with any change, a changed downtime is another
 * one: its name has a digest of all that it says. Only the monitor's id is not in it, which is not known before there is
 * a monitor: for another monitor the downtime is replaced.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class RecurringDowntime extends pulumi.ComponentResource {
  /** Datadog's id, a UUID. */
  readonly id: pulumi.Output<string>;
  /** When it mutes, as Datadog is told; unknown where a transform gave an output. */
  readonly schedule: Schedule | undefined;

  constructor(name: string, args: RecurringDowntimeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:downtimes:RecurringDowntime", name, {}, opts);
    const now = Temporal.Now.instant();
    const keeping = kept(this, name, args);
    const [downtimeArgs, downtimeOpts] = transformed(args.transform?.downtime, declared(args, now), {
      ignoreChanges: ["recurringSchedule.recurrences[*].start"],
      replaceOnChanges: ["monitorIdentifier"],
      ...keeping,
    });
    const definition = known(downtimeArgs);
    if (definition !== undefined) {
      report((args.complete ?? true) ? lintDowntime(definition, now) : lintPart(definition, now), this);
    }

    const childName = `${name}-${digest(args, downtimeArgs, keeping.import)}`;
    const downtime = new datadog.DowntimeSchedule(childName, marked(downtimeArgs, childName), downtimeOpts);

    this.id = downtime.id;
    this.schedule = definition && scheduleOf(definition);
    this.registerOutputs({ id: this.id });
  }
}

function declared(args: RecurringDowntimeArgs, now: Temporal.Instant): datadog.DowntimeScheduleArgs {
  const { timezone, recurrences } = schedule(args.windows, args.timezone, now.add(MARGIN));
  return {
    scope: args.scope,
    monitorIdentifier:
      args.monitorTags === undefined
        ? { monitorId: pulumi.output(args.monitorId).apply(Number) }
        : { monitorTags: [...args.monitorTags] },
    recurringSchedule: { timezone, recurrences: [...recurrences] },
    displayTimezone: timezone,
    message: args.message,
    notifyEndStates: ["alert", "no data", "warn"],
    notifyEndTypes: ["canceled", "expired"],
    muteFirstRecoveryNotification: true,
  };
}

/** The mark names the child, whose name is made of all else that is said: it comes last. */
function marked(args: datadog.DowntimeScheduleArgs, childName: string): datadog.DowntimeScheduleArgs {
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
 */
function digest(
  { scope, windows, timezone, message, monitorTags, transform }: RecurringDowntimeArgs,
  told: datadog.DowntimeScheduleArgs,
  adopted: string | undefined,
): string {
  const says =
    adopted === undefined
      ? { scope, windows, timezone, message, monitorTags, mark: stacksMark(), told: transform && withoutStarts(told) }
      : { adopted };
  return createHash("sha256").update(JSON.stringify(says)).digest("hex").slice(0, 6);
}

/** What a transform made of it; the starts are other ones at each deployment, and outputs are not known yet. */
function withoutStarts(told: datadog.DowntimeScheduleArgs): unknown {
  return JSON.parse(
    JSON.stringify(told, function (this: Record<string, unknown>, key: string, value: unknown) {
      return key === "start" || isLater(this[key]) ? undefined : value;
    }),
  );
}

/** The plain values; of a monitor it is enough that there is one. Undefined where another value is not plain. */
function known(args: datadog.DowntimeScheduleArgs): Downtime | undefined {
  const identifier = args.monitorIdentifier;
  const told = isLater(identifier) || !("monitorId" in identifier) ? identifier : { ...identifier, monitorId: 0 };
  const downtime = { ...args, monitorIdentifier: told };
  return isKnownLater(downtime) ? undefined : (downtime as Downtime);
}
