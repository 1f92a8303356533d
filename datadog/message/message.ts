import { type NotifiedState, type Recipients, recipientsOf, everyone } from "./recipients";

/**
 * What a message can speak of, in the order in which it is written: the states of a monitor ("unknown" is a check's),
 * its recovery, and a renotification, which repeats the words of the state that lasts and adds its own.
 */
export const STATES = ["alert", "warning", "noData", "unknown", "recovery", "renotify"] as const;
export type State = (typeof STATES)[number];

/** Datadog's name of each state's conditional block. */
export const BLOCKS: Record<State, string> = {
  alert: "is_alert",
  warning: "is_warning",
  noData: "is_no_data",
  unknown: "is_unknown",
  recovery: "is_recovery",
  renotify: "is_renotify",
};

/** What a monitor says, by state. Words may hold Datadog's variables: `{{host.name}}`, `{{value}}`. */
export interface Message {
  readonly words: Readonly<Partial<Record<State, string | undefined>>>;
  /** Who is notified: the same in every state, or by severity. */
  readonly handles: Recipients;
}

/** A message of more conditions than a monitor's states: the template for those who are notified of each. */
export interface WrittenMessage {
  readonly template: (told: (state: NotifiedState) => string) => string;
  /** The states of which it notifies. */
  readonly states: readonly NotifiedState[];
  readonly handles: Recipients;
}

/**
 * The message as a monitor's template: a block for each state, then the handles; where they differ from state to state
 * each block has its own.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/#conditional-variables
 */
export function messageTemplate(message: Message | WrittenMessage): string {
  if ("template" in message) {
    const { template, states, handles } = message;
    return template((state) => recipientsOf(handles, state, states).join(" "));
  }
  const { words, handles } = message;
  const spoken = STATES.filter((state) => words[state] !== undefined);
  const notified = spoken.filter((state): state is NotifiedState => state !== "renotify");
  const told = new Map<State, string>(
    notified.map((state) => [state, recipientsOf(handles, state, notified).join(" ")]),
  );
  const [all = everyone(handles).join(" "), ...others] = new Set(told.values());
  const blocks = spoken.map((state) => {
    const own = others.length > 0 && told.get(state) ? `\n${told.get(state)}` : "";
    return `{{#${BLOCKS[state]}}}\n${words[state]?.trim()}${own}\n{{/${BLOCKS[state]}}}`;
  });
  // White space ends a handle; one at the message's very end would be a change in every preview.
  return [...blocks, others.length > 0 ? "" : all].join("\n").trimEnd();
}
