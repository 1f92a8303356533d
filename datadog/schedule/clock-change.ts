import { Temporal } from "@js-temporal/polyfill";
import type { Stretch } from "./stretch";

/** A moment at which a zone's clocks are set. */
export interface ClockChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the clocks show up to then, and from then on. */
  readonly before: Temporal.PlainDateTime;
  readonly after: Temporal.PlainDateTime;
  /** Positive where they go forward. */
  readonly minutes: number;
}

/** The zone's clock changes within that time, in order; one at its start or end is not within. */
export function clockChanges(timezone: string, { start, end }: Stretch): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  let local: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone);
  for (;;) {
    local = local.getTimeZoneTransition("next");
    if (local === null || local.epochMilliseconds >= end) return changes;
    const after = local.toPlainDateTime();
    const minutes = (local.offsetNanoseconds - local.subtract({ nanoseconds: 1 }).offsetNanoseconds) / 60e9;
    changes.push({ at: local.epochMilliseconds, before: after.subtract({ minutes }), after, minutes });
  }
}
