import type { MonitorSubject } from "../../datadog/lint/monitor-definition";
import { filled } from "../../datadog/lint/message/variables";
import { notifiedStates, watchedBy } from "../../datadog/lint/monitor-message";
import { listInWords } from "../../datadog/list-words";
import type { Situation, Triggered } from "../../datadog/message/conditions";
import { parseTemplate, TemplateSyntaxError } from "../../datadog/message/parse";
import { type Circumstances, handlesOf, render } from "../../datadog/message/render";
import type { HostExample } from "../stack/environment";
import { groupExamples, valueExamples } from "./examples";

/** A notification as the on-call person reads it. */
export interface Notification {
  /** `alert`, `no data`, `recovery`; of recoveries that differ, `recovery from alert`. */
  readonly state: string;
  readonly kind: Situation["state"] | "renotification";
  /** `[Triggered on {host:db1}] my_metric is high`. */
  readonly subject: string;
  readonly text: string;
  /** `@oncall@example.com`. */
  readonly handles: readonly string[];
}

const NAMES: Readonly<Record<Triggered, string>> = {
  alert: "alert",
  warning: "warning",
  noData: "no data",
  unknown: "unknown",
};

const TITLES = {
  alert: "Triggered",
  warning: "Warn",
  noData: "No data",
  unknown: "Unknown",
  recovery: "Recovered",
} as const;

/**
 * The monitor's message in each state that notifies, with values that are plausible for a host of the environment. What
 * reads the same and reaches the same people is there once: a recovery, whatever it is from, or a warning after an alert.
 */
export function notifications(
  subject: MonitorSubject,
  hosts: readonly HostExample[],
  now: Date,
): readonly Notification[] {
  const groups = groupExamples({ ...subject, groups: notifiedBy(subject) }, hosts);
  const notify = (situation: Situation, state: string) => notification(subject, situation, state, groups, now);
  const states = notifiedStates(subject);
  const triggered = states.filter((state) => state !== "recovery" && state !== "renotify");
  return [
    ...triggered.flatMap((state) => {
      const one = notify({ state, renotifies: false }, NAMES[state]);
      if (state !== "warning") return [one];
      const milder = notify({ state, from: "alert", renotifies: false }, "warning after an alert");
      return isSame(one, milder) ? [one] : [one, milder];
    }),
    ...recoveries(triggered.map((from) => [from, notify({ state: "recovery", from, renotifies: false }, "recovery")])),
    ...(states.includes("renotify") ? [notify(renotified(subject), "renotification")] : []),
  ];
}

/** Those that differ are named by what they are from. */
function recoveries(all: readonly (readonly [Triggered, Notification])[]): Notification[] {
  const different: { readonly of: Notification; readonly from: string[] }[] = [];
  for (const [from, one] of all) {
    const same = different.find(({ of }) => isSame(of, one));
    if (same === undefined) different.push({ of: one, from: [NAMES[from]] });
    else same.from.push(NAMES[from]);
  }
  if (different.length === 1) return different.map(({ of }) => of);
  return different.map(({ of, from }) => ({ ...of, state: `recovery from ${listInWords(from, "disjunction")}` }));
}

function isSame(one: Notification, other: Notification): boolean {
  return (
    one.text === other.text && one.subject === other.subject && one.handles.join("\n") === other.handles.join("\n")
  );
}

/** The first state that notifies again. */
function renotified({ definition: { renotifyStatuses } }: MonitorSubject): Situation {
  const [first = "alert"] = renotifyStatuses ?? [];
  return { state: first === "warn" ? "warning" : first === "no data" ? "noData" : "alert", renotifies: true };
}

/** The keys of which one notification is: those of the query, unless the monitor names fewer, or `*` for none. */
export function notifiedBy({ definition: { notifyBies }, groups }: MonitorSubject): readonly string[] {
  if (notifyBies === undefined || notifyBies.length === 0) return groups;
  return notifyBies.includes("*") ? [] : notifyBies;
}

