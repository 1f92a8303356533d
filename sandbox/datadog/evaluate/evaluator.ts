import { type Clock, seconds } from "../clock.js";
import type { Downtime } from "../downtimes/downtime.js";
import type { DowntimeStore } from "../downtimes/store.js";
import { openWindow } from "../downtimes/windows.js";
import { type Monitor, type MonitorQuery, parseMonitorQuery } from "../monitors/monitor.js";
import type { MonitorStore } from "../monitors/store.js";
import type { Pretences } from "../pretences.js";
import { secondsOf } from "../query/algorithms.js";
import { metricsIn } from "../query/parse.js";
import { tagsOf } from "../query/scope.js";
import type { HostStore } from "../state/hosts.js";
import { KEPT_SECONDS } from "../state/points.js";
import type { SeriesStore } from "../state/series.js";
import type { ServiceCheckStore } from "../state/service-checks.js";
import { compositeReadings } from "./composite.js";
import { notifiedTogether } from "./groups.js";
import { handlesIn } from "./message.js";
import { metricReadings } from "./metric.js";
import type { TraceStatsStore } from "../traces/stats-store.js";
import { mutedBy } from "./muting.js";
import { notify, type Outbox } from "./notify.js";
import { hostOf, type Reading } from "./reading.js";
import { hasCustomSchedule, isScheduled } from "./schedule.js";
import { checkReadings } from "./service-check.js";
import type { StateHistory } from "./state-history.js";
import { type GroupState, type GroupStatus, type MonitorStates, worstOf } from "./states.js";

export interface EvaluatorStores extends Outbox {
  readonly monitors: MonitorStore;
  readonly downtimes: DowntimeStore;
  readonly series: SeriesStore;
  readonly traceStats: TraceStatsStore;
  readonly checks: ServiceCheckStore;
  readonly hosts: HostStore;
  readonly states: MonitorStates;
  readonly stateHistory: StateHistory;
}

type Evaluated = Exclude<MonitorQuery, { kind: "slo" }>;

const END_STATES: Partial<Record<GroupStatus, string>> = { Alert: "alert", Warn: "warn", "No Data": "no data" };

/** Judges every monitor, mutes what a downtime covers, and says what has changed. */
export class Evaluator {
  private openDowntimes: ReadonlySet<string> | undefined;
  /** Seconds since 1970. */
  private lastEvaluation: number;

  constructor(
    private readonly stores: EvaluatorStores,
    private readonly clock: Clock,
    private readonly pretences: Pretences,
  ) {
    this.lastEvaluation = seconds(clock);
  }

  evaluateAll(): void {
    const now = seconds(this.clock);
    // Composite monitors are judged by what the others say now.
    const isComposite = ({ type }: Monitor) => type === "composite";
    const monitors = this.stores.monitors.all();
    for (const monitor of [...monitors.filter((one) => !isComposite(one)), ...monitors.filter(isComposite)])
      if (!hasCustomSchedule(monitor) || isScheduled(monitor, this.lastEvaluation, now)) this.evaluate(monitor, now);
    this.lastEvaluation = now;
    this.announceDowntimes(now);
    this.stores.series.forgetOld();
    this.stores.traceStats.forgetOld();
    this.stores.hosts.save();
    this.stores.states.save();
  }

  private evaluate(monitor: Monitor, now: number): void {
    const query = parseMonitorQuery(monitor);
    // What an SLO has left is not reckoned here: its monitors stay without data.
    if (!query || query.kind === "slo") return;
    const before = this.stores.states.of(monitor.id);
    const readings = new Map(this.readings(monitor, query, now, before).map((reading) => [reading.group, reading]));
    const after: Record<string, GroupState> = {};
    for (const group of new Set([...Object.keys(before), ...readings.keys()])) {
      const reading = readings.get(group) ?? this.missing(group, before[group], monitor, now);
      readings.set(group, reading);
      const state = this.nextState(monitor, query, reading, before[group], now);
      if (state) after[group] = state;
    }
    this.tell(monitor, query, readings, before, after, now);
    this.stores.states.set(monitor.id, after);
    this.stores.stateHistory.note(monitor.id, before, after, now);
  }

  private readings(monitor: Monitor, query: Evaluated, now: number, before: Record<string, GroupState>): Reading[] {
    const { hosts, monitors, states } = this.stores;
    const series = { of: (metric: string) => this.pretences.heardSeries(this.stores.series.of(metric)) };
    const checks = {
      of: (check: string) => this.stores.checks.of(check).map((runs) => this.pretences.heardRuns(runs)),
    };
    if (query.kind === "metric") return metricReadings(monitor, query, { ...this.stores, series }, now, before);
    if (query.kind === "composite")
      return compositeReadings(query, states, (id) => monitors.find(id), monitor.options?.notify_no_data === true);
    return checkReadings(monitor, query, checks, hosts, before).map((reading) =>
      now - reading.lastData < noDataSeconds(monitor)
        ? reading
        : this.missing(reading.group, before[reading.group], monitor, now),
    );
  }

