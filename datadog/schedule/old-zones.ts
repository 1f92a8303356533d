import { Temporal } from "@js-temporal/polyfill";

/** A moment at which the clocks of a zone show something else than they would by the law before, and what they show. */
type Fact = readonly [moment: string, offset: string];

const WINTER = "2027-01-15T12:00:00Z";
const SPRING = "2027-03-28T00:30:00Z";

/** The zones whose law changed after 2024b, which the oldest Node.js that Lookout runs on has: up to 2026e, by its data. */
export const CHANGED: Record<string, Fact> = {
  "Africa/Casablanca": [WINTER, "+00:00"],
  "Africa/El_Aaiun": [WINTER, "+00:00"],
  "America/Asuncion": ["2027-06-15T12:00:00Z", "-03:00"],
  "America/Edmonton": [WINTER, "-06:00"],
  "America/Inuvik": [WINTER, "-06:00"],
  "America/Vancouver": [WINTER, "-07:00"],
  "America/Winnipeg": [WINTER, "-05:00"],
  "Europe/Chisinau": [SPRING, "+02:00"],
};

/**
 * Whether this Node.js has the law of before in that zone: hours in it would begin and end at another time than Datadog's.
 *
 * @param timezone an IANA name, also a former one such as `Canada/Pacific`.
 */
export function isOldZone(timezone: string, changed: Readonly<Record<string, Fact>> = CHANGED): boolean {
  const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: timezone }).resolvedOptions();
  const [moment, offset] = changed[timeZone] ?? changed[timezone] ?? [];
  return moment !== undefined && Temporal.Instant.from(moment).toZonedDateTimeISO(timezone).offset !== offset;
}
