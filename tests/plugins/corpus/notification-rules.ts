import type { Specimen } from "./specimens.js";

export const notificationRule: Specimen = {
  name: "notification-rule",
  plugin: "datadog",
  type: "datadog:index/monitorNotificationRule:MonitorNotificationRule",
  inputs: {
    name: "Lookout: storage of dev",
    filter: { tags: ["team:storage", "env:dev"] },
    recipients: ["slack-storage", "oncall@example.com"],
  },
  others: { filter: { scope: "team:storage AND NOT env:dev" }, "filter.tags": ["env:prod"] },
};

export const notificationRuleByState: Specimen = {
  name: "notification-rule-by-state",
  plugin: "datadog",
  type: notificationRule.type,
  inputs: {
    name: "Lookout: storage of dev",
    filter: { tags: ["env:dev"] },
    conditionalRecipients: {
      conditions: [
        { scope: "transition_type:is_alert", recipients: ["pagerduty-storage", "oncall@example.com"] },
        { scope: "transition_type:is_warning", recipients: ["slack-storage"] },
      ],
    },
  },
  others: { "conditionalRecipients.conditions[0].scope": "transition_type:is_recovery" },
  elsewhere: ["name", "filter", "filter.tags", "filter.tags[0]"],
};
