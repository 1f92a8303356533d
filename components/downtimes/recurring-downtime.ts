import { Temporal } from "@js-temporal/polyfill";
import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintDowntime, lintPart } from "../../datadog/lint/downtime";
import { scheduleOf } from "../../datadog/lint/downtime-recurrence";
import { missedUntil } from "../../datadog/schedule/missed";
import { schedule, type Schedule } from "../../datadog/schedule/recurrence";
import type { Window } from "../../datadog/schedule/window";
import { report } from "../findings";
import { kept } from "../in-datadog";
import { transformed } from "../transform";
import { declaration, digest, type DowntimeDeclaration, known, marked } from "./declaration";
import { warnOfOldZone } from "./old-zones";

export type RecurringDowntimeArgs = DowntimeDeclaration & {
  /** Of at most five different hours; muted is what one of them covers. */
  windows: readonly Window[];
  /** Whether these are all hours in which the monitors are muted; of a part, whoever has all of them looks at the hours. @default true */
  complete?: boolean;
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
 * What is made within one of its windows would leave that window loud. So another downtime begins beside it at once, and
 * ends with that window; the next deployment takes it away. That the first start was left out is seen in the start that
 * the state has, which is the same at each hour: no later deployment makes one.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class RecurringDowntime extends pulumi.ComponentResource {
  /** Datadog's id, a UUID. */
  readonly id: pulumi.Output<string>;
  /** When it mutes, as Datadog has it; unknown where a transform gave an output. */
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
      const found = (args.complete ?? true) ? lintDowntime(definition, now) : lintPart(definition, now);
      const isAdopted = keeping.import !== undefined;
      report({ findings: found, subject: ["downtime", definition] }, this, name, { ...args, isAdopted });
    }
    if (args.complete ?? true) warnOfOldZone(args.timezone, this);

    const childName = `${name}-${digest(args, { windows: args.windows }, downtimeArgs, keeping.import)}`;
    const downtime = new datadog.DowntimeSchedule(childName, marked(downtimeArgs, childName), downtimeOpts);

    // One that somebody made began when they made it.
    if (keeping.import === undefined) {
      downtime.recurringSchedule.apply((made) => {
        const end = missedIn({ ...downtimeArgs, recurringSchedule: made }, now);
        if (end !== undefined) untilThen(`${childName}-first`, end, downtimeArgs, downtimeOpts);
      });
    }

    this.id = downtime.id;
    this.schedule = definition && scheduleOf(definition);
    this.registerOutputs({ id: this.id });
  }
}

function declared(args: RecurringDowntimeArgs, now: Temporal.Instant): datadog.DowntimeScheduleArgs {
  const { timezone, recurrences } = schedule(args.windows, args.timezone, now.add(MARGIN));
  return { ...declaration(args), recurringSchedule: { timezone, recurrences: [...recurrences] } };
}

/** When the window ends within which the downtime was made, as its state says; an end too close would be refused. */
function missedIn(made: datadog.DowntimeScheduleArgs, now: Temporal.Instant): Temporal.Instant | undefined {
  const definition = known(made);
  const hours = definition && scheduleOf(definition);
  return hours && missedUntil(hours, now.add(MARGIN));
}

/** Mutes the same until then, from now on. */
function untilThen(
  name: string,
  end: Temporal.Instant,
  args: datadog.DowntimeScheduleArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const oneTimeSchedule = { end: end.toString({ smallestUnit: "second" }) };
  const once = { ...args, recurringSchedule: undefined, oneTimeSchedule };
  // It gives way when it is over.
  const ownOpts = { ...opts, ignoreChanges: ["oneTimeSchedule.start"], protect: false };
  new datadog.DowntimeSchedule(name, marked(once, name), ownOpts);
}
