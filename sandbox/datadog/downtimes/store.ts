import { randomUUID } from "node:crypto";

import { type Clock, timestamp } from "../clock.js";
import { Refusal } from "../refusal.js";
import { Document } from "../state/document.js";
import type { Downtime, DowntimeAttributes } from "./downtime.js";
import { isRecurring } from "./downtime.js";

/** Attributes as declared: what is missing, Datadog computes. */
export type DeclaredAttributes = Partial<Omit<DowntimeAttributes, "schedule">> & {
  readonly schedule?: {
    readonly timezone?: string;
    readonly recurrences?: readonly { readonly start?: string; readonly duration: string; readonly rrule: string }[];
    readonly start?: string | null;
    readonly end?: string | null;
  } | null;
};

export class DowntimeStore {
  private readonly document: Document<{ downtimes: Record<string, Downtime> }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { downtimes: {} });
  }

  /** Cancelled ones included. */
  all(): Downtime[] {
    return Object.values(this.document.value.downtimes);
  }

  /** Those that were not cancelled. */
  standing(): Downtime[] {
    return this.all().filter(({ canceled }) => canceled === null);
  }

  get(id: string): Downtime {
    const downtime = this.document.value.downtimes[id];
    if (!downtime) throw new Refusal(404, ["Downtime not found"]);
    return downtime;
  }

  create(declared: DeclaredAttributes): Downtime {
    const now = timestamp(this.clock());
    const attributes = this.completed(declared);
    return this.keep({ id: randomUUID(), attributes, created: now, modified: now, canceled: null });
  }

  /** @param declared what changes; the rest stays. */
  update(id: string, declared: DeclaredAttributes): Downtime {
    const downtime = this.uncanceled(id);
    const attributes = this.completed({ ...downtime.attributes, ...declared });
    return this.keep({ ...downtime, attributes, modified: timestamp(this.clock()) });
  }

  cancel(id: string): void {
    this.keep({ ...this.uncanceled(id), canceled: timestamp(this.clock()) });
  }

  private uncanceled(id: string): Downtime {
    const downtime = this.get(id);
    if (downtime.canceled !== null) throw new Refusal(404, ["Downtime not found: it is canceled"]);
    return downtime;
  }

  private completed(declared: DeclaredAttributes): DowntimeAttributes {
    return {
      scope: declared.scope ?? "*",
      monitor_identifier: declared.monitor_identifier ?? { monitor_tags: ["*"] },
      schedule: this.completedSchedule(declared.schedule ?? {}),
      message: declared.message ?? null,
      display_timezone: declared.display_timezone ?? "UTC",
      mute_first_recovery_notification: declared.mute_first_recovery_notification ?? false,
      notify_end_states: declared.notify_end_states ?? ["alert", "no data", "warn"],
      notify_end_types: declared.notify_end_types ?? ["expired"],
    };
  }

  /** A start that is not given is the moment of creation. */
  private completedSchedule(schedule: NonNullable<DeclaredAttributes["schedule"]>): DowntimeAttributes["schedule"] {
    const { recurrences, start, end } = schedule;
    // The provider sends an empty text for a zone that nobody declared.
    const timezone = schedule.timezone === undefined || schedule.timezone === "" ? "UTC" : schedule.timezone;
    if (!recurrences) return { start: start ?? timestamp(this.clock()), end: end ?? null };
    const now = localTime(this.clock(), timezone);
    return {
      timezone,
      recurrences: recurrences.map((recurrence) => ({ ...recurrence, start: recurrence.start ?? now })),
    };
  }

  private keep(downtime: Downtime): Downtime {
    this.document.value.downtimes[downtime.id] = downtime;
    this.document.save();
    return downtime;
  }
}

/** The starts that may stay although they are past. */
export function startsOf({ attributes: { schedule } }: Downtime): Set<string> {
  return new Set(isRecurring(schedule) ? schedule.recurrences.map(({ start }) => start) : [schedule.start]);
}

/** `2027-01-04T19:00:00` as the zone's clocks show it. */
function localTime(milliseconds: number, timezone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" });
  return format.format(milliseconds).replace(" ", "T");
}
