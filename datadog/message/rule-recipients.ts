import { everyone, type NotifiedState, type Recipients, recipientsOf } from "./recipients";

/** Of all conditions of a rule together: https://docs.datadoghq.com/monitors/notify/notification_rules/ */
export const MOST_RECIPIENTS = 50;

/**
 * What a notification rule asks of a notification, by the state that it is of.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor-notification-rule `transition_type:is_alert`
 */
const CONDITIONS = [
  ["alert", "is_alert"],
  ["warning", "is_warning"],
  ["noData", "is_no_data"],
  ["recovery", "is_recovery"],
] as const satisfies readonly (readonly [NotifiedState, string])[];

const STATES = CONDITIONS.map(([state]) => state);

/** Who is told by a rule, as it takes them: handles without their `@`. */
export type RuleRecipients =
  | { readonly recipients: string[] }
  | {
      readonly conditionalRecipients: {
        readonly conditions: { readonly scope: string; readonly recipients: string[] }[];
      };
    };

/** A list is notified of everything; by severity each state has its own. */
export function ruleRecipients(recipients: Recipients): RuleRecipients {
  if (!("critical" in recipients)) return { recipients: recipients.map(withoutAt) };
  const conditions = CONDITIONS.map(([state, transition]) => ({
    scope: `transition_type:${transition}`,
    recipients: recipientsOf(recipients, state, STATES).map(withoutAt),
  }));
  return { conditionalRecipients: { conditions } };
}

/** All of a rule, each once. */
export function recipientsOfRule(recipients: Recipients): readonly string[] {
  return [...new Set(everyone(recipients).map(withoutAt))];
}

/** A rule's recipients "must not start with an '@'", as the API says. */
function withoutAt(handle: string): string {
  return handle.replace(/^@/, "");
}
