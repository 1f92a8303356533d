import type { MessageExample } from "../../../datadog/lint/message";

/** A template as it is found, with the monitor that it was written for. */
export interface FoundTemplate extends Omit<MessageExample, "groups" | "watches" | "notifies"> {
  /** Where its like is found. */
  readonly from: string;
  /** @default none */
  readonly groups?: readonly string[];
  /** @default metric */
  readonly watches?: MessageExample["watches"];
  /** @default alert and recovery */
  readonly notifies?: MessageExample["notifies"];
  /** The mistakes that it does have. @default none */
  readonly errors?: readonly string[];
}

const VARIABLES = "https://docs.datadoghq.com/monitors/notify/variables/";
const NOTIFY = "https://docs.datadoghq.com/monitors/notify/";
const EVALUATION = "https://docs.datadoghq.com/monitors/guide/template-variable-evaluation/";
const SLACK = "https://docs.datadoghq.com/integrations/slack/";
const SYNTHETICS = "https://docs.datadoghq.com/synthetics/notifications/advanced_notifications";
const TERRAFORM = "datadog_monitor in a public Terraform module";
const API = "a monitor in a public repository's JSON or YAML";
const ANSWERS = "an answer to Datadog's hiring exercise";

const WARNED: MessageExample["notifies"] = ["alert", "warning", "recovery"];
const SILENT: MessageExample["notifies"] = ["alert", "noData", "recovery"];
const ALL: MessageExample["notifies"] = ["alert", "warning", "noData", "recovery"];

/**
 * Templates as Datadog's documentation and public repositories have them: their tags, handles, indentation and
 * mistakes are kept; names and words are changed.
 */
