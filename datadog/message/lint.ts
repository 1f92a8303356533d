import type { Finding } from "../finding";
import { BLOCKS, type Message, messageTemplate, type State, STATES } from "./message";

/** Datadog cuts an event's text there. */
const LONGEST = 4000;

/** What a monitor watches: a metric has a value, a service check says something. */
export type Watched = "metric" | "check";

/** The first value of each kind, and those that every monitor has. */
const OWN_VALUES: Record<Watched, string> = { metric: "value", check: "check_message" };
const VALUES = [
  "threshold",
  "warn_threshold",
  "ok_threshold",
  "comparator",
  "first_triggered_at",
  "first_triggered_at_epoch",
  "last_triggered_at",
  "last_triggered_at_epoch",
  "triggered_duration_sec",
];

/**
 * What Datadog would accept and then not say.
 *
 * @param groupedBy the monitor's groups, e.g. `["host"]`.
 * @param notifies the states in which the monitor notifies.
 * @param watched what fills the message's values.
 * @see https://docs.datadoghq.com/monitors/notify/variables/
 */
export function lintMessage(
  message: Message,
  groupedBy: readonly string[],
  notifies: readonly State[],
  watched: Watched = "metric",
): Finding[] {
  const values = [OWN_VALUES[watched], ...VALUES];
  return [
    ...STATES.flatMap((state) => [...variables(state, message.words[state] ?? "", groupedBy, values)]),
    ...statesWithoutWords(message, notifies),
    ...nobodyTold(message),
    ...tooLong(message),
  ];
}

/** `{{host.name}}` and `{{host.ip}}` are empty unless the monitor is grouped by host; other names are never filled. */
function* variables(
  state: State,
  words: string,
  groupedBy: readonly string[],
  values: readonly string[],
): Generator<Finding> {
  for (const [, name = ""] of words.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)) {
    const group = name.split(".")[0] ?? "";
    if (values.includes(name) || (group !== name && groupedBy.includes(group))) continue;
    if (/^[#^/]/.test(name)) {
      yield {
        rule: "message/block-in-words",
        severity: "error",
        problem: `the words for ${state} hold the block {{${name}}}`,
        remedy: "give each state its own words; the blocks are written for you",
      };
    } else if (group === "host") {
      yield {
        rule: "message/empty-host-variable",
        severity: "error",
        problem: `{{${name}}} is empty in the words for ${state}: the query is not grouped by host`,
        remedy: "add host to the query's groups, or drop the variable",
      };
    } else {
      yield {
        rule: "message/unknown-variable",
        severity: "error",
        problem: `{{${name}}} is no variable of this monitor, in the words for ${state}`,
        remedy: `use one of ${values.slice(0, 4).join(", ")}, or <group>.name of a group of the query`,
      };
    }
  }
}

/** A state that notifies but says nothing is a page without a reason. */
function* statesWithoutWords(message: Message, notifies: readonly State[]): Generator<Finding> {
  for (const state of notifies) {
    if ((message.words[state] ?? "").trim() !== "") continue;
    yield {
      rule: "message/state-without-words",
      severity: "error",
      problem: `the monitor notifies ${BLOCKS[state].replace("is_", "").replace("_", " ")} and has no words for it`,
      remedy: "say what happened and what to do",
    };
  }
}

function* nobodyTold(message: Message): Generator<Finding> {
  if (message.handles.length === 0) {
    yield {
      rule: "message/nobody-told",
      severity: "error",
      problem: "the message names no handle: nobody is notified",
      remedy: "add at least one, such as @oncall@example.com",
    };
  }
  for (const handle of message.handles) {
    if (/^@\S+$/.test(handle)) continue;
    yield {
      rule: "message/not-a-handle",
      severity: "error",
      problem: `"${handle}" is not a handle`,
      remedy: "write @ and the name, without white space",
    };
  }
}

function* tooLong(message: Message): Generator<Finding> {
  const { length } = messageTemplate(message);
  if (length <= LONGEST) return;
  yield {
    rule: "message/too-long",
    severity: "error",
    problem: `the message has ${length} characters; Datadog cuts an event's text at ${LONGEST}`,
    remedy: "move the detail to the runbook",
  };
}
