import type { Span } from "../query/result.js";
import { Ring } from "../state/ring.js";
import type { GroupState, GroupStatus } from "./states.js";

/** About 8,000 changes. */
const SIZE = { parts: 4, partBytes: 256 * 1024 };

/** A group that came into a status, was muted or is not any more, or went. */
interface Change {
  /** Seconds since 1970. */
  readonly time: number;
  readonly monitor: number;
  readonly group: string;
  /** Null where the group went: it has long been silent. */
  readonly status: GroupStatus | null;
  readonly isMuted: boolean;
}

/** A time in which a group was in one status, and muted or not. Seconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly status: GroupStatus;
  readonly isMuted: boolean;
}

/** What the groups of monitors were before: the latest changes of all of them, in memory and on disk. */
export class StateHistory {
  private readonly ring: Ring<Change>;

  constructor(folder: string) {
    this.ring = new Ring(folder, SIZE);
  }

  note(
    monitor: number,
    before: Readonly<Record<string, GroupState>>,
    after: Readonly<Record<string, GroupState>>,
    time: number,
  ): void {
    const groups = new Set([...Object.keys(before), ...Object.keys(after)]);
    this.ring.append(
      [...groups]
        .filter((group) => differs(before[group], after[group]))
        .map((group) => ({
          time,
          monitor,
          group,
          status: after[group]?.status ?? null,
          isMuted: isMuted(after[group]),
        })),
    );
  }

  /**
   * The stretches of each group that has any in the span, in order of time.
   *
   * @param states the groups' present states: with those that are older than what is kept, and without those whose
   *   monitor now asks something else
   */
  of(monitor: number, states: Readonly<Record<string, GroupState>>, span: Span): Map<string, Stretch[]> {
    const changes = new Map<string, Change[]>();
    for (const change of this.ring.entries()) if (change.monitor === monitor) added(changes, change);
    for (const [group, { since, status, mutedBy }] of Object.entries(states)) {
      if (!changes.has(group))
        changes.set(group, [{ time: since, monitor, group, status, isMuted: mutedBy.length > 0 }]);
    }
    const stretches = [...changes].map(([group, all]) => {
      const end = states[group] ? span.to : (all.at(-1)?.time ?? span.to);
      return [group, within(span, all, end)] as const;
    });
    return new Map(stretches.filter(([, all]) => all.length > 0).sort(([one], [other]) => one.localeCompare(other)));
  }
}

function added(changes: Map<string, Change[]>, change: Change): void {
  const own = changes.get(change.group);
  if (own) own.push(change);
  else changes.set(change.group, [change]);
}

/** @param end of the last stretch */
function within(span: Span, changes: readonly Change[], end: number): Stretch[] {
  return changes.flatMap(({ time, status, isMuted: muted }, index): Stretch[] => {
    const [from, to] = [Math.max(time, span.from), Math.min(changes[index + 1]?.time ?? end, span.to)];
    return status === null || from >= to ? [] : [{ from, to, status, isMuted: muted }];
  });
}

function differs(before: GroupState | undefined, after: GroupState | undefined): boolean {
  return before?.status !== after?.status || isMuted(before) !== isMuted(after);
}

function isMuted(state: GroupState | undefined): boolean {
  return (state?.mutedBy.length ?? 0) > 0;
}
