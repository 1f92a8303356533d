import type { MonitorSubject } from "../datadog/lint/monitor-definition";
import { notifiedStates } from "../datadog/lint/monitor-message";
import type { Situation } from "../datadog/message/conditions";
import type { State } from "../datadog/message/message";
import { parseTemplate, TemplateSyntaxError } from "../datadog/message/parse";
import { templateText } from "../datadog/message/print";
import { render } from "../datadog/message/render";
import type { HostExample } from "./environment";
import { groupExamples, valueExamples } from "./examples";

/** A notification as the on-call person reads it. */
export interface Notification {
  readonly state: "alert" | "warning" | "no data" | "unknown" | "recovery" | "renotification";
  /** `[Triggered on {host:db1}] my_metric is high`. */
  readonly subject: string;
  readonly text: string;
  /** `@oncall@example.com`. */
  readonly handles: readonly string[];
}

const NAMES: Readonly<Record<State, Notification["state"]>> = {
  alert: "alert",
  warning: "warning",
  noData: "no data",
  unknown: "unknown",
  recovery: "recovery",
  renotify: "renotification",
};

const TITLES = {
  alert: "Triggered",
  warning: "Warn",
  noData: "No data",
  unknown: "Unknown",
  recovery: "Recovered",
} as const;

/** The monitor's message in each state that notifies, with values that are plausible for a host of the environment. */
export function notifications(
  subject: MonitorSubject,
  hosts: readonly HostExample[],
  now: Date,
): readonly Notification[] {
  const groups = groupExamples(subject, hosts);
  return notifiedStates(subject).map((state) => {
    const situation = situationOf(state, subject);
    const title = `${situation.renotifies ? "Re-" : ""}${TITLES[situation.state]}`;
    const text = rendered(subject, situation, groups, now);
    const words = `[${title}${groupIn(subject, groups)}] ${subject.definition.name ?? ""}`;
    return { state: NAMES[state], subject: words, text, handles: handlesIn(text) };
  });
}

/** A renotification is of the first state that is told again; a recovery is from an alert. */
function situationOf(state: State, { definition: { renotifyStatuses } }: MonitorSubject): Situation {
  if (state === "recovery") return { state, from: "alert", renotifies: false };
  if (state !== "renotify") return { state, renotifies: false };
  const [first = "alert"] = renotifyStatuses ?? [];
  return { state: first === "warn" ? "warning" : first === "no data" ? "noData" : "alert", renotifies: true };
}

/** ` on {host:db1,port:5432}`. */
function groupIn({ groups }: MonitorSubject, values: ReadonlyMap<string, string>): string {
  return groups.length === 0
    ? ""
    : ` on {${groups.map((group) => `${group}:${values.get(`${group}.name`) ?? ""}`).join(",")}}`;
}

/** A renotification repeats the message, unless it has words of its own. */
function rendered(
  subject: MonitorSubject,
  situation: Situation,
  groups: ReadonlyMap<string, string>,
  now: Date,
): string {
  const { message = "", escalationMessage, priority } = subject.definition;
  const text = situation.renotifies && escalationMessage ? escalationMessage : message;
  try {
    return render(parseTemplate(text), {
      ...situation,
      ...(priority !== undefined && { priority: `P${priority}` }),
      values: { ...valuesOf(subject, situation, now), ...Object.fromEntries(groups) },
    });
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return text;
    throw error;
  }
}

/** For how long it has been so when it is told again, and when it is over. */
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

/** Who is told by a text that is rendered. */
function handlesIn(text: string): string[] {
  try {
    const handles = parseTemplate(text).nodes.filter(({ kind }) => kind === "handle");
    return [...new Set(handles.map((node) => templateText({ nodes: [node] })))];
  } catch (error) {
    // What stands in braces now was a value's.
    if (error instanceof TemplateSyntaxError) return [];
    throw error;
  }
}
