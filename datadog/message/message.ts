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
  readonly words: Readonly<Partial<Record<State, string>>>;
  /** Who is told, in every state: `@oncall@example.com`, `@slack-ops`, `@pagerduty-db`. */
  readonly handles: readonly string[];
}

/**
 * The message as a monitor's template: a block for each state, then the handles.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/#conditional-variables
 */
export function messageTemplate(message: Message): string {
  const blocks = STATES.flatMap((state) => {
    const words = message.words[state];
    return words === undefined ? [] : [`{{#${BLOCKS[state]}}}\n${words.trim()}\n{{/${BLOCKS[state]}}}`];
  });
  // White space ends a handle; one at the message's very end would be a change in every preview.
  return [...blocks, message.handles.join(" ")].join("\n").trimEnd();
}
