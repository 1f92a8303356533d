import type { RuleInputs } from "../rule";
import { listed, only, paired, quoted } from "./canonical";
import type { Change } from "./change";
import type { Monitors } from "./monitors";

/** Which pages somebody no longer gets, and which they newly get. */
export function peopleChanges(before: Side, after: Side): Change[] {
  const handles = [...new Set([...handlesOf(before), ...handlesOf(after)])].sort((one, other) =>
    one.localeCompare(other),
  );
  return handles.flatMap((handle) => ofHandle(handle, before, after));
}

export interface Side {
  readonly monitors: Monitors;
  readonly rules: readonly RuleInputs[];
}

function ofHandle(handle: string, before: Side, after: Side): Change[] {
  const say = (says: string): Change => ({ about: "Who is notified", of: handle, says });
  if (!handlesOf(after).has(handle)) return [say(`no longer notified of anything (was of ${what(handle, before)})`)];
  if (!handlesOf(before).has(handle)) return [say(`newly notified of ${what(handle, after)}`)];
  const pairs = paired(before.monitors, after.monitors).flatMap((pair) =>
    pair.before && pair.after ? [{ was: pair.before, is: pair.after }] : [],
  );
  const moved = (from: "was" | "is", to: "was" | "is") =>
    pairs.flatMap((pair) => {
      const [some, others] = [statesOf(pair[from], handle), statesOf(pair[to], handle)];
      // A state of which nobody else is notified either is said with the monitor.
      const there = only(some, others).filter((state) => statesOf(pair[to]).includes(state));
      if (there.length === 0) return [];
      const title = quoted(pair.is.description.title);
      return [others.length === 0 ? title : `${title} (${listed(there)})`];
    });
  const [lost, won] = [moved("was", "is"), moved("is", "was")];
  return [
    ...(lost.length === 0 ? [] : [say(`no longer notified of ${listed(lost)}`)]),
    ...(won.length === 0 ? [] : [say(`newly notified of ${listed(won)}`)]),
  ];
}

function what(handle: string, { monitors, rules }: Side): string {
  const of = [
    ...[...monitors.values()]
      .filter((one) => statesOf(one, handle).length > 0)
      .map((one) => quoted(one.description.title)),
    ...rules.filter((rule) => recipientsOf(rule).includes(handle)).map(({ name }) => name),
  ];
  return listed(of);
}

function handlesOf({ monitors, rules }: Side): Set<string> {
  return new Set([
    ...[...monitors.values()].flatMap(({ description }) => [...description.notifies.keys()]),
    ...rules.flatMap(recipientsOf),
  ]);
}

function recipientsOf({ recipients = [], conditionalRecipients = {} }: RuleInputs): string[] {
  const { conditions = [], fallbackRecipients = [] } = conditionalRecipients;
  return [...recipients, ...conditions.flatMap((one) => one.recipients), ...fallbackRecipients].map((one) => `@${one}`);
}

/** Of which somebody, or that one, is notified; recoveries from what they may be are one. */
function statesOf({ description }: { description: { notifications: readonly Notified[] } }, handle?: string): string[] {
  const states = description.notifications
    .filter(({ handles }) => handle === undefined || handles.includes(handle))
    .map(({ state }) => state.replace(/ (from|after) .*/, ""));
  return [...new Set(states)];
}

interface Notified {
  readonly state: string;
  readonly handles: readonly string[];
}
