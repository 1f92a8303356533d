import { readMonitor } from "../../datadog/lint/monitor-definition";
import { listInWords } from "../../datadog/list-words";
import { notifiedBy } from "../describe/messages";
import type { DeclaredMonitor } from "../describe/description";
import { monitorSentence } from "../describe/monitor";
import { code, escaped } from "../markdown";

/** What a page may name of its monitor, in Markdown: `{{ monitor.silence }}`. */
export interface MonitorFacts {
  /** In the stack: `hosts-away`. */
  readonly name: string;
  /** `service check`. */
  readonly type: string;
  readonly title: string;
  readonly sentence: string;
  readonly query: string;
  /** Its page in Datadog; none of one that the environment does not declare. */
  readonly url?: string;
  /** Of which team, as its tag says. */
  readonly owner?: string;
  /** By handle, of what: `@oncall@example.com`, `alert and recovery`. */
  readonly told: readonly (readonly [handle: string, states: string])[];
  /** How to mute it rightly. */
  readonly silence: string;
  /** Who is notified, and whose it is. */
  readonly call: string;
}

export function factsOf(
  { name, inputs, description }: DeclaredMonitor,
  urls: ReadonlyMap<string, string>,
  downtimesUrl: unknown,
): MonitorFacts {
  const { title, query, notifies } = description;
  const url = urls.get(name);
  const owner = inputs.tags?.find((tag) => tag.startsWith("team:"))?.slice("team:".length);
  const told = [...notifies].map(([handle, states]) => [handle, listInWords(states)] as const);
  return {
    ...{ name, type: inputs.type, title: escaped(title), query, told },
    sentence: monitorSentence(
      { ...description, condition: description.condition.map(escaped), more: description.more.map(escaped) },
      code,
    ),
    ...(url !== undefined && { url }),
    ...(owner !== undefined && { owner }),
    silence: silence(inputs, typeof downtimesUrl === "string" ? downtimesUrl : undefined),
    call: call(told, owner),
  };
}

/** A downtime of one group: of the whole monitor it would hide the next one that fails. */
function silence(inputs: DeclaredMonitor["inputs"], downtimesUrl: string | undefined): string {
  const subject = readMonitor(inputs);
  const groups = "definition" in subject ? notifiedBy(subject) : [];
  const schedule = downtimesUrl === undefined ? "Schedule a downtime" : `[Schedule a downtime](${downtimesUrl})`;
  const start = `${schedule} of this monitor alone, by its name, with an end.`;
  if (groups.length === 0) return `${start} It has no groups: while it is muted, nothing of it is heard.`;
  const scope = groups.map((group) => `${group}:…`).join(" AND ");
  return `${start} Its scope is ${code(scope)}, as the notification names it; without a scope you would not hear of the next ${listInWords(groups, "disjunction")}.`;
}

function call(told: MonitorFacts["told"], owner: string | undefined): string {
  const states = told.map(([handle, of]) => `${code(handle)} (${of})`);
  return [
    told.length === 0 ? "Nobody is notified." : `Notified: ${listInWords(states)}.`,
    ...(owner === undefined ? [] : [`It is the team ${code(owner)}'s.`]),
  ].join(" ");
}
