import type { Variable, Widget } from "../../components/dashboards/declaration";

/** A dashboard as teams write them, of each kind of widget that the provider has. */
interface OwnDashboard {
  readonly title: string;
  readonly variables?: readonly Variable[];
  readonly widgets: readonly Widget[];
}

const metric = (name: string, query: string, aggregator?: string) => ({
  metricQuery: { dataSource: "metrics", name, query, ...(aggregator !== undefined && { aggregator }) },
});
const events = (name: string, dataSource: string, query: string, more: object = {}) => ({
  eventQuery: { name, dataSource, indexes: ["*"], search: { query }, computes: [{ aggregation: "count" }], ...more },
});
const SHOP: Variable = { name: "service", prefix: "service", defaults: ["shop"] };

/** By what they show most of: facts of Datadog's documentation and of public teams' dashboards, in other names. */
export const DASHBOARDS: Readonly<Record<string, OwnDashboard>> = {
  timeseries: {
    title: "Web tier",
    widgets: [
      {
        timeseriesDefinition: {
          title: "Requests by status",
          requests: [
            {
              displayType: "bars",
              q: "sum:nginx.net.request_per_s{$host} by {status}.as_count()",
              style: { palette: "dog_classic" },
            },
            { displayType: "line", onRightYaxis: true, q: "avg:nginx.net.connections{$host}" },
          ],
          events: [{ q: "source:deploy" }],
          markers: [{ value: "y = 500", displayType: "error dashed", label: "most" }],
          yaxis: { includeZero: true, scale: "log" },
          liveSpan: "4h",
        },
      },
    ],
  },
  "query-value": {
    title: "At a glance",
    widgets: [
      {
        queryValueDefinition: {
          title: "Error share",
          precision: 2,
          autoscale: false,
          customUnit: "%",
          requests: [
            {
              formulas: [{ formulaExpression: "errors / hits * 100", limit: { count: 1, order: "desc" } }],
              queries: [
                metric("errors", "sum:trace.flask.request.errors{$host}.as_count()", "sum"),
                metric("hits", "sum:trace.flask.request.hits{$host}.as_count()", "sum"),
              ],
              conditionalFormats: [{ comparator: ">", value: 5, palette: "white_on_red" }],
            },
          ],
        },
      },
    ],
  },
  toplist: {
    title: "Who uses most",
    widgets: [
      {
        toplistDefinition: {
          title: "Hosts by load",
          requests: [{ q: "top(avg:system.load.norm.1{$host} by {host}, 10, 'mean', 'desc')" }],
          customLinks: [{ label: "Its page", link: "/infrastructure?host={{host.value}}" }],
        },
      },
    ],
  },
  table: {
    title: "Endpoints",
    variables: [SHOP],
    widgets: [
      {
        queryTableDefinition: {
          title: "By endpoint",
          hasSearchBar: "auto",
          requests: [
            {
              formulas: [
                { alias: "hits", formulaExpression: "a", cellDisplayMode: "bar" },
                { alias: "per second", formulaExpression: "per_second(a)" },
              ],
              queries: [
                events("a", "spans", "$service", {
                  groupBies: [{ facet: "resource_name", limit: 20, sort: { aggregation: "count", order: "desc" } }],
                }),
              ],
            },
          ],
        },
      },
      {
        queryTableDefinition: {
          title: "Volumes",
          requests: [{ q: "max:system.disk.in_use{$host} by {device}", aggregator: "max", alias: "full", limit: 20 }],
        },
      },
    ],
  },
  heatmap: {
    title: "Spread",
    widgets: [
      { heatmapDefinition: { title: "CPU", requests: [{ q: "avg:system.cpu.user{$host} by {host}" }] } },
      { distributionDefinition: { title: "Latency", requests: [{ q: "avg:shop.latency{$host} by {host}" }] } },
    ],
  },
  logs: {
    title: "Logs",
    variables: [SHOP],
    widgets: [
      {
        logStreamDefinition: {
          title: "Errors",
          query: "$service $host status:error",
          indexes: ["main"],
          columns: ["core_host", "core_service"],
          messageDisplay: "expanded-md",
          sort: { column: "time", order: "desc" },
        },
      },
      {
        listStreamDefinition: {
          title: "Newest issues",
          requests: [
            {
              responseFormat: "event_list",
              columns: [{ field: "timestamp", width: "auto" }],
              query: { dataSource: "apm_issue_stream", queryString: "$service" },
            },
          ],
        },
      },
      {
        listStreamDefinition: {
          title: "Patterns",
          requests: [
            {
              responseFormat: "event_list",
              columns: [{ field: "message", width: "full" }],
              query: { dataSource: "logs_pattern_stream", queryString: "$service", groupBies: [{ facet: "service" }] },
            },
          ],
        },
      },
      {
        timeseriesDefinition: {
          title: "Errors over time",
          requests: [
            {
              displayType: "bars",
              logQuery: {
                index: "*",
                searchQuery: "status:error",
                computeQuery: { aggregation: "count", interval: 60_000 },
                groupBies: [{ facet: "service", limit: 10, sortQuery: { aggregation: "count", order: "desc" } }],
              },
            },
          ],
        },
      },
    ],
  },
  objectives: {
    title: "Objectives",
    widgets: [
      {
        serviceLevelObjectiveDefinition: {
          title: "Checkout works",
          sloId: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
          viewType: "detail",
          viewMode: "overall",
          timeWindows: ["7d", "30d", "previous_month"],
          showErrorBudget: true,
        },
      },
      {
        sloListDefinition: {
          title: "All of ours",
          request: { requestType: "slo_list", query: { queryString: "team:shop", limit: 20 } },
        },
      },
      {
        timeseriesDefinition: {
          title: "Budget",
          requests: [
            {
              queries: [
                {
                  sloQuery: {
                    name: "a",
                    dataSource: "slo",
                    sloId: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
                    measure: "error_budget_remaining",
                  },
                },
              ],
              formulas: [{ formulaExpression: "a" }],
            },
          ],
        },
      },
    ],
  },
  alerts: {
    title: "What is alerting",
    widgets: [
      { alertGraphDefinition: { title: "The queue", alertId: "1234567", vizType: "timeseries", liveSpan: "1d" } },
      { alertValueDefinition: { title: "Now", alertId: "1234567", precision: 1, unit: "b" } },
      {
        manageStatusDefinition: {
          title: "Ours",
          query: "tag:team:shop status:(alert OR warn)",
          displayFormat: "countsAndList",
          summaryType: "monitors",
        },
      },
      {
        checkStatusDefinition: {
          title: "Up",
          check: "redis.can_connect",
          grouping: "cluster",
          groupBies: ["host"],
          tags: ["env:dev"],
        },
      },
    ],
  },
  change: {
    title: "Week over week",
    widgets: [
      {
        changeDefinition: {
          title: "Orders",
          requests: [
            {
              q: "sum:shop.orders{$host} by {country}.as_count()",
              changeType: "relative",
              compareTo: "week_before",
              increaseGood: true,
              orderBy: "change",
              orderDir: "desc",
              showPresent: true,
            },
          ],
        },
      },
    ],
  },
  hostmap: {
    title: "Fleet",
    widgets: [
      {
        hostmapDefinition: {
          title: "By zone",
          nodeType: "host",
          groups: ["availability-zone"],
          scopes: ["env:dev"],
          request: {
            fills: [{ q: "avg:system.cpu.user{*} by {host}" }],
            sizes: [{ q: "max:system.mem.total{*} by {host}" }],
          },
          style: { palette: "green_to_orange" },
        },
      },
      {
        scatterplotDefinition: {
          title: "CPU and memory",
          colorByGroups: ["role"],
          request: {
            xes: [{ q: "avg:system.cpu.user{$host} by {host}", aggregator: "avg" }],
            ys: [{ q: "avg:system.mem.used{$host} by {host}", aggregator: "avg" }],
          },
        },
      },
    ],
  },
  events: {
    title: "What was done",
    widgets: [
      { eventTimelineDefinition: { title: "When", query: "sources:deploy", tagsExecution: "and" } },
      { eventStreamDefinition: { title: "What", query: "sources:deploy", eventSize: "l" } },
      {
        listStreamDefinition: {
          title: "As a list",
          requests: [
            {
              responseFormat: "event_list",
              columns: [{ field: "title", width: "auto" }],
              query: { dataSource: "event_stream", queryString: "source:deploy", eventSize: "s" },
            },
          ],
        },
      },
    ],
  },
  ...{
    group: {
      title: "In parts",
      widgets: [
        {
          groupDefinition: {
            title: "Database",
            layoutType: "ordered",
            backgroundColor: "vivid_blue",
            widgets: [
              { noteDefinition: { content: "## Read this first\n\n[The runbook](https://wiki.example.com/db)" } },
              {
                timeseriesDefinition: {
                  title: "Connections",
                  requests: [{ q: "sum:postgresql.connections{$host} by {db}" }],
                },
              },
            ],
          },
        },
        {
          groupDefinition: { title: "Empty yet", layoutType: "ordered", widgets: [] },
        },
      ],
    },
    world: {
      title: "Around the world",
      widgets: [
        {
          geomapDefinition: {
            title: "Visits",
            requests: [
              {
                queries: [
                  events("a", "rum", "@type:session", { groupBies: [{ facet: "@geo.country_iso_code", limit: 250 }] }),
                ],
                formulas: [{ formulaExpression: "a" }],
              },
            ],
            style: { palette: "hostmap_blues", paletteFlip: false },
            view: { focus: "WORLD" },
          },
        },
        {
          sunburstDefinition: {
            title: "Browsers",
            requests: [
              {
                rumQuery: {
                  index: "*",
                  searchQuery: "@type:view",
                  computeQuery: { aggregation: "count" },
                  groupBies: [{ facet: "@browser.name", limit: 10 }],
                },
              },
            ],
            legendTable: { type: "table" },
          },
        },
        {
          treemapDefinition: {
            title: "Bytes",
            requests: [
              {
                queries: [metric("a", "sum:shop.bytes{$host} by {service}", "sum")],
                formulas: [{ formulaExpression: "a" }],
              },
            ],
          },
        },
      ],
    },
    texts: {
      title: "Welcome",
      widgets: [
        {
          noteDefinition: { content: "", backgroundColor: "yellow", tickPos: "50%", tickEdge: "left", showTick: true },
        },
        {
          freeTextDefinition: { text: "On call: see the rota", color: "#4d4d4d", fontSize: "auto", textAlign: "left" },
        },
        { imageDefinition: { url: "https://www.example.com/floor.png", sizing: "cover", margin: "sm" } },
        { iframeDefinition: { url: "https://status.example.com/" } },
      ],
    },
    services: {
      title: "Services",
      variables: [SHOP],
      widgets: [
        { servicemapDefinition: { title: "Around the shop", service: "shop", filters: ["env:dev", "datacenter:*"] } },
        {
          topologyMapDefinition: {
            title: "And beyond",
            requests: [
              {
                requestType: "topology",
                queries: [{ dataSource: "service_map", filters: ["env:dev"], service: "shop" }],
              },
            ],
          },
        },
        {
          traceServiceDefinition: {
            title: "The shop",
            env: "dev",
            service: "shop",
            spanName: "flask.request",
            showHits: true,
            showErrors: true,
          },
        },
        {
          queryValueDefinition: {
            title: "p95",
            requests: [
              {
                queries: [
                  {
                    apmResourceStatsQuery: {
                      name: "a",
                      dataSource: "apm_resource_stats",
                      env: "dev",
                      service: "shop",
                      stat: "latency_p95",
                      operationName: "flask.request",
                    },
                  },
                ],
                formulas: [{ formulaExpression: "a" }],
              },
            ],
          },
        },
        {
          timeseriesDefinition: {
            title: "Hits",
            requests: [{ q: "sum:trace.flask.request.hits{$service}.as_rate()" }],
          },
        },
      ],
    },
    processes: {
      title: "Processes",
      widgets: [
        {
          timeseriesDefinition: {
            title: "Memory of java",
            requests: [
              {
                processQuery: {
                  metric: "process.stat.memory.rss",
                  searchBy: "java",
                  filterBies: ["env:dev"],
                  limit: 5,
                },
              },
            ],
          },
        },
        {
          toplistDefinition: {
            title: "Containers",
            requests: [
              {
                queries: [
                  {
                    processQuery: {
                      name: "a",
                      dataSource: "container",
                      metric: "process.stat.container.cpu.total_pct",
                      limit: 10,
                      sort: "desc",
                    },
                  },
                ],
                formulas: [{ formulaExpression: "a" }],
              },
            ],
          },
        },
      ],
    },
    split: {
      title: "One for each",
      widgets: [
        {
          splitGraphDefinition: {
            title: "CPU of each role",
            size: "sm",
            sourceWidgetDefinition: {
              timeseriesDefinition: { title: "CPU", requests: [{ q: "avg:system.cpu.user{$host} by {role}" }] },
            },
            splitConfig: {
              limit: 12,
              sort: { order: "desc" },
              splitDimensions: { oneGraphPer: "role" },
            },
          },
        },
        { powerpackDefinition: { powerpackId: "0a1b2c3d-0000-4000-8000-0123456789ab", title: "Ours" } },
        {
          runWorkflowDefinition: { title: "Restart", workflowId: "0a1b2c3d-0000-4000-8000-0123456789ab" },
        },
      ],
    },
    costs: {
      title: "What it costs",
      widgets: [
        {
          timeseriesDefinition: {
            title: "By product",
            requests: [
              {
                displayType: "bars",
                queries: [
                  {
                    cloudCostQuery: {
                      name: "a",
                      dataSource: "cloud_cost",
                      query: "sum:aws.cost.amortized{*} by {aws_product}.rollup(sum, daily)",
                    },
                  },
                ],
                formulas: [{ formulaExpression: "a" }],
              },
            ],
          },
        },
      ],
    },
    formulas: {
      title: "Reckoned",
      widgets: [
        {
          timeseriesDefinition: {
            title: "Hit ratio, and a week ago",
            requests: [
              {
                formulas: [
                  { alias: "now", formulaExpression: "hits / (hits + misses)" },
                  { alias: "then", formulaExpression: "week_before(hits) / week_before(hits + misses)" },
                ],
                queries: [
                  metric("hits", "sum:redis.stats.keyspace_hits{$host}.as_count()"),
                  metric("misses", "sum:redis.stats.keyspace_misses{$host}.as_count()"),
                ],
              },
            ],
          },
        },
      ],
    },
    variables: {
      title: "Chosen",
      variables: [SHOP, { name: "zone", prefix: "availability-zone", defaults: ["*"], availableValues: ["a", "b"] }],
      widgets: [
        {
          timeseriesDefinition: {
            title: "Load",
            requests: [{ q: "avg:system.load.1{$service,$zone,!role:test} by {host}" }],
          },
        },
        { noteDefinition: { content: "Of $service.value in $zone.value, $host" } },
      ],
    },
  },
};