  private missing(group: string, before: GroupState | undefined, monitor: Monitor, now: number): Reading {
    const lastData = this.pretences.lastHeard(hostOf(group), before?.lastData ?? 0);
    return missingReading(group, before, lastData, monitor, now);
  }

  /** Undefined for a group that there is nothing to say about yet, or that has long been silent. */
  private nextState(
    monitor: Monitor,
    query: MonitorQuery,
    reading: Reading,
    before: GroupState | undefined,
    now: number,
  ): GroupState | undefined {
    const status = reading.status ?? before?.status;
    const silentSince = reading.isSilent === true ? (before?.silentSince ?? now) : undefined;
    if (status === undefined || now - (silentSince ?? now) >= keptSeconds(monitor)) return undefined;
    const standing = this.pretences.areDowntimesLifted ? [] : this.stores.downtimes.standing();
    const downtimes = mutedBy(standing, monitor, this.tagsOf(query, reading.group), now);
    const changed = before?.status !== status;
    return {
      ...before,
      silentSince,
      ...(status !== "OK" && changed && { lastTriggered: now }),
      ...(status !== "OK" && (before === undefined || before.status === "OK") && { firstTriggered: now }),
      ...(reading.value !== undefined && { value: reading.value }),
      ...(changed && { renotified: 0 }),
      status,
      since: changed ? now : before.since,
      lastData: reading.lastData,
      mutedBy: downtimes.map(({ id }) => id),
      heard: before?.heard === true && status !== "OK",
    };
  }

  /** Says what is to be said of each group, or of several together, and notes in their states that it was said. */
  private tell(
    monitor: Monitor,
    query: MonitorQuery,
    readings: ReadonlyMap<string, Reading>,
    before: Readonly<Record<string, GroupState>>,
    after: Record<string, GroupState>,
    now: number,
  ): void {
    for (const [name, groups] of notifiedTogether(monitor, Object.keys(after))) {
      const group = worstOf(
        groups.filter((one) => this.isHeard(before[one], after[one])),
        after,
      );
      const [reading, state] = [readings.get(group ?? ""), after[group ?? ""]];
      if (!reading || !state) continue;
      const previous = before[worstOf(groups, before) ?? ""];
      const said = this.said(monitor, query, { ...reading, group: name }, previous, state, now);
      const { lastNotified, renotified, heard } = said;
      for (const one of groups) {
        const own = after[one];
        if (own)
          after[one] = {
            ...own,
            ...(lastNotified !== undefined && { lastNotified }),
            ...(renotified !== undefined && { renotified }),
            ...(heard !== undefined && { heard }),
          };
      }
    }
  }

  /** Says what is to be said, and the state after it. */
  private said(
    monitor: Monitor,
    query: MonitorQuery,
    reading: Reading,
    before: GroupState | undefined,
    state: GroupState,
    now: number,
  ): GroupState {
    const onlyShown = state.status === "No Data" && monitor.options?.on_missing_data === "show_no_data";
    if (monitor.draft_status === "draft" || onlyShown) return state;
    // Each run of a custom schedule is told of on its own.
    const isFirst = before === undefined || hasCustomSchedule(monitor);
    const changed = isFirst ? state.status !== "OK" : before.status !== state.status;
    const isNews = changed || this.endedMuting(before, state);
    const isRenotification = !isNews && isRenotificationDue(monitor, state, now);
    if (!isNews && !isRenotification) return state;
    const occasion = { monitor, query, reading, state, before: before?.status, isRenotification, now };
    notify(occasion, this.stores, this.stores.hosts);
    const renotified = isRenotification ? (state.renotified ?? 0) + 1 : 0;
    return { ...state, renotified, lastNotified: now, heard: state.status !== "OK" };
  }

  /**
   * Whether what is to be said of a group is said aloud: a downtime lets the recovery from what was told of before it
   * through, unless it was declared to keep it, too.
   *
   * @see https://docs.datadoghq.com/monitors/downtimes/#disable-first-recovery-notification
   */
  private isHeard(before: GroupState | undefined, after: GroupState | undefined): boolean {
    if (!after || after.mutedBy.length === 0) return after !== undefined;
    const quiet = this.stores.downtimes.standing().filter(wantsQuietRecovery);
    return after.status === "OK" && before?.heard === true && !quiet.some(({ id }) => after.mutedBy.includes(id));
  }

