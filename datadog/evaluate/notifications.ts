import type { MonitorDefinition } from "../lint/monitor-definition";
import type { Mute } from "./downtimes";
import { MINUTE } from "./evaluation-times";
import type { Span } from "./history";
import { groupName } from "./reading";
import { nextRenotification } from "./renotify";
import type { Step } from "./states";
import type { GroupStatus, RehearsedDowntime } from "./timeline";
import { type Member, type Unit, worstOf } from "./units";
import type { Said } from "./words";

export type Telling = Omit<Said, "tags" | "value" | "more" | "mutedBy"> & {
  /** Of whom the words are. */
  readonly member: Member;
  /** Those that nobody hears it for. */
  readonly muting: readonly RehearsedDowntime[];
};

const NAMES: Readonly<Partial<Record<GroupStatus, string>>> = { Alert: "alert", Warn: "warn", "No Data": "no data" };
/** "If the downtime is created with the API, …": all three, when it expires. */
const END_STATES: readonly string[] = ["alert", "no data", "warn"];
const END_TYPES: readonly string[] = ["expired"];

/**
 * All that is said of groups that are told of together, and all that downtimes swallow: at each change of their worst
 * state, when a downtime ends over a state that is none to be silent about, and again while a state lasts.
 *
 * A recovery during a downtime is said where its alert had been said before: "for monitors that trigger before a downtime
 * and end up recovering during a downtime", and only once.
 *
 * @param isShownOnly whether "no data" is a state and no news.
 * @see https://docs.datadoghq.com/monitors/downtimes/#notifications
 * @see https://docs.datadoghq.com/monitors/downtimes/#expiration
 */
export function* tellings(
  unit: Unit,
  definition: MonitorDefinition,
  isShownOnly: boolean,
  span: Span,
): Generator<Telling> {
  const group = groupName(unit.group);
  const tracks = new Tracks(unit.members);
  let status: GroupStatus | undefined;
  let muting: readonly RehearsedDowntime[] = [];
  /** Whether the state that stands was said, and whether anybody heard. */
  let said: "aloud" | "unheard" | undefined;
  let [firstTriggered, lastTriggered, lastNotified, repeated] = [0, 0, 0, 0];
  let renotification: number | undefined;
  for (let time = span.from; ;) {
    const next = Math.min(tracks.next(), renotification ?? Infinity);
    if (next >= span.to) return;
    time = Math.max(time, next);
    tracks.goTo(time);
    const before = { status, muting };
    status = tracks.status();
    muting = tracks.muting(time, status);
    const changed = status !== before.status;
    const isWorthy = status !== undefined && status !== "OK";
    if (changed) repeated = 0;
    if (changed && isWorthy) lastTriggered = time;
    if (isWorthy && (before.status === undefined || before.status === "OK")) firstTriggered = time;
    const isDue = renotification !== undefined && renotification <= time;
    renotification = undefined;
    const member = tracks.latestIn(status);
    if (status === undefined || member === undefined) {
      said = undefined;
      continue;
    }
    const telling = {
      time,
      group,
      from: before.status,
      to: status,
      ...(firstTriggered > 0 && { firstTriggered, lastTriggered }),
      isRenotification: false,
      member,
    };
    if (!isWorthy) {
      if (changed && said !== undefined) {
        const isHeard = said === "aloud" && !muting.some((one) => one.muteFirstRecoveryNotification === true);
        yield { ...telling, muting: isHeard ? [] : muting };
      }
      said = undefined;
      continue;
    }
    if (status === "No Data" && isShownOnly) continue;
    const ended = before.muting.length > 0 && muting.length === 0;
    const isNews = changed || (ended && (tracks.isNew(status, time) || isToldAtEnd(before.muting, status)));
    if (isNews || isDue) {
      yield { ...telling, muting, isRenotification: !isNews };
      repeated = isNews ? 0 : repeated + 1;
      lastNotified = time;
      said = muting.length === 0 || said === "aloud" ? "aloud" : "unheard";
    }
    if (said !== undefined) {
      renotification = nextRenotification(definition, { status, firstTriggered, lastNotified, repeated });
    }
  }
}

