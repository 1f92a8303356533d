import { Temporal } from "@js-temporal/polyfill";
import { type MonitorSubject, readMonitor } from "../../datadog/lint/monitor-definition";
import type { SloDefinition } from "../../datadog/lint/slo-definition";
import type { Declared } from "../describe/declared";
import { type DeclaredMonitor, declaredMonitors } from "../describe/description";
import { notifications } from "../describe/messages";
import type { RuleInputs } from "../describe/rule";
import { type Downtime, mutedBy } from "./muted";
import { keyOf, type Tagged } from "./tags";
import { type Failure, toldOf } from "./told";
import { type Watched, watchedOf } from "./watched";
import { type Others, watchedBy } from "./watches";

/** Which failure tells whom, at some moments. */
export interface Coverage {
  readonly stack: string;
  readonly at: readonly Temporal.ZonedDateTime[];
  readonly rows: readonly Row[];
}

/** One failure of something. */
export interface Row {
  readonly kind: Watched["kind"];
  /** `postgres`; of a host its name. */
  readonly name: string;
  /** Where it runs; none for the environment as a whole. */
  readonly host?: string;
  /** By its name in the stack and its title; none where no monitor watches it. */
  readonly monitor?: { readonly name: string; readonly title: string };
  /** At each moment. */
  readonly told: readonly Told[];
}

export interface Told {
  /** Handles by state; of one that is muted, of none. */
  readonly byState: ReadonlyMap<Failure, readonly string[]>;
  /** The downtime, by its name in the stack. */
  readonly mutedBy?: string;
  /** An alert, or silence that is meant to be heard of, reaches nobody. */
  readonly isNobody: boolean;
}

const SLO = "datadog:index/serviceLevelObjective:ServiceLevelObjective";
const DOWNTIME = "datadog:index/downtimeSchedule:DowntimeSchedule";
const RULE = "datadog:index/monitorNotificationRule:MonitorNotificationRule";

/** A row for each monitor of each thing, and one for what no monitor watches. */
export function coverageOf(declared: Declared, at: readonly Temporal.ZonedDateTime[]): Coverage {
  const { stack, registrations } = declared;
  const ofType = (type: string) => registrations.filter((one) => one.type === type);
  const now = new Date(at[0]?.epochMilliseconds ?? 0);
  const monitors = declaredMonitors(declared, now).flatMap((monitor) => {
    const subject = readMonitor(monitor.inputs);
    return "definition" in subject ? [{ ...monitor, subject }] : [];
  });
  const others: Others = {
    subjects: new Map(monitors.map(({ id, subject }) => [id, subject])),
    slos: new Map(ofType(SLO).map(({ id, inputs }) => [id, inputs as unknown as SloDefinition])),
  };
  const downtimes = ofType(DOWNTIME).map(({ name, inputs }) => ({ name, ...inputs }) as unknown as Downtime);
  const rules = ofType(RULE).map(({ inputs }) => inputs as unknown as RuleInputs);
  const watched = watchedOf(declared);
  const watchers = new Map<Watched, typeof monitors>();
  for (const monitor of monitors) {
    for (const one of watchedBy(monitor.subject, others, watched)) {
      watchers.set(one, [...(watchers.get(one) ?? []), monitor]);
    }
  }
  const everything = watchers.has(watched.environment) ? [...watched.all, watched.environment] : watched.all;
  return {
    stack,
    at,
    rows: everything.flatMap((one): Row[] => {
      const found = watchers.get(one) ?? [];
      const of = { kind: one.kind, name: one.name, ...(one.host !== undefined && { host: one.host.name }) };
      if (found.length === 0) return [{ ...of, told: at.map(() => NOBODY) }];
      return found.map((monitor) => ({
        ...{ ...of, monitor: { name: monitor.name, title: monitor.description.title } },
        told: toldAt(monitor, one, { at, rules, downtimes, now, hosts: declared.hosts }),
      }));
    }),
  };
}

const NOBODY: Told = { byState: new Map(), isNobody: true };

interface Around {
  readonly at: readonly Temporal.ZonedDateTime[];
  readonly rules: readonly RuleInputs[];
  readonly downtimes: readonly Downtime[];
  readonly now: Date;
  readonly hosts: Declared["hosts"];
}

function toldAt(
  { id, subject, inputs }: DeclaredMonitor & { readonly subject: MonitorSubject },
  watched: Watched,
  { at, rules, downtimes, now, hosts }: Around,
): Told[] {
  const { tags = [] } = inputs;
  const said = notifications(subject, watched.host === undefined ? hosts : [watched.host], now);
  // A notification has its monitor's tags and its group's.
  const notified: Tagged = {
    tags: new Set([...tags, ...watched.tags]),
    keys: new Set([...tags.map(keyOf), ...watched.keys]),
  };
  const byState: Told["byState"] = inputs.draftStatus === "draft" ? new Map() : toldOf(said, rules, notified);
  return at.map((moment) => {
    const muting = mutedBy(downtimes, { id, tags }, watched, moment.toInstant());
    if (muting !== undefined) return { ...NOBODY, mutedBy: inSettings(muting) };
    return { byState, isNobody: reachesNobody(byState) };
  });
}

/** A warning may be for those alone who look. */
function reachesNobody(byState: Told["byState"]): boolean {
  const [alert, noData] = [byState.get("alert"), byState.get("no data")];
  return (alert === undefined && noData === undefined) || alert?.length === 0 || noData?.length === 0;
}

/** A downtime's name in the stack ends with what it is: `nights` of `nights-a1f86f`, and of `nights-a1f86f-first`. */
function inSettings({ name }: Downtime): string {
  return name.replace(/-[0-9a-f]{6}(-first)?$/, "");
}
