import type { Properties } from "../../rpc/value.js";

export interface Declaration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/** What the recorded program declared, in the order in which its resources came to be. */
export function program(changed: boolean, idOf: (name: string) => string): Declaration[] {
  return [
    {
      type: "datadog:index/downtimeSchedule:DowntimeSchedule",
      name: "by-tags",
      inputs: {
        scope: "*",
        monitorIdentifier: { monitorTags: ["team:sre", "service:db"] },
        recurringSchedule: {
          timezone: "UTC",
          recurrences: [
            { start: "2027-01-09T00:00:00", duration: "1d", rrule: "FREQ=WEEKLY;BYDAY=SA,SU" },
            { start: "2027-01-04T00:00:00", duration: "9h", rrule: "FREQ=WEEKLY;BYDAY=MO" },
          ],
        },
      },
    },
    {
      type: "datadog:index/monitor:Monitor",
      name: "anomaly",
      inputs: {
        name: "connections behave oddly",
        type: "query alert",
        query:
          "avg(last_4h):anomalies(avg:postgresql.percent_usage_connections{env:dev} by {host}, 'basic', 2, direction='both', alert_window='last_15m', interval=60, count_default_zero='true') >= 1",
        message: "odd @oncall@example.com",
        monitorThresholds: { critical: "1", criticalRecovery: "0" },
        monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_15m" },
        requireFullWindow: false,
      },
    },
    {
      type: "datadog:index/monitor:Monitor",
      name: "my-metric",
      inputs: {
        name: "my_metric is high",
        type: "query alert",
        query: `avg(last_5m):avg:my_metric{env:dev} by {host} > ${changed ? 850 : 800}`,
        message: "{{#is_alert}}{{host.name}} {{host.ip}} {{value}} > {{threshold}}{{/is_alert}} @oncall@example.com",
        monitorThresholds: { critical: changed ? "850" : "800", warning: "500" },
        notifyNoData: true,
        noDataTimeframe: 10,
        requireFullWindow: false,
        renotifyInterval: 60,
        escalationMessage: "still high",
        includeTags: true,
        tags: ["service:db", "team:sre"],
        priority: "3",
        assets: [{ name: "Runbook", url: "https://example.com/runbook", category: "runbook" }],
      },
    },
    {
      type: "datadog:index/monitor:Monitor",
      name: "can-connect",
      inputs: {
        name: "PostgreSQL can connect",
        type: "service check",
        query: '"postgres.can_connect".over("env:dev").by("host","port").last(4).count_by_status()',
        message: "down @oncall@example.com",
        monitorThresholds: { critical: "3", ok: "2", warning: "1" },
        notifyNoData: false,
      },
    },
    {
      type: "datadog:index/downtimeSchedule:DowntimeSchedule",
      name: "weeknights",
      inputs: {
        scope: "env:dev",
        monitorIdentifier: { monitorId: Number(idOf("my-metric")) },
        recurringSchedule: {
          timezone: "Europe/Berlin",
          recurrences: [
            {
              start: "2027-01-04T19:00:00",
              duration: changed ? "13h" : "14h",
              rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            },
          ],
        },
        displayTimezone: "Europe/Berlin",
        message: "Quiet until 9. @oncall@example.com",
        muteFirstRecoveryNotification: true,
        notifyEndStates: ["alert", "warn", "no data"],
        notifyEndTypes: ["expired", "canceled"],
      },
    },
    {
      type: "datadog:index/dashboard:Dashboard",
      name: "host",
      inputs: {
        title: "Host db1",
        description: "declared",
        layoutType: "ordered",
        reflowType: "auto",
        tags: ["team:sre"],
        notifyLists: ["oncall@example.com"],
        templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: ["db1", "db2"] }],
        templateVariablePresets: [{ name: "db1", templateVariables: [{ name: "host", values: ["db1"] }] }],
        widgets: [
          {
            noteDefinition: {
              content: "# Notes",
              backgroundColor: "yellow",
              fontSize: "14",
              showTick: true,
              textAlign: "left",
              tickEdge: "left",
              tickPos: "50%",
            },
          },
          {
            groupDefinition: {
              title: "my_metric",
              layoutType: "ordered",
              widgets: [
                {
                  timeseriesDefinition: {
                    title: "my_metric",
                    showLegend: true,
                    legendLayout: "auto",
                    legendColumns: ["avg", "max"],
                    liveSpan: "5m",
                    requests: [
                      {
                        displayType: "line",
                        style: { palette: "dog_classic", lineType: "solid", lineWidth: "normal" },
                        queries: [
                          {
                            metricQuery: { name: "q", dataSource: "metrics", query: "avg:my_metric{$host} by {host}" },
                          },
                        ],
                        formulas: [{ formulaExpression: "q", alias: "my_metric" }],
                      },
                    ],
                    yaxis: { min: "0", max: "1000", includeZero: true, scale: "linear" },
                    markers: [{ value: "y > 800", displayType: "error dashed", label: "alert" }],
                    events: [{ q: "tags:env:dev" }],
                    customLinks: [{ label: "Runbook", link: "https://example.com/runbook" }],
                  },
                },
                {
                  timeseriesDefinition: {
                    title: "sum of an hour",
                    requests: [{ displayType: "bars", q: "sum:my_metric{$host} by {host}.rollup(sum, 3600)" }],
                  },
                },
                {
                  timeseriesDefinition: {
                    title: "anomalies",
                    requests: [
                      {
                        displayType: "line",
                        q: "anomalies(avg:postgresql.percent_usage_connections{$host} by {host}, 'basic', 2)",
                      },
                    ],
                  },
                },
              ],
            },
          },
          {
            queryValueDefinition: {
              title: "now",
              autoscale: true,
              precision: 1,
              liveSpan: "1h",
              requests: [
                {
                  aggregator: "last",
                  conditionalFormats: [{ comparator: ">", value: 800, palette: "white_on_red" }],
                  q: "avg:my_metric{$host}",
                },
              ],
            },
          },
          {
            toplistDefinition: {
              title: "hosts",
              requests: [{ q: "top(avg:my_metric{$host} by {host}, 10, 'mean', 'desc')" }],
            },
          },
          {
            hostmapDefinition: {
              title: "map",
              request: { fills: [{ q: "avg:system.cpu.user{*} by {host}" }] },
              nodeType: "host",
              groups: ["env"],
              scopes: ["$host"],
              style: { palette: "green_to_orange" },
            },
          },
          {
            checkStatusDefinition: {
              title: "can connect",
              check: "postgres.can_connect",
              grouping: "cluster",
              groupBies: ["host"],
              tags: ["env:dev"],
            },
          },
          { alertGraphDefinition: { alertId: idOf("my-metric"), vizType: "timeseries", title: "monitor" } },
          {
            manageStatusDefinition: {
              query: "env:dev",
              displayFormat: "countsAndList",
              colorPreference: "text",
              title: "monitors",
              summaryType: "monitors",
              sort: "status,asc",
            },
          },
          { eventStreamDefinition: { query: "tags:env:dev", eventSize: "s", title: "events" } },
          { servicemapDefinition: { service: "flask", filters: ["env:dev"], title: "services" } },
          {
            traceServiceDefinition: {
              env: "dev",
              service: "flask",
              spanName: "flask.request",
              showHits: true,
              showErrors: true,
              showLatency: true,
              showBreakdown: true,
              showDistribution: true,
              showResourceList: true,
              sizeFormat: "medium",
              displayFormat: "two_column",
              title: "flask",
            },
          },
          {
            heatmapDefinition: {
              title: "latency",
              requests: [{ q: "avg:trace.flask.request{$host} by {resource_name}" }],
            },
          },
          {
            changeDefinition: {
              title: "change",
              requests: [
                {
                  q: "avg:my_metric{$host} by {host}",
                  compareTo: "hour_before",
                  changeType: "absolute",
                  increaseGood: false,
                  orderBy: "change",
                  orderDir: "desc",
                  showPresent: true,
                },
              ],
            },
          },
          {
            queryTableDefinition: {
              title: "table",
              requests: [{ q: "avg:my_metric{$host} by {host}", aggregator: "avg", limit: 10 }],
            },
          },
          ...(changed
            ? [{ freeTextDefinition: { text: "added", color: "#d00", fontSize: "36", textAlign: "left" } }]
            : []),
        ],
      },
    },
  ];
}
