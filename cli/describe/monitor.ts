import { type MonitorDefinition, type MonitorSubject, readMonitor } from "../../datadog/lint/monitor-definition";
import { numberInWords, secondsInWords } from "../../datadog/metrics/value-words";
import { listInWords } from "../../datadog/list-words";
import { conditionInWords } from "../../datadog/query/words/monitor";
import type { HostExample } from "../stack/environment";
import { type Notification, notifications, notifiedBy } from "./messages";
import { variableQueries } from "../../datadog/lint/monitor-variables";
import { declaredInWords, textOf } from "./queries";

/** What a monitor will mean for people. */
export interface MonitorDescription {
  readonly title: string;
  /** The sentence's clauses, without who is notified. */
  readonly condition: readonly string[];
  readonly more: readonly string[];
  /** By handle, the states of which it is notified. */
  readonly notifies: ReadonlyMap<string, readonly Notification["state"][]>;
  readonly query: string;
  readonly notifications: readonly Notification[];
}

/** A monitor as it will be sent: `@pulumi/datadog`'s inputs. */
export type MonitorInputs = MonitorDefinition & {
  /** A draft notifies nobody. */
  readonly draftStatus?: string;
  readonly assets?: readonly { readonly category?: string; readonly url?: string }[];
};

export interface MonitorContext {
  /** Of all monitors, by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly hosts: readonly HostExample[];
  readonly now: Date;
}

export function describeMonitor(inputs: MonitorInputs, { titles, hosts, now }: MonitorContext): MonitorDescription {
  const subject = readMonitor(inputs);
  // The program's own check lets none through that can't be read.
  if (!("definition" in subject)) throw new TypeError(`${subject.problem}; ${subject.remedy}`);
  const all = notifications(subject, hosts, now);
  return {
    title: inputs.name ?? "",
    condition: [...condition(subject, titles), ...formulaQueries(subject)],
    more: [
      ...notified(subject),
      ...silence(inputs),
      ...urgency(inputs),
      ...owners(inputs),
      ...repetition(inputs),
      ...runbooks(inputs),
    ],
    notifies: statesByHandle(all),
    query: inputs.query,
    notifications: all,
  };
}

/** The whole in one sentence. `code` marks what is Datadog's notation. */
export function monitorSentence(
  { condition, more, notifies, notifications: { length } }: MonitorDescription,
  code: (text: string) => string = (text) => text,
): string {
  const always = [...notifies].filter(([, states]) => states.length === length).map(([handle]) => code(handle));
  const sometimes = [...notifies]
    .filter(([, states]) => states.length < length)
    .map(([handle, states]) => `${code(handle)} of ${listInWords(states)}`);
  const whom = [...always, ...sometimes];
  return `${[...condition, whom.length === 0 ? "notifies nobody" : `notifies ${listInWords(whom)}`, ...more].join("; ")}.`;
}

function condition({ definition, query, thresholds }: MonitorSubject, titles: ReadonlyMap<string, string>): string[] {
  const { recoveryWindow } = definition.monitorThresholdWindows ?? {};
  const { alerts, warns, recovers, where } = conditionInWords(query, {
    thresholds,
    titles,
    ...(recoveryWindow !== undefined && { recoveryWindow }),
  });
  const changes = [
    `Alerts when ${alerts}`,
    ...(warns === undefined ? [] : [`warns ${warns}`]),
    ...(recovers === undefined ? [] : [`recovers ${recovers}`]),
  ];
  return [changes.join(", "), ...(where === undefined ? [] : [`only where ${where}`])];
}

/** What a formula's names stand for. */
function formulaQueries({ query, definition }: MonitorSubject): string[] {
  if (query.kind !== "search" || query.source !== "formula") return [];
  return variableQueries(definition.variables).map(({ name, kind, declared }) => {
    const words = declaredInWords(kind, declared) ?? textOf(declared.query) ?? "what it asks for";
    return `${name} is ${words}`;
  });
}

/** Where a notification is of more than one group. */
function notified(subject: MonitorSubject): string[] {
  const keys = notifiedBy(subject);
  if (keys === subject.groups) return [];
  return [keys.length === 0 ? "one notification for all groups" : `one notification for each ${listInWords(keys)}`];
}

function statesByHandle(notified: readonly Notification[]): Map<string, Notification["state"][]> {
  const states = new Map<string, Notification["state"][]>();
  for (const { handles, state } of notified) {
    for (const handle of handles) states.set(handle, [...(states.get(handle) ?? []), state]);
  }
  return states;
}

const MISSING: Readonly<Record<string, string>> = {
  show_and_notify_no_data: "no data notifies",
  show_no_data: "no data shows and does not notify",
  resolve: "no data resolves it",
};

export function silence({ notifyNoData, noDataTimeframe, onMissingData }: MonitorInputs): string[] {
  if (onMissingData !== undefined) return [MISSING[onMissingData] ?? "no data does not notify"];
  if (notifyNoData !== true) return ["no data does not notify"];
  return [
    noDataTimeframe === undefined
      ? "no data notifies"
      : `no data notifies after ${secondsInWords(noDataTimeframe * 60)}`,
  ];
}

function urgency({ priority }: MonitorInputs): string[] {
  return priority === undefined ? [] : [`priority ${priority}`];
}

/** Datadog knows a team by the tag. */
export function owners({ tags = [] }: MonitorInputs): string[] {
  const teams = tags.flatMap((tag) => (tag.startsWith("team:") ? [tag.slice("team:".length)] : []));
  return teams.length === 0 ? [] : [`owned by ${listInWords(teams)}`];
}

export function repetition({ renotifyInterval, renotifyStatuses, renotifyOccurrences }: MonitorInputs): string[] {
  if (renotifyInterval === undefined || renotifyInterval === 0) return [];
  const states = renotifyStatuses === undefined ? "" : ` while ${listInWords(renotifyStatuses, "disjunction")} lasts`;
  const most =
    renotifyOccurrences === undefined
      ? ""
      : `, ${renotifyOccurrences === 1 ? "once" : `${numberInWords(renotifyOccurrences)} times`} at most`;
  return [`notifies again after each ${secondsInWords(renotifyInterval * 60).replace(/^1 /, "")}${states}${most}`];
}

export function runbooks({ assets = [] }: MonitorInputs): string[] {
  return assets.flatMap(({ category, url }) => (category === "runbook" && url !== undefined ? [`runbook ${url}`] : []));
}
