import type { Rehearsed, Transition } from "../../datadog/evaluate/timeline";
import { handlesOf } from "../coverage/told";
import { keyOf, type Tagged } from "../coverage/tags";
import type { RuleInputs } from "../describe/rule";

/** As a notification rule's conditions name them: https://docs.datadoghq.com/monitors/notify/notification_rules/ */
const TYPES: Readonly<Record<Transition, string>> = {
  alert: "is_alert",
  warning: "is_warning",
  "no data": "is_no_data",
  unknown: "is_unknown",
  recovery: "is_recovery",
  "warning recovery": "is_recovery",
  "no data recovery": "is_recovery",
};

/** The same with those whom notification rules tell, by the tags of the monitor and of the group. */
export function withRules(rehearsed: Rehearsed, rules: readonly RuleInputs[]): Rehearsed {
  if (rules.length === 0) return rehearsed;
  return {
    ...rehearsed,
    timelines: rehearsed.timelines.map((timeline) => ({
      ...timeline,
      notifications: timeline.notifications.map((one) => {
        const of = tagged([...(timeline.monitor.definition.tags ?? []), ...one.group.split(",")]);
        const told = rules.flatMap((rule) => handlesOf(rule, TYPES[one.transition], of));
        return { ...one, recipients: [...new Set([...one.recipients, ...told])] };
      }),
    })),
  };
}

function tagged(tags: readonly string[]): Tagged {
  return { tags: new Set(tags), keys: new Set(tags.map(keyOf)) };
}
