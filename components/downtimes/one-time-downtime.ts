import { Temporal } from "@js-temporal/polyfill";
import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintDowntime } from "../../datadog/lint/downtime";
import { report } from "../findings";
import { kept } from "../in-datadog";
import { transformed } from "../transform";
import { declaration, digest, type DowntimeDeclaration, known, marked } from "./declaration";
import { warnOfOldZone } from "./old-zones";

export type OneTimeDowntimeArgs = DowntimeDeclaration & {
  /** Local, in the time zone: `2027-01-05T22:00`. @default at once */
  from?: string | undefined;
  /** @default when somebody cancels it, which the preview says */
  until?: string | undefined;
};

/**
 * Mutes monitors once. A start that is past when the downtime is made would be refused by Datadog: it then begins at
 * once, and the start is not compared from then on. Another end, or another text, is another downtime.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class OneTimeDowntime extends pulumi.ComponentResource {
  /** Datadog's id, a UUID. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: OneTimeDowntimeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:downtimes:OneTimeDowntime", name, {}, opts);
    const now = Temporal.Now.instant();
    const keeping = kept(this, name, args);
    const [downtimeArgs, downtimeOpts] = transformed(args.transform?.downtime, declared(args, now), {
      ignoreChanges: ["oneTimeSchedule.start"],
      replaceOnChanges: ["monitorIdentifier"],
      ...keeping,
    });
    const definition = known(downtimeArgs);
    if (definition !== undefined) {
      const looked = { findings: lintDowntime(definition, now), subject: ["downtime", definition] as const };
      report(looked, this, name, { ...args, isAdopted: keeping.import !== undefined });
    }
    warnOfOldZone(args.timezone, this);

    const hours = { from: args.from, until: args.until };
    const childName = `${name}-${digest(args, hours, downtimeArgs, keeping.import)}`;
    this.id = new datadog.DowntimeSchedule(childName, marked(downtimeArgs, childName), downtimeOpts).id;
    this.registerOutputs({ id: this.id });
  }
}

/** The moment of a local time; of one that comes twice the first, of one that its day has not what follows the change. */
export function momentOf(local: string, timezone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(timezone).toInstant();
}

function declared(args: OneTimeDowntimeArgs, now: Temporal.Instant): datadog.DowntimeScheduleArgs {
  const at = (local: string | undefined) => local && momentOf(local, args.timezone);
  const [start, end] = [at(args.from), at(args.until)];
  const isToCome = start !== undefined && start !== "" && Temporal.Instant.compare(start, now) > 0;
  return {
    ...declaration(args),
    oneTimeSchedule: { ...(isToCome && { start: text(start) }), ...(end && { end: text(end) }) },
  };
}

function text(moment: Temporal.Instant): string {
  return moment.toString({ smallestUnit: "second" });
}
