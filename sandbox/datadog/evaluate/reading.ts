import type { GroupState, GroupStatus } from "./states.js";

/** What one group of a monitor says now. */
export interface Reading {
  /** `host:db1`, or `*` where the monitor is not grouped. */
  readonly group: string;
  /** Undefined where there is too little to tell: the group stays as it is. */
  readonly status: GroupStatus | undefined;
  readonly value?: number;
  /** Seconds since 1970. */
  readonly lastData: number;
  /** Whether there was nothing to judge. */
  readonly isSilent?: boolean;
  /** What a service check said. */
  readonly checkMessage?: string;
  /** The parts of a composite monitor, by what its message calls them: `a`, `b`. */
  readonly parts?: ReadonlyMap<string, GroupState>;
}

export function groupName(tagSet: readonly string[]): string {
  return tagSet.join(",") || "*";
}

/** The host of a group, where it is grouped by host. */
export function hostOf(group: string): string | undefined {
  return group
    .split(",")
    .find((tag) => tag.startsWith("host:"))
    ?.slice("host:".length);
}
