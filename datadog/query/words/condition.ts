import { listInWords } from "../../list-words";
import { secondsInWords, valueInWords } from "../../metrics/value-words";
import type { OfMetric, SearchCall } from "../monitor-query";
import type { Argument } from "../query";
import { windowMinutes } from "../window";
import { comparatorInWords, oppositeInWords } from "./comparator";

/** A monitor's condition in clauses of one sentence. */
export interface ConditionWords {
  /** After "alerts when": `the average of my_metric over 5 minutes on a host is above 800`. */
  readonly alerts: string;
  /** After "warns": `above 500`. */
  readonly warns?: string;
  /** After "recovers": `only at or below 700`. */
  readonly recovers?: string;
  /** After "only where": `env is dev`; nothing where all is watched. */
  readonly where?: string;
}

/** What a monitor says beside its query, and what its query names. */
export interface Around {
  readonly thresholds?: Readonly<
    Partial<Record<"critical" | "criticalRecovery" | "warning" | "warningRecovery" | "ok", number>>
  >;
  /** `last_15m`: the window that recovers an anomaly. */
  readonly recoveryWindow?: string;
  /** Of the monitors that a composite is made of, by id. */
  readonly titles?: ReadonlyMap<string, string>;
}

/** `the last day` is `1 day`; a window that is none is said as it is written. */
export function windowInWords(window: string): string {
  const calendar = /^current_1(h|d|w|mo)$/.exec(window)?.[1];
  if (calendar !== undefined)
    return `the current ${{ h: "hour", d: "day", w: "week", mo: "month" }[calendar] ?? "month"}`;
  if (/^(?:last_|next_)?1mo$/.test(window)) return "1 month";
  const minutes = windowMinutes(window);
  return minutes === undefined ? window : secondsInWords(minutes * 60);
}

/** ` on a host`, ` of any host and device`. */
export function groupsInWords(groups: readonly string[]): string {
  if (groups.length === 0) return "";
  return groups.join() === "host" ? " on a host" : ` of any ${listInWords(groups)}`;
}

/** `above 800`, with the number's unit, and what the other thresholds are. */
export function compared(
  subjectIs: string,
  { comparator, threshold }: Pick<OfMetric, "comparator" | "threshold">,
  { thresholds = {} }: Around,
  unit: string | undefined,
): ConditionWords {
  const beyond = (value: number) => `${comparatorInWords(comparator)} ${valueInWords(value, unit)}`;
  const { warning, criticalRecovery } = thresholds;
  return {
    alerts: `${subjectIs} ${beyond(threshold)}`,
    ...(warning !== undefined && { warns: beyond(warning) }),
    ...(criticalRecovery !== undefined && {
      recovers: `only ${oppositeInWords(comparator)} ${valueInWords(criticalRecovery, unit)}`,
    }),
  };
}

/** A literal's value; of a query, nothing. */
export function literal(one: Argument | undefined): string | undefined {
  if (one?.kind === "named") return String(one.value.value);
  return one?.kind === "text" || one?.kind === "word" || one?.kind === "number" ? String(one.value) : undefined;
}

/** What the calls of that name are given, commas within a text taken apart. */
export function textsOf(calls: readonly SearchCall[], name: string): string[] {
  return calls
    .filter((call) => call.name === name)
    .flatMap(({ args }) => args)
    .flatMap((arg) => (literal(arg) ?? "").split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
}
