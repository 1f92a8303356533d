import type { Filling } from "../message/render";
import type { MonitorSubject } from "../lint/monitor-definition";
import type { History } from "./history";
import { hostOf } from "./tags";

/** What a notification's variables are filled from. */
export interface Occasion {
  /** Seconds since 1970. */
  readonly time: number;
  /** The group's own tags, and those of its host. */
  readonly tags: { readonly own: readonly string[]; readonly ofHost: readonly string[] };
  readonly value?: number;
  /** When the group left OK, and when it last changed into a state that is not; seconds since 1970. */
  readonly firstTriggered?: number;
  readonly lastTriggered?: number;
  /** Of a check, a composite or an SLO: `check_message`, `a.value`. */
  readonly more?: Readonly<Record<string, Filling | undefined>>;
}

/**
 * What fills a message's variables.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/
 */
export function variablesOf(subject: MonitorSubject, occasion: Occasion, history: History): Record<string, Filling> {
  const { query, thresholds } = subject;
  const { time, value, firstTriggered, lastTriggered, more } = occasion;
  const hasThreshold = query.kind === "metric" || query.kind === "search";
  const filled: Record<string, Filling | undefined> = {
    ...ofTags(occasion.tags, history),
    value: decimal(value),
    threshold: decimal(hasThreshold ? query.threshold : thresholds.critical),
    warn_threshold: decimal(thresholds.warning),
    alert_recovery_threshold: decimal(thresholds.criticalRecovery),
    warn_recovery_threshold: decimal(thresholds.warningRecovery),
    ok_threshold: decimal(thresholds.ok),
    comparator: hasThreshold ? query.comparator : undefined,
    ...ofMoment("first_triggered_at", firstTriggered),
    ...ofMoment("last_triggered_at", lastTriggered),
    triggered_duration_sec: firstTriggered === undefined ? undefined : time - firstTriggered,
    ...more,
  };
  return Object.fromEntries(
    Object.entries(filled).filter((entry): entry is [string, Filling] => entry[1] !== undefined),
  );
}

/**
 * `{{key.name}}` of each key of the group, several values of one key in their order; of a host also its address and its
 * tags.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/#query-group-by-host
 */
function ofTags({ own, ofHost }: Occasion["tags"], { hosts }: History): Record<string, Filling | undefined> {
  const values = new Map<string, string[]>();
  for (const tag of [...own, ...ofHost]) {
    const colon = tag.indexOf(":");
    if (colon < 1) continue;
    const key = tag.slice(0, colon);
    // A group's own value stands before what the host says of that key.
    if (!own.includes(tag) && own.some((other) => other.startsWith(`${key}:`))) continue;
    values.set(key, [...(values.get(key) ?? []), tag.slice(colon + 1)]);
  }
  const host = hostOf(own);
  return {
    ...Object.fromEntries([...values].map(([key, several]) => [`${key}.name`, [...new Set(several)].sort().join(",")])),
    "host.ip": host === undefined ? undefined : hosts?.get(host)?.ip,
  };
}

/** "The UTC date and time", "in epoch milliseconds". */
function ofMoment(name: string, seconds: number | undefined): Record<string, Filling> {
  if (seconds === undefined) return {};
  const text = new Date(seconds * 1000)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
  return { [name]: text, [`${name}_epoch`]: seconds * 1000 };
}

/**
 * As Datadog writes numbers into messages: `800.0`, `842.317`; a small one with as many digits. How many is not
 * published.
 */
export function decimal(value: number | undefined): string | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? value.toFixed(1) : String(value);
  return String(Number(Math.abs(value) < 1 ? value.toPrecision(4) : value.toFixed(3)));
}
