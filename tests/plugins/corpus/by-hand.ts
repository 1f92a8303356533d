import type { Properties } from "../../../sandbox/plugins/rpc/value.js";
import type { Case } from "./case.js";

/** An object that somebody made without Pulumi, and the inputs with which a program takes it over unchanged. */
interface Adoption {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  /** As a person or a script sends it: without what the plugin would fill in. */
  readonly body: object;
  readonly inputs: Properties;
}

const message = "{{#is_alert}}{{value}}{{/is_alert}} @oncall@example.com";

const adoptions: readonly Adoption[] = [
  {
    name: "monitor/import/made-by-hand",
    type: "datadog:index/monitor:Monitor",
    path: "/api/v1/monitor",
    body: {
      name: "my_metric is high",
      type: "query alert",
      query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
      message,
      tags: ["team:sre", "env:dev"],
      priority: 2,
      options: {
        thresholds: { critical: 800, warning: 500 },
        notify_no_data: true,
        no_data_timeframe: 20,
        renotify_interval: 60,
        renotify_statuses: ["alert", "no data"],
        escalation_message: "still",
        timeout_h: 1,
        notify_by: ["*"],
      },
    },
    inputs: {
      name: "my_metric is high",
      type: "query alert",
      query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
      message,
      tags: ["env:dev", "team:sre"],
      priority: "2",
      monitorThresholds: { critical: "800", warning: "500" },
      notifyNoData: true,
      noDataTimeframe: 20,
      requireFullWindow: false,
      renotifyInterval: 60,
      renotifyStatuses: ["alert", "no data"],
      escalationMessage: "still",
      timeoutH: 1,
      notifyBies: ["*"],
    },
  },
  {
    name: "monitor/import/with-missing-data",
    type: "datadog:index/monitor:Monitor",
    path: "/api/v1/monitor",
    body: {
      name: "my_metric is high",
      type: "metric alert",
      query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
      message,
      options: { thresholds: { critical: 800 }, on_missing_data: "show_no_data", require_full_window: true },
    },
    inputs: {
      name: "my_metric is high",
      type: "query alert",
      query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
      message,
      monitorThresholds: { critical: "800" },
      onMissingData: "show_no_data",
    },
  },
  {
    name: "monitor-composite/import/made-by-hand",
    type: "datadog:index/monitor:Monitor",
    path: "/api/v1/monitor",
    body: { name: "both", type: "composite", query: "1001 && !1001", message, tags: ["team:sre"] },
    inputs: {
      name: "both",
      type: "composite",
      query: "1001 && !1001",
      message,
      tags: ["team:sre"],
      requireFullWindow: false,
    },
  },
  {
    name: "downtime/import/made-by-hand",
    type: "datadog:index/downtimeSchedule:DowntimeSchedule",
    path: "/api/v2/downtime",
    body: {
      data: {
        type: "downtime",
        attributes: {
          scope: "env:dev",
          monitor_identifier: { monitor_tags: ["team:sre", "service:orders"] },
          message: "Quiet hours.",
          display_timezone: "Europe/Berlin",
          schedule: {
            timezone: "Europe/Berlin",
            recurrences: [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=DAILY" }],
          },
        },
      },
    },
    inputs: {
      scope: "env:dev",
      monitorIdentifier: { monitorTags: ["service:orders", "team:sre"] },
      message: "Quiet hours.",
      displayTimezone: "Europe/Berlin",
      recurringSchedule: {
        timezone: "Europe/Berlin",
        recurrences: [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=DAILY" }],
      },
    },
  },
  {
    name: "dashboard/import/made-by-hand",
    type: "datadog:index/dashboard:Dashboard",
    path: "/api/v1/dashboard",
    body: {
      title: "Hosts",
      description: "clicked together",
      layout_type: "ordered",
      reflow_type: "auto",
      tags: ["team:sre"],
      template_variables: [{ name: "host", prefix: "host", defaults: ["*"] }],
      widgets: [
        { definition: { type: "note", content: "# Notes" } },
        {
          definition: {
            type: "group",
            layout_type: "ordered",
            title: "Load",
            widgets: [
              {
                definition: {
                  type: "timeseries",
                  title: "my_metric",
                  requests: [{ q: "avg:my_metric{$host} by {host}", display_type: "line" }],
                },
              },
            ],
          },
        },
      ],
    },
    inputs: {
      title: "Hosts",
      description: "clicked together",
      layoutType: "ordered",
      reflowType: "auto",
      tags: ["team:sre"],
      templateVariables: [{ name: "host", prefix: "host", defaults: ["*"] }],
      widgets: [
        { noteDefinition: { content: "# Notes", hasPadding: false } },
        {
          groupDefinition: {
            layoutType: "ordered",
            title: "Load",
            showTitle: false,
            widgets: [
              {
                timeseriesDefinition: {
                  title: "my_metric",
                  requests: [{ q: "avg:my_metric{$host} by {host}", displayType: "line" }],
                },
              },
            ],
          },
        },
      ],
    },
  },
  {
    name: "restriction-policy/import/made-by-hand",
    type: "datadog:index/restrictionPolicy:RestrictionPolicy",
    path: "/api/v2/restriction_policy/monitor:1001",
    body: {
      data: {
        type: "restriction_policy",
        id: "monitor:1001",
        attributes: { bindings: [{ relation: "editor", principals: ["team:1", "role:2"] }] },
      },
    },
    inputs: { resourceId: "monitor:1001", bindings: [{ relation: "editor", principals: ["role:2", "team:1"] }] },
  },
];

/** Taken over with the resource option `import`, then found unchanged. */
export const madeByHand: readonly Case[] = adoptions.map(({ name, type, path, body, inputs }) => ({
  name,
  plugin: "datadog",
  type,
  steps: [{ byHand: { path, body } }, { import: "<id>" }, { up: inputs }, { up: inputs }, { refresh: true }],
}));
