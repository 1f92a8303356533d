import { Temporal } from "@js-temporal/polyfill";
import type { Span } from "../../datadog/evaluate/history";
import type { RehearsedDowntime, RehearsedMonitor, RehearsedSlo } from "../../datadog/evaluate/timeline";
import type { Downtime, RawRecurrence } from "../../datadog/lint/downtime-definition";
import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";
import type { SloDefinition } from "../../datadog/lint/slo-definition";
import type { MonitorExpression, MonitorQuery } from "../../datadog/query/monitor-query";
import { monitorQueryText } from "../../datadog/query/print";
import { begunBefore } from "../../datadog/schedule/missed";
import { type DeclaredMonitor, monitorsIn } from "../check/declared";
import { commonGroups } from "../describe/description";
import type { RuleInputs } from "../describe/rule";
import type { Registration } from "../stack/program";

/** What of a stack is played. */
export interface DeclaredForRehearsal {
  readonly monitors: readonly RehearsedMonitor[];
  readonly downtimes: readonly RehearsedDowntime[];
  readonly slos: readonly RehearsedSlo[];
  /** Who is told beside those whom messages name. */
  readonly rules: readonly RuleInputs[];
}

const DOWNTIME = "datadog:index/downtimeSchedule:DowntimeSchedule";
const SLO = "datadog:index/serviceLevelObjective:ServiceLevelObjective";
const RULE = "datadog:index/monitorNotificationRule:MonitorNotificationRule";

/**
 * The monitors, downtimes, SLOs and notification rules that a stack declares, as they would be had they been deployed before the
 * span. Names stand for the ids of which only Datadog knows.
 *
 * @param registrations of a run without engine: `declaredBy`.
 */
export function rehearsedOf(registrations: readonly Registration[], span: Span): DeclaredForRehearsal {
  const declared = monitorsIn(registrations);
  const names = new Map(declared.map(({ registration: { id, name } }) => [id, name]));
  const definitions = new Map(declared.map(({ registration: { id }, definition }) => [id, definition]));
  return {
    monitors: declared.map((one) => ({
      name: one.registration.name,
      definition: { ...one.definition, ...ofComposite(one, names, definitions) },
    })),
    downtimes: downtimesIn(registrations, names, span),
    // Their alerts' queries name them by id, in quotes.
    slos: registrations
      .filter(({ type }) => type === SLO)
      .map(({ id, inputs }) => ({ name: id, definition: inputs as unknown as SloDefinition })),
    rules: registrations.filter(({ type }) => type === RULE).map(({ inputs }) => inputs as unknown as RuleInputs),
  };
}

/** Names in its query in place of ids, and the groups of which its query does not tell. */
function ofComposite(
  { definition, query }: DeclaredMonitor,
  names: ReadonlyMap<string, string>,
  definitions: ReadonlyMap<string, MonitorDefinition>,
): Partial<MonitorDefinition> {
  if (query?.kind !== "composite") return {};
  const named: MonitorQuery = { ...query, expression: withNames(query.expression, names) };
  return { query: monitorQueryText(named), ...commonGroups(definition, definitions) };
}

function withNames(expression: MonitorExpression, names: ReadonlyMap<string, string>): MonitorExpression {
  switch (expression.kind) {
    case "monitor":
      return { ...expression, name: names.get(expression.name) ?? expression.name };
    case "not":
      return { ...expression, of: withNames(expression.of, names) };
    default:
      return { ...expression, of: expression.of.map((one) => withNames(one, names)) };
  }
}

type DowntimeInputs = Downtime & Omit<RehearsedDowntime, "name" | "definition" | "monitors">;

function downtimesIn(
  registrations: readonly Registration[],
  monitors: ReadonlyMap<string, string>,
  span: Span,
): RehearsedDowntime[] {
  const declared = registrations.filter(({ type }) => type === DOWNTIME);
  const resources = new Set(declared.map(({ name }) => name));
  // What mutes beside a downtime that was made within its own hours is of the day of that deployment alone.
  const lasting = declared.filter(({ name }) => !(name.endsWith(FIRST) && resources.has(name.slice(0, -FIRST.length))));
  const short = lasting.map(({ name }) => inSettings(name));
  return lasting.map(({ name, inputs }, index) => {
    const { notifyEndStates, notifyEndTypes, muteFirstRecoveryNotification, ...definition } =
      inputs as unknown as DowntimeInputs;
    const own = short[index] ?? name;
    const monitor = monitors.get(String(definition.monitorIdentifier?.monitorId));
    return {
      name: short.filter((one) => one === own).length === 1 ? own : name,
      definition: begun(definition, span),
      ...(monitor !== undefined && { monitors: [monitor] }),
      ...(notifyEndStates !== undefined && { notifyEndStates }),
      ...(notifyEndTypes !== undefined && { notifyEndTypes }),
      ...(muteFirstRecoveryNotification !== undefined && { muteFirstRecoveryNotification }),
    };
  });
}

const FIRST = "-first";

/** A downtime's name in the stack ends with a digest of what it says: `my-metric-nights` of `my-metric-nights-a1f86f`. */
function inSettings(name: string): string {
  return name.replace(/-[0-9a-f]{6}$/, "");
}

const WEEK_SECONDS = 7 * 24 * 60 * 60;
/** What reaches into a span may have begun before it. */
const WEEKS_BEFORE = 8;

/** A preview has each downtime begin after it. */
function begun(definition: Downtime, { from }: Span): Downtime {
  const { timezone = "UTC", recurrences } = definition.recurringSchedule ?? {};
  if (recurrences === undefined) return definition;
  const earlier = (one: RawRecurrence): RawRecurrence => {
    const { start } = one;
    if (start === undefined) return one;
    const first = Temporal.PlainDateTime.from(start).toZonedDateTime(timezone).epochMilliseconds / 1000;
    const weeks = Math.ceil((first - from) / WEEK_SECONDS) + WEEKS_BEFORE;
    return weeks <= 0 ? one : (begunBefore({ ...one, start }, timezone, weeks) ?? one);
  };
  return {
    ...definition,
    recurringSchedule: { ...definition.recurringSchedule, recurrences: recurrences.map(earlier) },
  };
}
