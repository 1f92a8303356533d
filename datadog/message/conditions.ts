/** The states that a monitor can be in, "OK" aside. */
const TRIGGERED = ["alert", "warning", "noData", "unknown"] as const;
export type Triggered = (typeof TRIGGERED)[number];

/**
 * What a notification is of. A monitor is in one state at a time; a recovery says from which, and a renotification
 * repeats the state that lasts.
 */
export interface Situation {
  readonly state: Triggered | "recovery";
  /** Where it comes from: of a recovery always, of a warning where it was an alert. */
  readonly from?: Triggered;
  readonly renotifies: boolean;
}

/** Every situation that a conditional can tell from another. */
export const SITUATIONS: readonly Situation[] = [
  ...TRIGGERED.flatMap((state) => [
    { state, renotifies: false },
    { state, renotifies: true },
  ]),
  { state: "warning", from: "alert", renotifies: false },
  ...TRIGGERED.map((from) => ({ state: "recovery" as const, from, renotifies: false })),
];

const recoveryFrom = (origin: Triggered) => (s: Situation) => s.state === "recovery" && s.from === origin;

/**
 * The conditionals that the situation decides. `is_recovery` holds together with the one that names the origin;
 * `is_renotify` together with the state that lasts; `is_warning` together with `is_alert_to_warning`.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/#conditional-variables
 */
const STATE_CONDITIONS: Readonly<Record<string, (situation: Situation) => boolean>> = {
  is_alert: (s) => s.state === "alert",
  is_warning: (s) => s.state === "warning",
  is_no_data: (s) => s.state === "noData",
  is_unknown: (s) => s.state === "unknown",
  is_recovery: (s) => s.state === "recovery",
  is_alert_recovery: recoveryFrom("alert"),
  is_warning_recovery: recoveryFrom("warning"),
  is_no_data_recovery: recoveryFrom("noData"),
  is_alert_to_warning: (s) => s.state === "warning" && s.from === "alert",
  is_renotify: (s) => s.renotifies,
};

export function isStateCondition(name: string): boolean {
  return Object.hasOwn(STATE_CONDITIONS, name);
}

/** Those that a value decides. */
const VALUE_CONDITIONS = ["is_match", "is_exact_match", "is_priority"] as const;

/** Handlebars' own, which Datadog documents for Synthetic tests' and security rules' notifications. */
const SECTIONS = ["if", "unless", "with", "each"] as const;

/** Every name that may stand after `{{#`. */
export const BLOCK_NAMES: readonly string[] = [...Object.keys(STATE_CONDITIONS), ...VALUE_CONDITIONS, ...SECTIONS];

/** Those in which a conditional leaves them; what a value decides, leaves all. */
export function heldIn(situations: readonly Situation[], name: string, holds: boolean): Situation[] {
  const condition = isStateCondition(name) ? STATE_CONDITIONS[name] : undefined;
  return situations.filter((situation) => condition === undefined || condition(situation) === holds);
}
