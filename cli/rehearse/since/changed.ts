import { isOf } from "../../../datadog/evaluate/downtimes";
import type { RehearsedDowntime, RehearsedMonitor } from "../../../datadog/evaluate/timeline";
import { readMonitor } from "../../../datadog/lint/monitor-definition";
import { keyOf } from "../../coverage/tags";
import { takes } from "../../coverage/told";
import { canonical } from "../../describe/changes/canonical";
import type { RuleInputs } from "../../describe/rule";
import type { DeclaredForRehearsal } from "../declared";
import { madeOf } from "./parts";

/** The names of the monitors that do something else: by their own definition, by what they are made of, by what mutes them, or by whom rules tell. */
export function changedMonitors(before: DeclaredForRehearsal, after: DeclaredForRehearsal): Set<string> {
  const [was, is] = [saidOf(before), saidOf(after)];
  const changed = new Set([...was.keys(), ...is.keys()].filter((name) => was.get(name) !== is.get(name)));
  for (const { name, ...monitor } of [...before.monitors, ...after.monitors]) {
    if (madeOf({ name, ...monitor }).some((part) => changed.has(part))) changed.add(name);
  }
  return changed;
}

function saidOf({ monitors, downtimes, rules }: DeclaredForRehearsal): ReadonlyMap<string, string> {
  return new Map(
    monitors.map((monitor) => [
      monitor.name,
      canonical([
        monitor.definition,
        downtimes.filter((one) => isOf(one, monitor)).map(rulesOf),
        // Its name tells nobody.
        rules.filter((rule) => mayTell(rule, monitor)).map((rule) => ({ ...rule, name: "" })),
      ]),
    ]),
  );
}

/** A group's own tags come with its notifications alone: what they may be of is not known before. */
function mayTell(rule: RuleInputs, { definition }: RehearsedMonitor): boolean {
  const { tags = [] } = definition;
  const subject = readMonitor(definition);
  const grouped = "definition" in subject ? subject.groups : [];
  const keys = new Set(tags.map(keyOf).filter((key) => !grouped.includes(key)));
  return takes(rule, { tags: new Set(tags), keys }) !== false;
}

/** What it says of each week: on which day it first begins is of the day on which it was declared. */
function rulesOf({ definition, ...downtime }: RehearsedDowntime): unknown {
  const { notifyEndStates, notifyEndTypes, muteFirstRecoveryNotification } = downtime;
  const { scope, recurringSchedule: { timezone, recurrences = [] } = {}, oneTimeSchedule } = definition;
  const rules = recurrences.map((one) => ({ ...one, start: one.start?.replace(/^.*T/, "") }));
  const said = { scope, timezone, oneTimeSchedule, notifyEndStates, notifyEndTypes, muteFirstRecoveryNotification };
  return canonical([said, rules]);
}

/** Those monitors, and all that they are made of. */
export function withParts(monitors: readonly RehearsedMonitor[], names: ReadonlySet<string>): RehearsedMonitor[] {
  const byName = new Map(monitors.map((one) => [one.name, one]));
  const found = new Set<RehearsedMonitor>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const monitor = byName.get(name);
    if (monitor === undefined || found.has(monitor)) continue;
    found.add(monitor);
    waiting.push(...madeOf(monitor));
  }
  return monitors.filter((one) => found.has(one));
}
