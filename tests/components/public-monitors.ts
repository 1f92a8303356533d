import type { MonitorArgs } from "../../components/monitors/monitor";

type Sample = Omit<MonitorArgs, "title" | "message" | "tags">;
type EventQuery = NonNullable<NonNullable<Sample["variables"]>["eventQueries"]> extends infer List ? List : never;

/** A query of a formula: a count, or an aggregate of a measure. */
const events = (name: string, dataSource: string, query: string, compute: object = { aggregation: "count" }) => ({
  name,
  dataSource,
  computes: [compute],
  search: { query },
});
const asked = (...eventQueries: ReturnType<typeof events>[]) => ({
  variables: { eventQueries: eventQueries as unknown as EventQuery } as NonNullable<Sample["variables"]>,
});

/**
 * Monitors as teams write them in public, of every type: the shapes of their queries and the options beside them. Names
 * and numbers are our own.
 */
export const PUBLIC_MONITORS: Readonly<Record<string, Sample>> = {
  "a host's CPU, with its warning and recovery": {
    type: "metric alert",
    query: "avg(last_5m):avg:system.cpu.user{env:prod} by {host} > 90",
    thresholds: { warning: 80, criticalRecovery: 85, warningRecovery: 70 },
    requireFullWindow: false,
    newGroupDelaySeconds: 300,
    includeTags: true,
  },
  "free memory, as a share": {
    type: "query alert",
    query: "min(last_10m):avg:system.mem.pct_usable{env:prod,!role:batch} by {host} < 0.1",
    thresholds: { warning: 0.2 },
    noDataAfterMinutes: 20,
    requireFullWindow: false,
  },
  "a cloud's metric, which comes late": {
    type: "query alert",
    query: "avg(last_15m):avg:aws.rds.cpuutilization{env:prod} by {dbinstanceidentifier} > 85",
    evaluationDelaySeconds: 900,
    requireFullWindow: false,
    notificationPresetName: "hide_handles",
  },
  "a load balancer's share of failures": {
    type: "query alert",
    query:
      "sum(last_10m):default_zero(sum:aws.applicationelb.httpcode_elb_5xx{env:prod} by {loadbalancer}.as_count()) / sum:aws.applicationelb.request_count{env:prod} by {loadbalancer}.as_count() * 100 > 5",
    evaluationDelaySeconds: 900,
    requireFullWindow: false,
  },
  "a queue's age, of which silence is the end": {
    type: "query alert",
    query: "max(last_15m):max:aws.sqs.approximate_age_of_oldest_message{env:prod} by {queuename} > 600",
    evaluationDelaySeconds: 900,
    requireFullWindow: false,
    onMissingData: "resolve",
  },
  "a service's failures, notified by service only": {
    type: "query alert",
    query: "sum(last_5m):sum:trace.flask.request.errors{env:prod} by {service,resource_name}.as_count() > 50",
    requireFullWindow: false,
    notifyBy: ["service"],
    timeoutHours: 1,
  },
  "a service's latency, a percentile": {
    type: "query alert",
    query: "percentile(last_10m):p95:trace.flask.request{env:prod} by {service} > 1.5",
    requireFullWindow: false,
  },
  "more than last week": {
    type: "query alert",
    query: "pct_change(avg(last_1h),last_1w):avg:shop.orders.open{env:prod} > 50",
    requireFullWindow: false,
  },
  "an anomaly of a service's requests": {
    type: "query alert",
    query:
      "avg(last_4h):anomalies(sum:trace.flask.request.hits{env:prod} by {service}.as_count(), 'agile', 3, direction='below', interval=60, alert_window='last_15m', seasonality='daily', count_default_zero='true') >= 1",
    thresholds: { criticalRecovery: 0 },
    thresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_15m" },
    requireFullWindow: false,
  },
  "an outlier among hosts": {
    type: "query alert",
    query: "avg(last_30m):outliers(avg:system.load.1{role:web} by {host}, 'DBSCAN', 3) > 0",
    requireFullWindow: false,
  },
  "a disk that fills": {
    type: "query alert",
    query:
      "max(next_1w):forecast(max:system.disk.in_use{env:prod} by {host,device}, 'linear', 1, interval='60m', history='1w', model='default') >= 0.95",
    requireFullWindow: false,
    newGroupDelaySeconds: 3600,
  },
  "pods that restart": {
    type: "query alert",
    query:
      "change(sum(last_5m),last_5m):exclude_null(avg:kubernetes.containers.restarts{env:prod} by {kube_cluster_name,kube_namespace,pod_name}) > 5",
    requireFullWindow: false,
    notifyBy: ["kube_namespace"],
  },
  "a day's budget of requests": {
    type: "query alert",
    query: "sum(current_1d):sum:shop.payments.requests{env:prod}.as_count() > 100000",
    requireFullWindow: false,
    schedulingOptions: { evaluationWindow: { dayStarts: "04:00" } },
  },
  "a job of each night": {
    type: "query alert",
    query: "sum(last_1d):sum:shop.backup.done{env:prod}.as_count() < 1",
    onMissingData: "show_and_notify_no_data",
    requireFullWindow: false,
    schedulingOptions: { customSchedule: { recurrence: { rrule: "FREQ=DAILY;BYHOUR=6", timezone: "Europe/Berlin" } } },
  },
  "a formula of logs in a metric's monitor": {
    type: "query alert",
    query: 'formula("errors / requests * 100").last("15m") > 2',
    ...asked(events("errors", "logs", "service:shop status:error"), events("requests", "logs", "service:shop")),
  },
  "an Agent that is away": {
    type: "service check",
    query: '"datadog.agent.up".over("env:prod").by("host").last(2).count_by_status()',
    thresholds: { critical: 1, ok: 1 },
    noDataAfterMinutes: 10,
    newGroupDelaySeconds: 600,
  },
  "an endpoint that does not answer": {
    type: "service check",
    query: '"http.can_connect".over("env:prod","instance:shop").by("host","url").last(4).count_by_status()',
    thresholds: { critical: 3, warning: 1, ok: 2 },
    noDataAfterMinutes: 5,
  },
  "a certificate that ends": {
    type: "service check",
    query: '"tls.cert_expiration".over("*").by("server_hostname").last(3).count_by_status()',
    thresholds: { critical: 2, warning: 1, ok: 1 },
  },
  "clusters' checks, by share": {
    type: "service check",
    query: '"kubernetes_state.node.ready".over("env:prod").by("*").last(1).pct_by_status()',
    thresholds: { critical: 20, warning: 10 },
  },
  "two at once": { type: "composite", query: "1001 && 1002" },
  "one without the other, silence notified": {
    type: "composite",
    query: "(1001 || 1002) && !1003",
    noDataAfterMinutes: 30,
    commonGroups: ["host"],
    timeoutHours: 4,
  },
  "events of a source": {
    type: "event-v2 alert",
    query: 'events("source:nagios status:error").rollup("count").by("host").last("15m") > 0',
    groupRetentionDuration: "1h",
  },
  "how many hosts an event names": {
    type: "event-v2 alert",
    query: 'events("tags:deploy").rollup("cardinality", "host").last("1h") > 10',
  },
  "two kinds of events": {
    type: "event-v2 alert",
    query: 'formula("failed / all * 100").last("1h") > 20',
    ...asked(events("failed", "events", "source:deploy status:error"), events("all", "events", "source:deploy")),
  },
  "errors in logs, with a sample": {
    type: "log alert",
    query: 'logs("service:shop status:error").index("*").rollup("count").by("service,env").last("10m") > 100',
    thresholds: { warning: 50 },
    enableLogsSample: true,
    groupbySimpleMonitor: false,
    groupRetentionDuration: "2d",
  },
  "logs that do not come": {
    type: "log alert",
    query: 'logs("service:backup @message:done").index("main").rollup("count").last("1d") < 1',
    onMissingData: "show_and_notify_no_data",
  },
  "users with a failure, one alert for all": {
    type: "log alert",
    query:
      'logs("@http.status_code:[500 TO 599] -@http.url:*health*").index("*").rollup("cardinality", "@usr.id").by("service").last("15m") > 20',
    groupbySimpleMonitor: true,
  },
  "a share of failed requests in logs": {
    type: "log alert",
    query: 'formula("failed / all * 100").last("15m") > 5',
    ...asked(
      events("failed", "logs", "service:shop @http.status_code:[500 TO 599]"),
      events("all", "logs", "service:shop"),
    ),
  },
  "slow spans": {
    type: "trace-analytics alert",
    query:
      'trace-analytics("env:prod service:shop operation_name:web.request").rollup("pc95", "@duration").by("resource_name").last("10m") > 2000000000',
    groupRetentionDuration: "1d",
  },
  "spans with an error": {
    type: "trace-analytics alert",
    query: 'trace-analytics("service:shop status:error").index("trace-search").rollup("count").last("5m") > 10',
    enableLogsSample: false,
  },
  "a share of spans": {
    type: "trace-analytics alert",
    query: 'formula("errors / hits").last("10m") > 0.05',
    ...asked(events("errors", "spans", "service:shop status:error"), events("hits", "spans", "service:shop")),
  },
  "a process that is gone": {
    type: "process alert",
    query: 'processes("postgres").over("role:db,env:prod").rollup("count").by("host").last("10m") < 1',
    noDataAfterMinutes: 20,
  },
  "too many workers": {
    type: "process alert",
    query: "processes('nginx AND worker').over('role:web').rollup('count').last('5m') > 64",
  },
  "errors that people see": {
    type: "rum alert",
    query:
      'rum("@type:error @application.id:shop @error.source:source").rollup("count").by("@view.url_path").last("1h") > 25',
  },
  "how long a page loads": {
    type: "rum alert",
    query:
      'rum("@type:view service:shop-web").rollup("pc75", "@view.largest_contentful_paint").last("1h") > 2500000000',
  },
  "sessions with an error, as a share": {
    type: "rum alert",
    query: 'formula("broken / sessions * 100").last("30m") > 2',
    ...asked(
      events("broken", "rum", "@type:error", { aggregation: "cardinality", metric: "@session.id" }),
      events("sessions", "rum", "@type:session", { aggregation: "cardinality", metric: "@session.id" }),
    ),
  },
  "pipelines that fail": {
    type: "ci-pipelines alert",
    query:
      'ci-pipelines("ci_level:pipeline @git.branch:main @ci.status:error").rollup("count").by("@ci.pipeline.name").last("1h") > 0',
    enableSamples: true,
  },
  "jobs that fail, as a share": {
    type: "ci-pipelines alert",
    query: 'formula("failed / all * 100").last("1d") > 10',
    ...asked(
      events("failed", "ci_pipelines", "ci_level:job @ci.status:error"),
      events("all", "ci_pipelines", "ci_level:job"),
    ),
  },
  "tests that fail on main": {
    type: "ci-tests alert",
    query:
      'ci-tests("test_level:test @test.status:fail @git.branch:main").rollup("count").by("@test.name").last("1d") > 2',
    enableSamples: true,
  },
  "a new error": {
    type: "error-tracking alert",
    query: 'error-tracking("service:shop env:prod").source("all").new().rollup("count").by("issue.id").last("1d") > 0',
  },
  "an error that comes often": {
    type: "error-tracking alert",
    query:
      'error-tracking("service:shop-web").source("browser").impact().rollup("count").by("@issue.id").last("1h") > 100',
    groupRetentionDuration: "3d",
  },
  "keys that are made": {
    type: "audit alert",
    query:
      'audits("@evt.name:Authentication @action:created @asset.type:api_key").rollup("count").by("@usr.email").last("5m") > 0',
  },
  "how many people are denied": {
    type: "audit alert",
    query: 'audits("@evt.name:Request @http.status_code:403").rollup("cardinality", "@usr.id").last("15m") > 5',
  },
  "a budget that is spent": {
    type: "slo alert",
    query: 'error_budget("a1b2c3d4e5f60718293a4b5c6d7e8f90").over("30d") > 75',
    thresholds: { warning: 50 },
  },
  "a budget that burns": {
    type: "slo alert",
    query: 'burn_rate("a1b2c3d4e5f60718293a4b5c6d7e8f90").over("30d").long_window("1h").short_window("5m") > 14.4',
    thresholds: { warning: 7.2 },
  },
  "costs above what they were": {
    type: "cost alert",
    query: 'formula("spent").last("7d").anomaly(direction="above", threshold=10) >= 5',
    variables: {
      cloudCostQueries: [
        {
          name: "spent",
          dataSource: "cloud_cost",
          query: "sum:aws.cost.net.amortized{aws_product IN (ec2,rds)} by {aws_product}.rollup(sum, 86400)",
          aggregator: "sum",
        },
      ],
    },
  },
  "a database that waits": {
    type: "database-monitoring alert",
    query:
      'database-monitoring("dbm_type:activity @db.wait_event_group:Lock env:prod").rollup("count").by("host").last("15m") > 20',
  },
  "packets that are sent again": {
    type: "network-performance alert",
    query: 'formula("retransmits").last("5m") > 1000',
    ...asked(
      events("retransmits", "network", "client_service:shop", {
        aggregation: "sum",
        metric: "network.tcp_retransmits",
      }),
    ),
  },
  "a path that is slow": {
    type: "network-path alert",
    query: 'formula("delay").last("15m") > 200',
    ...asked(events("delay", "network_path", "destination:shop", { aggregation: "avg", metric: "@latency" })),
  },
  "jobs of data that fail": {
    type: "data-jobs alert",
    query: 'formula("failed_runs(run_query)").by(job_name).last(1d) > 0',
    variables: {
      dataJobsQueries: [{ name: "run_query", jobType: "airflow.dag", jobsQuery: "env:prod", queryDialect: "metric" }],
    },
  },
  "a table that is stale": {
    type: "data-quality alert",
    query: 'formula("age").last("1d") > 86400',
    variables: {
      dataQualityQueries: [
        {
          name: "age",
          dataSource: "data_quality_metrics",
          filter: "search for table where name:orders",
          measure: "freshness",
          groupBies: ["entity_id"],
        },
      ],
    },
  },
  "answers of a model that fail": {
    type: "llm-observability alert",
    query: 'formula("failed").last("15m") > 5',
    ...asked(events("failed", "llm_observability", "@ml_app:helpdesk status:error")),
  },
};