function notification(
  subject: MonitorSubject,
  situation: Situation,
  state: string,
  groups: ReadonlyMap<string, string>,
  now: Date,
): Notification {
  const { name = "", message = "", escalationMessage, priority } = subject.definition;
  // A renotification repeats the message, unless it has words of its own.
  const template = situation.renotifies && escalationMessage ? escalationMessage : message;
  const circumstances: Circumstances = {
    ...situation,
    ...(priority !== undefined && { priority: `P${priority}` }),
    values: { ...valuesOf(subject, situation, now), ...Object.fromEntries(groups) },
    standIn: standIns(subject),
  };
  const { text, handles } = rendered(template, circumstances);
  const title = `${situation.renotifies ? "Re-" : ""}${TITLES[situation.state]}`;
  return {
    state,
    kind: situation.renotifies ? "renotification" : situation.state,
    subject: `[${title}${groupIn(subject, groups)}] ${rendered(name, circumstances).text}`,
    text,
    handles,
  };
}

/** A template that can't be read stands as it is, and notifies nobody. */
function rendered(text: string, circumstances: Circumstances): Pick<Notification, "text" | "handles"> {
  try {
    const template = parseTemplate(text);
    return { text: render(template, circumstances), handles: handlesOf(template, circumstances) };
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return { text, handles: [] };
    throw error;
  }
}

/** What an objective's alert is filled with. */
const OF_OBJECTIVES = ["timeframe", "short_window_burn_rate", "long_window_burn_rate"];

/** `[log.message]` for what only Datadog can fill, as `[secret]` stands for a secret; what nothing fills stays empty. */
function standIns(subject: MonitorSubject): (name: string) => string | undefined {
  const around = { groups: notifiedBy(subject), watches: watchedBy(subject) };
  return (name) => {
    const { is } = filled(name, around);
    const isKnown = is === "perhaps" || is === "tag" || (is === "always" && OF_OBJECTIVES.includes(name));
    return isKnown ? `[${name}]` : undefined;
  };
}

/** ` on {host:db1,port:5432}`. */
function groupIn(subject: MonitorSubject, values: ReadonlyMap<string, string>): string {
  const groups = notifiedBy(subject);
  return groups.length === 0
    ? ""
    : ` on {${groups.map((group) => `${group}:${values.get(`${group}.name`) ?? ""}`).join(",")}}`;
}

/** For how long it has been so when it notifies again, and when it is over. */
const MINUTES = { renotification: 60, recovery: 20 } as const;

function valuesOf(subject: MonitorSubject, situation: Situation, now: Date): Record<string, string | number> {
  const { query, kind, thresholds } = subject;
  const { state, renotifies } = situation;
  const minutes = renotifies ? MINUTES.renotification : state === "recovery" ? MINUTES.recovery : 0;
  const triggered = new Date(now.getTime() - minutes * 60_000);
  const value = state === "noData" || state === "unknown" ? undefined : valueExamples(subject)[state];
  const critical = (query.kind === "composite" ? undefined : query.threshold) ?? thresholds.critical;
  return Object.fromEntries(
    Object.entries({
      value: kind === "composite" || kind === "check" ? undefined : decimal(value),
      threshold: decimal(critical),
      warn_threshold: decimal(thresholds.warning),
      alert_recovery_threshold: decimal(thresholds.criticalRecovery),
      warn_recovery_threshold: decimal(thresholds.warningRecovery),
      ok_threshold: decimal(thresholds.ok),
      comparator: query.kind === "composite" ? undefined : query.comparator,
      check_message: kind === "check" ? CHECK_MESSAGES[state] : undefined,
      first_triggered_at: triggered.toISOString(),
      first_triggered_at_epoch: triggered.getTime(),
      last_triggered_at: triggered.toISOString(),
      last_triggered_at_epoch: triggered.getTime(),
      triggered_duration_sec: minutes * 60,
    }).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}

const CHECK_MESSAGES: Readonly<Partial<Record<Situation["state"], string>>> = {
  alert: "connection refused",
  warning: "slow to answer",
  unknown: "no answer in time",
};

/** As Datadog writes numbers into messages: `800.0`, `842.317`. */
function decimal(value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  return Number.isInteger(value) ? value.toFixed(1) : String(Number(value.toFixed(3)));
}