/**
 * What a monitor with a schedule of its own says: "each evaluation is independent from the previous one and sends a
 * notification when the result is not OK".
 *
 * @param runs its evaluations with what each found.
 * @see https://docs.datadoghq.com/monitors/guide/custom_schedules/#alerting-behavior-of-monitors-with-custom-schedule
 */
export function* scheduledTellings(member: Member, runs: readonly Step[]): Generator<Telling> {
  for (const { time, to } of runs) {
    if (to === undefined || to === "OK") continue;
    const muting = mutesAt(member.mutes, time);
    const triggered = { firstTriggered: time, lastTriggered: time };
    const group = groupName(member.group);
    yield { time, group, from: undefined, to, ...triggered, isRenotification: false, member, muting };
  }
}

/**
 * "By default, if a monitor is in an alert-worthy state when a downtime expires, the monitor triggers a new
 * notification."
 */
function isToldAtEnd(ended: readonly RehearsedDowntime[], status: GroupStatus): boolean {
  return ended.some(
    ({ notifyEndStates = END_STATES, notifyEndTypes = END_TYPES }) =>
      notifyEndTypes.includes("expired") && notifyEndStates.includes(NAMES[status] ?? ""),
  );
}

/** Where one member is at a time that only moves on. */
class Track {
  status: GroupStatus | undefined;
  /** When it came into its state. */
  since = -Infinity;
  private place = 0;

  constructor(readonly member: Member) {}

  next(): number {
    return this.member.steps[this.place]?.time ?? Infinity;
  }

  goTo(time: number): void {
    for (;;) {
      const step = this.member.steps[this.place];
      if (step === undefined || step.time > time) return;
      this.status = step.to;
      this.since = step.time;
      this.place++;
    }
  }
}

/** Where the members of a unit are, all together. */
class Tracks {
  private readonly tracks: readonly Track[];
  /** Minutes at which a downtime begins or ends over a member. */
  private readonly boundaries: Float64Array;
  private boundary = 0;

  constructor(members: readonly Member[]) {
    this.tracks = members.map((member) => new Track(member));
    const moments = members.flatMap(({ mutes }) => mutes.flatMap(({ start, end }) => [start, end]));
    this.boundaries = Float64Array.from(new Set(moments.map(minuteFrom))).sort();
  }

  /** When anything is next to be seen. */
  next(): number {
    const boundary = this.boundaries[this.boundary] ?? Infinity;
    return this.tracks.reduce((next, track) => Math.min(next, track.next()), boundary);
  }

  goTo(time: number): void {
    while ((this.boundaries[this.boundary] ?? Infinity) <= time) this.boundary++;
    for (const track of this.tracks) track.goTo(time);
  }

  status(): GroupStatus | undefined {
    return worstOf(this.tracks.map(({ status }) => status));
  }

  /** Nobody hears of a state that only muted members are in; of an end of trouble, where all are muted. */
  muting(time: number, status: GroupStatus | undefined): RehearsedDowntime[] {
    const muting = new Set<RehearsedDowntime>();
    for (const track of this.tracks) {
      if (track.status !== status) continue;
      const own = mutesAt(track.member.mutes, time);
      if (own.length === 0) return [];
      for (const downtime of own) muting.add(downtime);
    }
    return [...muting];
  }

  /** Whether a member came into the state just then. */
  isNew(status: GroupStatus, time: number): boolean {
    return this.tracks.some((track) => track.status === status && track.since === time);
  }

  /** The last that came into the state. */
  latestIn(status: GroupStatus | undefined): Member | undefined {
    let latest: Track | undefined;
    for (const track of this.tracks) {
      if (track.status === status && (latest === undefined || track.since > latest.since)) latest = track;
    }
    return latest?.member;
  }
}

function mutesAt(mutes: readonly Mute[], time: number): RehearsedDowntime[] {
  return mutes.filter(({ start, end }) => start <= time && time < end).map(({ downtime }) => downtime);
}

/** Whole minutes are looked at. */
function minuteFrom(time: number): number {
  return Math.ceil(time / MINUTE) * MINUTE;
}