export const FOUND: readonly FoundTemplate[] = [
  { from: NOTIFY, text: "The disk is nearly full @ops-team@example.com" },
  {
    from: VARIABLES,
    text: "{{#is_alert}}\n  The queue is stuck. @pagerduty-queue\n{{/is_alert}}\n{{#is_recovery}}\n  It moves again. @pagerduty-queue\n{{/is_recovery}}",
  },
  {
    from: VARIABLES,
    groups: ["host"],
    text: '{{#is_match "host.role.name" "db"}}\n  The host has a role with `db` in it.\n  @db-team@example.com\n{{/is_match}}\nLook at it. @slack-ops',
  },
  {
    from: VARIABLES,
    groups: ["role"],
    text: '{{#is_match "role.name" "db" "database"}}\n  This is shown for both. @db-team@example.com\n{{/is_match}}',
  },
  {
    from: VARIABLES,
    groups: ["role"],
    text: '{{#is_match "role.name" "db"}}\n  A database. @db-team@example.com\n{{else}}\n  Something else.\n  @slack-example\n{{/is_match}}',
  },
  {
    from: VARIABLES,
    groups: ["role"],
    text: '{{^is_match "role.name" "db"}}\n  No database.\n  @slack-example\n{{/is_match}}',
  },
  {
    from: VARIABLES,
    groups: ["host"],
    text: '{{#is_exact_match "host.name" "production" "staging"}}\n  One of the two. @dev-team@example.com\n{{/is_exact_match}}',
  },
  {
    from: VARIABLES,
    text: '{{#is_exact_match "value" "5"}}\n  It is 5, or 5.0. @dev-team@example.com\n{{/is_exact_match}}',
  },
  {
    from: VARIABLES,
    groups: ["host"],
    text: '{{#is_exact_match "host.datacenter" ""}}\n  Nobody knows where it stands.\n{{/is_exact_match}} @slack-ops',
  },
  {
    from: VARIABLES,
    groups: ["env"],
    notifies: ["alert", "recovery", "renotify"],
    text: '{{#is_renotify}}\n{{#is_match "env" "production"}}\n  Still so: @dev-team@example.com\n{{/is_match}}\n{{/is_renotify}}\n\nThe first message. @slack-ops',
  },
  {
    from: VARIABLES,
    notifies: ["alert", "recovery", "renotify"],
    text: "{{^is_renotify}}\nIt alerts for the first time @dev-team@example.com\n\nWhat to do:\n1. Go there\n2. Do that\n{{/is_renotify}}\n\nThis is said both times.\n\n{{#is_renotify}}\n  This is said later @dev-team@example.com\n{{/is_renotify}}\n\n",
  },
  { from: VARIABLES, groups: ["dot.key.test"], text: "{{[dot.key.test].name}} is slow @slack-ops" },
  { from: VARIABLES, groups: ["@machine_id"], watches: "log", text: "It came from {{ @machine_id.name }} @slack-ops" },
  {
    from: VARIABLES,
    groups: ["@network.client.ip"],
    watches: "log",
    text: "From {{ [@network.client.ip].name }} @slack-ops",
  },
  { from: VARIABLES, watches: "log", text: "{{ log.attributes.[error.message] }}\n{{ log.tags.env }}\n@slack-ops" },
  { from: VARIABLES, watches: "event", text: "{{ event.tags.[dot.key.test] }}\n{{{event.text}}} @slack-ops" },
  { from: VARIABLES, watches: "composite", text: "{{ a.value }} with {{ b.status }}: {{ a.log.message }} @slack-ops" },
  { from: VARIABLES, watches: "check", groups: ["host"], text: "{{{check_message}}} on {{host.name}} @slack-ops" },
  {
    from: VARIABLES,
    groups: ["service"],
    text: "@slack-{{service.name}} There is something wrong with {{service.name}}.\n{{service.links[Runbook]}} {{service.team}}",
  },
  {
    from: VARIABLES,
    groups: ["kube_namespace", "kube_cluster_name"],
    text: '{{kube_namespace.cluster_name}}: {{kube_namespace.display_name}} @slack-{{kube_namespace.owner}}\n{{#is_exact_match "kube_namespace.owner" ""}}\n  @slack-example\n  // told where nobody owns it.\n{{/is_exact_match}}',
  },
  {
    from: VARIABLES,
    groups: ["host"],
    text: 'https://app.datadoghq.com/dash/integration/system_overview?tpl_var_scope=host:{{host.name}}\nhttps://app.datadoghq.com/logs?from_ts={{eval "last_triggered_at_epoch-10*60*1000"}}&to_ts={{eval "last_triggered_at_epoch+10*60*1000"}}&live=false @slack-ops',
  },
  {
    from: `${VARIABLES}#dynamic-links, with its quotation mark missing`,
    text: 'https://app.datadoghq.com/logs>?from_ts={{eval "last_triggered_at_epoch-10*60*1000}}&live=false @slack-ops',
    errors: ["message/syntax"],
  },
  { from: VARIABLES, text: "{{!-- for the editor --}}\n{{!-- and so is this }}\nIt is slow. @slack-ops" },
  { from: VARIABLES, text: "{{{{raw}}}}\n{{ <TEXT_1> }} {{ <TEXT_2> }}\n{{{{/raw}}}} @slack-ops" },
  {
    from: VARIABLES,
    groups: ["host"],
    text: '{{{{is_match "host.name" "db"}}}}\n{{ .matched }} the host name\n{{{{/is_match}}}}\nfull @slack-ops',
  },
  {
    from: VARIABLES,
    groups: ["service"],
    text: 'https://app.datadoghq.com/services/{{urlencode "service.name"}} fails @slack-ops',
  },
  { from: VARIABLES, text: "since {{local_time 'last_triggered_at' 'Asia/Tokyo'}} @slack-ops" },
  {
    from: NOTIFY,
    notifies: ["alert", "warning"],
    text: "{{#is_alert}}\n{{override_priority 'P1'}}\n ...it is down\n{{/is_alert}}\n{{#is_warning}}\n{{override_priority 'P4'}}\n...it is slow\n{{/is_warning}} @oncall-web",
  },
  { from: NOTIFY, text: "Restarting: @workflow-restart(hostname=host.name, env=env.name) @case-web" },
  {
    from: EVALUATION,
    text: '{{#is_exact_match (eval "int(last_triggered_at_epoch / 3600000 % 24)") "8" "9" "10"}}  \nIn the morning @slack-morning\n{{/is_exact_match}}\n{{eval "humanize_bytes(value)"}} {{eval "round(value/1000, 2)"}} @slack-ops',
  },
  {
    from: SLACK,
    groups: ["@machine_id"],
    watches: "log",
    notifies: ["alert", "warning", "recovery", "renotify"],
    text: "The load is above {{warn_threshold}} on {{ @machine_id.name }}.\n{{#is_renotify}}\nCalling @slack-infrastructure <!subteam^12345>\n{{/is_renotify}}",
  },
  { from: SLACK, text: "Full: @slack-SLACK_ACCOUNT-SLACK_CHANNEL <@USERNAME> <!here>" },
  {
    from: SYNTHETICS,
    watches: "synthetics",
    text: '{{!\nThe object `{{synthetics.failed_step}}` points at the step.\nIt is a shortcut.\n}}\n{{#is_exact_match synthetics.failed_step.id "svn-yrx-3xg"}}\n  The backend.\n  @slack-backend-team\n{{else}}\n  Something else\n  @slack-frontend-team\n{{/is_exact_match}}',
  },
  {
    from: SYNTHETICS,
    watches: "synthetics",
    text: '{{! What failed }}\nIt {{#is_alert}}failed{{else}}recovered{{/is_alert}} after {{eval "synthetics.attributes.result.duration/1000" }}s on the {{#if synthetics.attributes.location.privateLocation}}own{{else}}managed{{/if}} {{synthetics.attributes.location.id}}.\n{{#with synthetics.attributes.device}}\nOn {{name}} ({{browser.type}}, {{resolution.width}}x{{resolution.height}}).\n{{/with}}\n@notify-slack-web',
  },
  {
    from: SYNTHETICS,
    watches: "synthetics",
    text: "{{#each synthetics.attributes.result.steps}}\n* {{description}}: {{status}}\n  {{#each variables.extracted}}\n  `{{@key}}`: {{#if this.secure}}hidden{{else}}`{{{val}}}`{{/if}}{{#unless @last}}, {{/unless}}\n  {{/each}}\n{{/each}}\n@slack-web",
  },
  {
    from: TERRAFORM,
    groups: ["host"],
    notifies: ALL,
    text: "        Value: {{value}}\n        Name: {{host.name}}\n\n        {{#is_no_data}}Nothing comes @pagerduty{{/is_no_data}}\n        {{#is_alert}}@pagerduty{{/is_alert}}\n        {{#is_warning}}@pagerduty{{/is_warning}}\n        {{#is_recovery}}@pagerduty{{/is_recovery}}\n        @slack-alerts\n        ",
  },
  {
    from: TERRAFORM,
    notifies: WARNED,
    text: "{{#is_warning}}\nErrors are above {{warn_threshold}}%.\n\n@slack-web\n{{/is_warning}}\n\n{{#is_warning_recovery}}\nErrors are fewer.\n\n@slack-web\n{{/is_warning_recovery}}\n\n{{#is_alert}}\nErrors are above {{threshold}}%.\n\n@pagerduty-web\n{{/is_alert}}\n\n{{#is_alert_recovery}}\nErrors are fewer.\n\n@pagerduty-web\n{{/is_alert_recovery}}\n\n{{^is_recovery}}\n[The dashboard](https://app.datadoghq.com/dashboard/abc)\n{{/is_recovery}}\n",
  },
  {
    from: TERRAFORM,
    notifies: SILENT,
    text: "    {{#is_alert}}\n    No pods run. See the deployment. \n    {{/is_alert}} \n    {{#is_alert_recovery}}\n    Pods run again. \n    {{/is_alert_recovery}} \n    {{#is_no_data}}It can't be seen any more.{{/is_no_data}}\n    {{#is_no_data_recovery}}It is seen again.{{/is_no_data_recovery}}\n    Runbook: https://wiki.example.com/x/467878281271/\n\n    notify: @webhook-oncall-pilot \n",
  },
  {
    from: `${TERRAFORM}, with two braces too many`,
    notifies: WARNED,
    text: "{{#is_alert}} high {{/is_alert}}\n{{#is_alert_recovery}} high}} {{/is_alert_recovery}}\n{{#is_alert_to_warning}} high mild {{/is_alert_to_warning}}\n\n{{#is_warning}} mild {{/is_warning}}\n{{#is_warning_recovery}} mild {{/is_warning_recovery}}\n@slack-ops",
    errors: ["message/stray-brace"],
  },
  {
    from: TERRAFORM,
    groups: ["name"],
    text: "- ***Target*** : {{name.name}}\n- ***Value*** : {{value}}\n- ***Last*** : {{local_time 'last_triggered_at' 'Asia/Seoul'}}{{{{raw}}}}(KST){{{{/raw}}}}{{#is_alert_recovery}}\n- ***Duration*** : {{triggered_duration_sec}}{{{{raw}}}} seconds{{{{/raw}}}}{{/is_alert_recovery}}\n- ***Told*** : \n@teams-noc",
  },
  {
    from: `${TERRAFORM}, with a host without its name and a value with a capital`,
    groups: ["host"],
    notifies: ALL,
    text: "@slack-cloud-alerts\nPriority:P3\n\n@webhook-XiteIt \n\nSummary:P3 - {{Value}} bytes on Node:{{host}}\nThreshold:{{threshold}}\nWarning Threshold:{{warn_threshold}}\n\nSeverity:{{#is_alert}}Critical{{/is_alert}}{{#is_warning}}Warning{{/is_warning}}{{#is_no_data}}No Data{{/is_no_data}}{{#is_recovery}}Recovered{{/is_recovery}}\n",
    errors: ["message/empty-host-variable", "message/unknown-variable"],
  },
  {
    from: TERRAFORM,
    groups: ["kube_cluster_name"],
    text: '    {{#is_alert}}\n    {{#is_exact_match "kube_cluster_name.name" "production"}}@pagerduty-mq{{/is_exact_match}}\n    {{#is_exact_match "kube_cluster_name.name" "staging"}}@slack-mq{{/is_exact_match}} \n    {{/is_alert}} \n\n    too much memory in {{kube_cluster_name.name}}: `{{value}}` percent\n\n    {{#is_recovery}}\n    @slack-mq\n    {{/is_recovery}}\n',
  },
  {
    from: TERRAFORM,
    groups: ["deployment"],
    text: "  {{#is_alert}}\nNo replicas of {{deployment.name}}\n{{/is_alert}}\n{{^is_alert}}\nReplicas of {{deployment.name}} again\n{{/is_alert}}\n@slack-k8s\n\n  ",
  },
  {
    from: TERRAFORM,
    groups: ["host"],
    text: "{{^is_recovery}}The agent is silent on **{{host.name}}**. See that all is well.{{/is_recovery}}\n{{#is_recovery}}The agent speaks again.{{/is_recovery}}\n@slack-Cloud-topic-infra",
  },
  {
    from: TERRAFORM,
    notifies: WARNED,
    text: "{{!-- Warning --}}\n{{#is_warning}}\n{{override_priority 'P2'}}\n🔔\n{{/is_warning}}\n\n{{!-- Warning Recovery --}}\n{{#is_warning_recovery}}\n✅\n{{/is_warning_recovery}}\n\n{{!-- Alert --}}\n{{#is_alert}}\n{{override_priority 'P1'}}\n🚨\n{{/is_alert}}\n\n{{#is_alert_recovery}}\n✅\n{{/is_alert_recovery}}\n\n-----------\n🕒 *Triggered at (UTC):* {{last_triggered_at}} @pagerduty-validator",
  },
  {
    from: TERRAFORM,
    notifies: ["alert", "warning"],
    text: "@slack-alerts-dev ```{{#is_alert}} ALERT! It takes {{value}} days. {{override_priority 'P1'}} {{/is_alert}} {{#is_warning}} It takes {{value}} days. {{override_priority 'P3'}} {{/is_warning}} ```",
  },
  {
    from: TERRAFORM,
    watches: "log",
    groups: ["env"],
    text: '* **Status**: {{log.status}}\n* **Link**: {{log.link}}\n{{#is_alert}}\n{{#is_match "env.name" "prod" "prd"}}\n    @pagerduty-web\n{{/is_match}}\n{{^is_match "env.name" "prod" "prd"}}\n    @slack-web\n{{/is_match}}\n{{/is_alert}}\n{{#is_recovery}}\n@slack-web\n{{/is_recovery}}\n',
  },
  {
    from: `${TERRAFORM}, with a block that is closed twice`,
    watches: "log",
    groups: ["env"],
    text: '{{#is_alert}}\n{{^is_match "env.name" "prod" "prd"}}\n    @slack-web\n  {{/is_match}}\n{{/is_match}}\n{{/is_alert}}\n',
    errors: ["message/syntax"],
  },
  {
    from: TERRAFORM,
    watches: "trace",
    groups: ["@issue.id"],
    text: "{{#is_alert}}\n[[ View ](https://app.datadoghq.com/apm/error-tracking/issue/{{[@issue.id].name}})] [[ Trace ]({{span.link}})]\n\n- Service: {{span.service}}\n- Resource: {{span.resource_name}}\n\nMessage:\n```\n{{span.attributes.error.message}}\n```\n{{/is_alert}}\n{{#is_recovery}}\nNot seen for an hour\n{{/is_recovery}}\n@slack-web\n",
  },
  {
    from: TERRAFORM,
    watches: "trace",
    text: "{{#is_alert}}\n- *HTTP*\n```\nurl: {{ span.attributes.http.url }}\nrequest.headers.x-access-token: {{ span.attributes.http.request.headers.x-access-token }}\n```\n{{/is_alert}}\n\n{{#is_alert_recovery}}\n💊 [Error({{ span.trace_id }})]({{ span.link }}) is gone.\n{{/is_alert_recovery}}\n\n@slack-skshieldus-prd알람",
  },
  {
    from: TERRAFORM,
    groups: ["health_check.channel", "health_check.priority"],
    text: '@slack-{{ [health_check.channel].name }}\n{{#is_exact_match "[health_check.priority].name" "high"}}\n@pagerduty-{{[health_check.channel].name}}\n{{/is_exact_match}}\nThe health check fails.',
  },
  {
    from: API,
    groups: ["host"],
    notifies: WARNED,
    text: "{{#is_alert}}\nThe checkout takes {{value}}s (threshold {{threshold}}s) on {{host.name}}.\nRoute: /checkout\n@slack-backend-alerts @pagerduty-checkout-oncall\n{{/is_alert}}\n{{#is_warning}}\nThe checkout is slow ({{value}}s) on {{host.name}}.\n@slack-backend-alerts\n{{/is_warning}}\n{{#is_recovery}}\nIt is fast again on {{host.name}}.\n@slack-backend-alerts\n{{/is_recovery}}",
  },
  {
    from: API,
    groups: ["env"],
    text: "{{#is_alert}}\nErrors in {{env.name}} are over {{threshold}}%!\n\nNow: {{value}}%\n\nSee the [dashboard](https://app.datadoghq.com/dashboard/api-overview)\n{{/is_alert}}\n{{#is_alert_recovery}}\n{{env.name}} is back to normal.\n{{/is_alert_recovery}}\n@slack-api",
  },
  { from: API, text: "@lb-jobs@example.com @opsgenie-OPS @jira-ops-bug the queue waits {{value}} s" },
  {
    from: API,
    groups: ["host"],
    text: "The load is high.\nHost name: {{host.name}}\nHost IP: {{host.ip}}\nEnvironment: {{host.env}}\nLayer: {{host.role}} \nNotify: @pagerduty",
  },
  {
    from: API,
    groups: ["availability-zone"],
    text: "Much is missing. See whether AWS is down.\n{{#is_alert}}\nHalf of {{availability-zone.name}} is missing !!\n@webhook-mute-ALL-monitor-scope\n{{/is_alert}}\n\n{{#is_alert_recovery}}\n{{availability-zone.name}} is back !!\n@webhook-unmute-ALL-monitor-scope\n{{/is_alert_recovery}}",
  },
  {
    from: API,
    text: "{{#is_alert}} @webhook-group-alert-check down {{/is_alert}}\n{{#is_recovery}} @webhook-group-ok-check up {{/is_recovery}}",
  },
  {
    from: API,
    watches: "ci",
    text: 'Flaky again.\n{{#is_match "citest.attributes.test.codeowners" "MyOrg/my-team"}}\n  @slack-my-team-channel\n{{/is_match}}\n{{#is_match "citest.attributes.test.codeowners" "MyOrg/my-other-team"}}\n  @slack-my-other-team-channel\n{{/is_match}}',
  },
  {
    from: ANSWERS,
    groups: ["host"],
    notifies: ALL,
    text: "Aloha!\n\nHOST: {{host.name}}\nHOST IP: {{host.ip}}\n\n{{#is_alert}}Above {{threshold}} for 5 minutes: {{value}}. {{/is_alert}} \n{{#is_warning}}Above {{warn_threshold}} for 5 minutes: {{value}}. {{/is_warning}} \n{{#is_no_data}}Nothing for 10 minutes.{{/is_no_data}} \n{{#is_alert_recovery}}Phew!{{/is_alert_recovery}} \n{{#is_warning_recovery}}Good.{{/is_warning_recovery}} \n{{^is_no_data_recovery}}It speaks again.{{/is_no_data_recovery}} \n\nYours,\n@me@example.com\n",
  },
  {
    from: `${ANSWERS}, with the conditionals' signs missing`,
    groups: ["host"],
    notifies: ALL,
    text: "{{is_alert}} above 800.  {{host.ip}} {{is_alert}}\n{{is_warning}} above 500. {{is_warning}}\n\n@me@example.com",
    errors: [
      "message/unknown-variable",
      "message/unknown-variable",
      "message/unknown-variable",
      "message/unknown-variable",
    ],
  },
  {
    from: ANSWERS,
    groups: ["host"],
    notifies: ALL,
    text: "{{#is_warning}}Heads up, {{host.name}}: {{value}} [~approx 5 mins ago].{{/is_warning}}\n\n{{#is_alert}}Heads up, {{host.name}}: {{value}}.{{/is_alert}}\n\n{{#is_recovery}}Recovered at {{ok_threshold}}{{/is_recovery}}{{#is_no_data}} Silent for 10 minutes.{{/is_no_data}} @joe@example.com",
  },
];