  /** A downtime that ends tells of what is still wrong, if it was declared to. */
  private endedMuting(before: GroupState | undefined, state: GroupState): boolean {
    const named = END_STATES[state.status];
    return this.stores.downtimes
      .all()
      .filter(({ id }) => before?.mutedBy.includes(id) === true)
      .some(
        ({ attributes, canceled }) =>
          named !== undefined &&
          attributes.notify_end_states.includes(named) &&
          attributes.notify_end_types.includes(canceled === null ? "expired" : "canceled"),
      );
  }

  /** A group's own tags, its host's, and those that the monitor's query asks for. */
  private tagsOf(query: MonitorQuery, group: string): Set<string> {
    return new Set([...group.split(","), ...this.stores.hosts.tagsOf(hostOf(group) ?? ""), ...this.askedFor(query)]);
  }

  private askedFor(query: MonitorQuery): string[] {
    if (query.kind === "metric") return metricsIn(query.query).flatMap(({ scope }) => tagsOf(scope));
    return query.kind === "check" ? tagsOf(query.over) : [];
  }

  /** A downtime's message goes out when a window opens and when it closes. */
  private announceDowntimes(now: number): void {
    const standing = this.stores.downtimes.standing();
    const open = standing.filter(({ attributes }) => openWindow(attributes.schedule, now * 1000) !== undefined);
    const ids = new Set(open.map(({ id }) => id));
    // After a restart, what was open before is not known: nothing is said twice.
    const before = this.openDowntimes ?? ids;
    for (const downtime of open) if (!before.has(downtime.id)) this.announce(downtime, "started", now);
    for (const downtime of standing)
      if (before.has(downtime.id) && !ids.has(downtime.id)) this.announce(downtime, "ended", now);
    this.openDowntimes = ids;
  }

  private announce({ attributes }: Downtime, what: "started" | "ended", now: number): void {
    const body = attributes.message ?? "";
    const title = `[Downtime ${what}] ${attributes.scope}`;
    this.stores.events.add({
      title,
      text: body,
      date_happened: now,
      host: "",
      tags: [],
      alert_type: "info",
      priority: "normal",
      source_type_name: "monitor downtime",
    });
    const handles = handlesIn(body);
    if (handles.length === 0) return;
    this.stores.notifications.add({ time: now, handles, title, body, transition: `Downtime ${what}` });
  }
}

/** A known group without data: what its silence means is the monitor's to say. */
function missingReading(
  group: string,
  before: GroupState | undefined,
  lastData: number,
  monitor: Monitor,
  now: number,
): Reading {
  const silent = { group, lastData, isSilent: true };
  const { notify_no_data, on_missing_data } = monitor.options ?? {};
  const isLate = now - lastData >= noDataSeconds(monitor);
  // "As soon as the monitor query returns no data" its time begins.
  if (on_missing_data === "resolve" || resolvesItself(monitor, now - (before?.silentSince ?? now)))
    return { ...silent, status: "OK" };
  const showsNoData = on_missing_data === "show_no_data" || on_missing_data === "show_and_notify_no_data";
  return { ...silent, status: showsNoData || (notify_no_data === true && isLate) ? "No Data" : undefined };
}

function noDataSeconds({ options }: Monitor): number {
  return (options?.no_data_timeframe ?? 10) * 60;
}

/** After `timeout_h` hours without data. */
function resolvesItself({ options }: Monitor, silentSeconds: number): boolean {
  const hours = options?.timeout_h ?? 0;
  return hours > 0 && silentSeconds >= hours * 3600;
}

/** How long a silent group is kept. */
function keptSeconds({ options }: Monitor): number {
  return secondsOf(options?.group_retention_duration ?? "") ?? KEPT_SECONDS;
}

function wantsQuietRecovery({ attributes }: Downtime): boolean {
  return attributes.mute_first_recovery_notification;
}

function isRenotificationDue(
  { options }: Monitor,
  { status, lastNotified, renotified = 0 }: GroupState,
  now: number,
): boolean {
  const interval = (options?.renotify_interval ?? 0) * 60;
  const named = END_STATES[status];
  const statuses = options?.renotify_statuses ?? ["alert", "no data"];
  const most = options?.renotify_occurrences ?? 0;
  if (interval === 0 || named === undefined || !statuses.includes(named)) return false;
  return (most === 0 || renotified < most) && now - (lastNotified ?? now) >= interval;
}
