import type { GroupStatus, Notification, StateChange, Timeline } from "../../datadog/evaluate/timeline";
import { secondsOf } from "../../settings/rehearsal/durations";
import { momentOf, momentText, offsetText } from "../../settings/rehearsal/moments";
import type { ExpectedNotification, ExpectedState } from "../../settings/rehearsal/schema";
import type { Clock } from "./history";

/** An expectation of one monitor, with its place in the list that it is from. */
export interface Expected<Said> {
  readonly said: Said;
  readonly index: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/** How what came is not what was expected. */
export type Difference =
  | { readonly kind: "missing"; readonly expected: Expected<ExpectedNotification> }
  | { readonly kind: "unexpected"; readonly got: Notification }
  | {
      readonly kind: "other";
      readonly expected: Expected<ExpectedNotification>;
      readonly got: Notification;
      /** A sentence each: `it says "my_metric", not "disk"`. */
      readonly how: readonly string[];
    }
  | { readonly kind: "state"; readonly expected: Expected<ExpectedState>; readonly how: string };

export function expectedAt<Said extends { readonly at: string }>(
  said: readonly Said[],
  clock: Clock,
  isOfMonitor: (one: Said) => boolean,
): Expected<Said>[] {
  return said.flatMap((one, index) => (isOfMonitor(one) ? [{ said: one, index, time: momentOf(one.at, clock) }] : []));
}

/**
 * Each expectation against what came. What nobody was told, for a downtime or since the message names nobody in that
 * state, need not be expected: it is silence.
 */
export function differences(
  { notifications, changes }: Timeline,
  expected: readonly Expected<ExpectedNotification>[],
  states: readonly Expected<ExpectedState>[],
  clock: Clock,
): Difference[] {
  const { left, unmet } = paired(notifications, expected, clock);
  const found = unmet.map((one): Difference => {
    const near = nearestOf(one, left);
    if (near === undefined) return { kind: "missing", expected: one };
    left.delete(near);
    return { kind: "other", expected: one, got: near, how: howOther(one, near, clock) };
  });
  const unexpected = [...left].filter(isTold);
  return [
    ...[...found, ...unexpected.map((got): Difference => ({ kind: "unexpected", got }))].sort(
      (one, other) => timeOf(one) - timeOf(other),
    ),
    ...states.flatMap((one) => stateDifference(one, changes, clock)),
  ];
}

/** As many as can be have one that fits: what is expected of any group leaves another's to that. */
function paired(
  notifications: readonly Notification[],
  expected: readonly Expected<ExpectedNotification>[],
  clock: Clock,
): { readonly left: Set<Notification>; readonly unmet: readonly Expected<ExpectedNotification>[] } {
  const taken = new Map<Notification, Expected<ExpectedNotification>>();
  const takes = (one: Expected<ExpectedNotification>, tried: Set<Notification>): boolean =>
    notifications.some((got) => {
      if (tried.has(got) || howOther(one, got, clock).length > 0) return false;
      tried.add(got);
      const other = taken.get(got);
      if (other !== undefined && !takes(other, tried)) return false;
      taken.set(got, one);
      return true;
    });
  const unmet = expected.filter((one) => !takes(one, new Set()));
  return { left: new Set(notifications.filter((one) => !taken.has(one))), unmet };
}

/** Whether somebody reads it. */
export function isTold({ mutedBy, recipients }: Notification): boolean {
  return mutedBy.length === 0 && recipients.length > 0;
}

function timeOf(difference: Difference): number {
  return "expected" in difference ? difference.expected.time : difference.got.time;
}

/** The same said of the same at another moment, or something else about it; nothing that is far from it. */
function nearestOf(
  { said, time }: Expected<ExpectedNotification>,
  among: ReadonlySet<Notification>,
): Notification | undefined {
  return [...among]
    .filter(({ transition, group }) => isTransition(said.state, transition) && isGroup(said.group, group))
    .sort((one, other) => Math.abs(one.time - time) - Math.abs(other.time - time))[0];
}

function isTransition(said: ExpectedNotification["state"], transition: Notification["transition"]): boolean {
  return said === transition || (said === "recovery" && transition.endsWith(" recovery"));
}

/** Of several tags, in any order. */
export function isGroup(said: string | undefined, group: string): boolean {
  return said === undefined || sortedTags(said) === sortedTags(group);
}

function sortedTags(group: string): string {
  return group
    .split(",")
    .map((tag) => tag.trim())
    .sort()
    .join(",");
}

const MINUTE = 60;

function howOther({ said, time }: Expected<ExpectedNotification>, got: Notification, clock: Clock): string[] {
  const text = `${got.title}\n${got.body}`;
  const to = said.to === undefined ? undefined : { missing: without(said.to, got), more: more(said.to, got) };
  return [
    ...(isTransition(said.state, got.transition) ? [] : [`it is "${got.transition}"`]),
    ...(isGroup(said.group, got.group) ? [] : [`it is of ${got.group}`]),
    ...(Math.abs(minuteOf(got.time) - minuteOf(time)) <= secondsOf(said.within) / MINUTE
      ? []
      : [`it came at ${momentText(got.time, clock)}`]),
    ...(said.text ?? [])
      .filter((part) => !text.includes(part))
      .map((part) => `it does not say ${JSON.stringify(part)}`),
    ...(to?.missing.map((one) => `it does not tell ${one}`) ?? []),
    ...(to?.more.map((one) => `it tells ${one}, too`) ?? []),
    ...(to === undefined && got.recipients.length === 0
      ? ["it tells nobody: expected to: [] where that is meant"]
      : []),
    ...(said.again === got.isRenotification
      ? []
      : [got.isRenotification ? "it is said once more: expected again: true" : "it is said for the first time"]),
    ...howMuted(said.muted, got.mutedBy),
  ];
}

function minuteOf(time: number): number {
  return Math.floor(time / MINUTE);
}

function without(said: readonly string[], { recipients }: Notification): string[] {
  return said.filter((one) => !recipients.includes(one));
}

function more(said: readonly string[], { recipients }: Notification): string[] {
  return recipients.filter((one) => !said.includes(one));
}

function howMuted(said: boolean | string, mutedBy: readonly string[]): string[] {
  const by = mutedBy.join(", ");
  if (said === false) return mutedBy.length === 0 ? [] : [`nobody is told: it is muted by ${by}`];
  if (mutedBy.length === 0) return ["it is not muted"];
  return said === true || mutedBy.some((one) => isDowntime(said, one)) ? [] : [`it is muted by ${by}, not by ${said}`];
}

/** `nights` of `my-metric-nights`. */
function isDowntime(said: string, name: string): boolean {
  return name === said || name.endsWith(`-${said}`);
}

function stateDifference(one: Expected<ExpectedState>, changes: readonly StateChange[], clock: Clock): Difference[] {
  const { said, time } = one;
  const groups = [...new Set(changes.map(({ group }) => group))].filter((group) => isGroup(said.group, group));
  const states = groups.map((group) => [group, stateAt(changes, group, time)] as const);
  const wrong = states.filter(([, state]) => state !== said.state);
  if (states.length > 0 && wrong.length === 0) return [];
  const [group = said.group ?? "any group", state] = wrong[0] ?? [];
  const is = state === undefined ? "has no state yet" : `is in ${state}`;
  return [{ kind: "state", expected: one, how: `${group} ${is} at ${offsetText(time - clock.start)}` }];
}

function stateAt(changes: readonly StateChange[], group: string, time: number): GroupStatus | undefined {
  return changes.filter((one) => one.group === group && one.time <= time).at(-1)?.to;
}
