import { Document } from "../state/document.js";

export type GroupStatus = "OK" | "Warn" | "Alert" | "No Data";

/** Times are seconds since 1970. */
export interface GroupState {
  readonly status: GroupStatus;
  /** When the group came into this status. */
  readonly since: number;
  /** When it left OK. */
  readonly firstTriggered?: number;
  readonly lastTriggered?: number;
  readonly lastData: number;
  readonly lastNotified?: number;
  /** How often this status was told of again. */
  readonly renotified?: number;
  readonly value?: number;
  /** The downtimes that muted it at the last evaluation. */
  readonly mutedBy: readonly string[];
  /** When there was first nothing to judge. */
  readonly silentSince?: number | undefined;
  /** Whether its trouble was told of, so that its recovery is told of even in a downtime. */
  readonly heard?: boolean;
}

const WORST_FIRST: readonly GroupStatus[] = ["Alert", "Warn", "No Data", "OK"];

/** The group that is worst off. */
export function worstOf(groups: readonly string[], states: Readonly<Record<string, GroupState>>): string | undefined {
  const rank = (group: string) => WORST_FIRST.indexOf(states[group]?.status ?? "OK");
  return groups.filter((group) => states[group]).sort((one, other) => rank(one) - rank(other))[0];
}

/** The state of each monitor's groups; a monitor without groups has one, `*`. */
export class MonitorStates {
  private readonly document: Document<{ groups: Record<string, Record<string, GroupState>> }>;

  constructor(file: string) {
    this.document = new Document(file, { groups: {} });
  }

  of(monitor: number): Record<string, GroupState> {
    return this.document.value.groups[monitor] ?? {};
  }

  set(monitor: number, groups: Record<string, GroupState>): void {
    this.document.value.groups[monitor] = groups;
  }

  forget(monitor: number): void {
    this.document.value.groups = Object.fromEntries(
      Object.entries(this.document.value.groups).filter(([id]) => id !== String(monitor)),
    );
    this.save();
  }

  overall(monitor: number): GroupStatus {
    const statuses = Object.values(this.of(monitor)).map(({ status }) => status);
    return WORST_FIRST.find((status) => statuses.includes(status)) ?? "No Data";
  }

  /** When a group last changed; null before the first evaluation. */
  changedAt(monitor: number): string | null {
    const times = Object.values(this.of(monitor)).map(({ since }) => since);
    return times.length === 0 ? null : new Date(Math.max(...times) * 1000).toISOString();
  }

  /** In Datadog's shape. */
  groupsAnswer(monitor: number): object {
    return Object.fromEntries(
      Object.entries(this.of(monitor)).map(([name, state]) => [
        name,
        { name, status: state.status, last_triggered_ts: state.lastTriggered, last_nodata_ts: null },
      ]),
    );
  }

  save(): void {
    this.document.save();
  }
}
