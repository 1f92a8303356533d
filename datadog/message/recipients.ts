import type { State } from "./message";

/** Handles as a message has them: `@oncall@example.com`, `@slack-ops`, `@pagerduty-db`. */
type Handles = readonly string[];

/** Who is notified of what. A list is notified of everything. */
export type Recipients = Handles | RecipientsBySeverity;

export interface RecipientsBySeverity {
  /** Of an alert. */
  readonly critical: Handles;
  /** @default as of an alert */
  readonly warning?: Handles | undefined;
  /** Of silence, and of a check whose state is unknown. @default as of an alert */
  readonly noData?: Handles | undefined;
  /** @default whoever is notified of what is over: a tool that opens an incident has to close it, too */
  readonly recovery?: Handles | undefined;
}

/** A monitor's states that have recipients: a renotification has those of the state that lasts. */
export type NotifiedState = Exclude<State, "renotify">;

/**
 * Those who are notified when a monitor comes into a state.
 *
 * @param states all that the monitor notifies of.
 */
export function recipientsOf(recipients: Recipients, state: NotifiedState, states: readonly NotifiedState[]): Handles {
  if (isList(recipients)) return recipients;
  const { critical, warning = critical, noData = critical, recovery } = recipients;
  switch (state) {
    case "alert":
      return critical;
    case "warning":
      return warning;
    case "noData":
    case "unknown":
      return noData;
    case "recovery": {
      const over = states.filter((one) => one !== "recovery");
      return recovery ?? [...new Set(over.flatMap((one) => recipientsOf(recipients, one, states)))];
    }
  }
}

/** Everybody who is notified of anything, each once. */
export function everyone(recipients: Recipients): Handles {
  if (isList(recipients)) return recipients;
  const { critical, warning = [], noData = [], recovery = [] } = recipients;
  return [...new Set([...critical, ...warning, ...noData, ...recovery])];
}

/** A read-only list is none to `Array.isArray`. */
function isList(recipients: Recipients): recipients is Handles {
  return Array.isArray(recipients);
}
