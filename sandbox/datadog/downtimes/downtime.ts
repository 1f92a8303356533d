/** The attributes of a downtime in Datadog's v2 API, as declared and as kept. */
export interface DowntimeAttributes {
  readonly scope: string;
  readonly monitor_identifier: { readonly monitor_id: number } | { readonly monitor_tags: readonly string[] };
  readonly schedule: RecurringSchedule | OneTimeSchedule;
  readonly message: string | null;
  readonly display_timezone: string | null;
  readonly mute_first_recovery_notification: boolean;
  readonly notify_end_states: readonly string[];
  readonly notify_end_types: readonly string[];
}

export interface RecurringSchedule {
  readonly timezone: string;
  readonly recurrences: readonly Recurrence[];
}

export interface Recurrence {
  /** `2027-01-04T19:00:00`, in the schedule's time zone. */
  readonly start: string;
  /** `14h` */
  readonly duration: string;
  /** `FREQ=WEEKLY;BYDAY=MO,TU`, without DTSTART. */
  readonly rrule: string;
}

export interface OneTimeSchedule {
  /** With an offset. */
  readonly start: string;
  readonly end: string | null;
}

export interface Downtime {
  readonly id: string;
  readonly attributes: DowntimeAttributes;
  readonly created: string;
  readonly modified: string;
  /** When it was deleted: Datadog keeps a cancelled downtime for a while. */
  readonly canceled: string | null;
}

export function isRecurring(schedule: DowntimeAttributes["schedule"]): schedule is RecurringSchedule {
  return "recurrences" in schedule;
}
