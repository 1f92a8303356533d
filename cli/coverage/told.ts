import { parseScope, ScopeSyntaxError } from "../../datadog/schedule/scope";
import type { Notification } from "../describe/messages";
import type { RuleInputs } from "../describe/rule";
import { all, hasTag, isInScope, type Tagged } from "./tags";

/** A state in which something is wrong, as `describe` names it. */
export type Failure = "alert" | "warning" | "no data" | "unknown";

const TRANSITIONS: Readonly<Record<Failure, string>> = {
  alert: "is_alert",
  warning: "is_warning",
  "no data": "is_no_data",
  unknown: "is_unknown",
};

/** Handles by the states of a monitor that notify: its own, then those of the rules that take it. */
export function toldOf(
  notifications: readonly Notification[],
  rules: readonly RuleInputs[],
  of: Tagged,
): ReadonlyMap<Failure, readonly string[]> {
  const told = new Map<Failure, readonly string[]>();
  for (const { state, handles } of notifications) {
    if (!(state in TRANSITIONS)) continue;
    const failure = state as Failure;
    told.set(failure, [
      ...new Set([...handles, ...rules.flatMap((rule) => handlesOf(rule, TRANSITIONS[failure], of))]),
    ]);
  }
  return told;
}

/** The handles that a rule adds to a notification. @param type of its transition: `is_alert` */
export function handlesOf(rule: RuleInputs, type: string, of: Tagged): string[] {
  if (takes(rule, of) !== true) return [];
  const { recipients = [], conditionalRecipients = {} } = rule;
  const { conditions = [], fallbackRecipients = [] } = conditionalRecipients;
  const transition: Tagged = {
    tags: new Set([...of.tags, `transition_type:${type}`]),
    keys: new Set([...of.keys, "transition_type"]),
  };
  const met = conditions.filter((condition) => isIn(condition.scope, transition) === true);
  const conditional = met.length === 0 ? fallbackRecipients : met.flatMap((condition) => condition.recipients);
  return [...recipients, ...conditional].map((recipient) => `@${recipient}`);
}

/** Whether a rule adds anybody to what has these tags; undefined where they do not tell. */
export function takes({ filter: { tags = [], scope } }: RuleInputs, of: Tagged): boolean | undefined {
  return scope === undefined ? all(tags.map((tag) => hasTag(tag, of))) : isIn(scope, of);
}

/** What can't be read here is Datadog's to read. */
function isIn(scope: string, of: Tagged): boolean | undefined {
  try {
    return isInScope(parseScope(scope), of);
  } catch (error) {
    if (error instanceof ScopeSyntaxError) return false;
    throw error;
  }
}
