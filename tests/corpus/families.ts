import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";

/**
 * Whole monitors that are correct, in families of a shape each: its windows, scopes, groups, thresholds and messages in
 * every combination that people write. Shapes as they are seen in public; names, numbers and words are our own.
 */
export function monitorsOfFamilies(): MonitorDefinition[] {
  return [
    ...metrics(),
    ...counts(),
    ...anomalies(),
    ...forecasts(),
    ...outliers(),
    ...checks(),
    ...logs(),
    ...others(),
  ];
}

const SCOPES = [
  "*",
  "env:prod",
  "env:prod,!role:batch",
  "env:prod AND role IN (db,web)",
  "service:shop OR service:mail",
];
const GROUPS = [[], ["host"], ["host", "zone"]] as const;

function message(groups: readonly string[]): string {
  const of = groups.map((key) => `{{${key}.name}}`).join(", ");
  return `{{#is_alert}}Too high${of === "" ? "" : ` on ${of}`}: {{value}} against {{threshold}}.{{/is_alert}}{{#is_recovery}}Over.{{/is_recovery}} @oncall@example.com @slack-shop-ops`;
}

function monitor(query: string, critical: string, groups: readonly string[], more: Partial<MonitorDefinition> = {}) {
  const name = groups.length === 0 ? "Shop is slow" : `Shop is slow on {{${groups[0]}.name}}`;
  const whole = { name, type: "query alert", query, message: message(groups), monitorThresholds: { critical } };
  return { ...whole, requireFullWindow: false, tags: ["team:shop", "service:shop"], ...more };
}

function by(groups: readonly string[]): string {
  return groups.length === 0 ? "" : ` by {${groups.join(",")}}`;
}

function* metrics(): Generator<MonitorDefinition> {
  for (const [method, window] of [
    ["avg", "last_5m"],
    ["min", "last_10m"],
    ["max", "last_1h"],
    ["avg", "last_30m"],
    ["min", "last_4h"],
    ["max", "last_2h"],
    ["avg", "last_1d"],
  ] as const) {
    for (const scope of SCOPES) {
      for (const groups of GROUPS) {
        const query = `${method}(${window}):avg:shop.queue.age{${scope}}${by(groups)} > 30`;
        yield monitor(query, "30", groups);
        yield monitor(query, "30", groups, {
          monitorThresholds: { critical: "30", warning: "20", criticalRecovery: "25", warningRecovery: "15" },
          priority: "2",
          renotifyInterval: 60,
          evaluationDelay: 60,
        });
      }
    }
  }
}

function* counts(): Generator<MonitorDefinition> {
  for (const scope of SCOPES) {
    for (const groups of GROUPS) {
      const failed = `sum:shop.orders.failed{${scope}}${by(groups)}.as_count()`;
      const all = `sum:shop.orders.total{${scope}}${by(groups)}.as_count()`;
      yield monitor(`sum(last_15m):${failed} > 10`, "10", groups);
      yield monitor(`sum(last_15m):${failed} / ${all} * 100 > 5`, "5", groups);
      yield monitor(`sum(last_15m):${failed} / ${all} * 100 * is_greater(${all}, 20) > 5`, "5", groups);
      yield monitor(`pct_change(avg(last_15m),1h_ago):${all} > 50`, "50", groups);
      yield monitor(`sum(current_1d):${failed} > 100`, "100", groups, {
        schedulingOptions: { evaluationWindow: { dayStarts: "04:00" } },
      });
    }
  }
}

function* anomalies(): Generator<MonitorDefinition> {
  for (const [algorithm, season] of [
    ["basic", ""],
    ["agile", ", seasonality='daily'"],
    ["robust", ", seasonality='weekly'"],
  ] as const) {
    for (const direction of ["above", "below", "both"]) {
      for (const groups of GROUPS) {
        for (const critical of ["1", "0.8"]) {
          const query = `avg(last_4h):anomalies(avg:shop.queue.age{env:prod}${by(groups)}, '${algorithm}', 2, direction='${direction}', interval=60, alert_window='last_15m', count_default_zero='true'${season}) >= ${critical}`;
          yield monitor(query, critical, groups, {
            monitorThresholds: { critical, criticalRecovery: "0" },
            monitorThresholdWindows: {
              triggerWindow: "last_15m",
              recoveryWindow: critical === "1" ? "last_30m" : "last_15m",
            },
          });
        }
      }
    }
  }
}

function* forecasts(): Generator<MonitorDefinition> {
  for (const ahead of ["next_12h", "next_1w", "next_1mo"]) {
    for (const groups of GROUPS) {
      const used = `avg:shop.disk.used{env:prod}${by(groups)}`;
      yield monitor(
        `max(${ahead}):forecast(${used}, 'linear', 1, interval='60m', history='1w', model='default') >= 90`,
        "90",
        groups,
      );
      yield monitor(
        `min(${ahead}):forecast(${used}, 'seasonal', 2, interval='60m', seasonality='weekly') <= 5`,
        "5",
        groups,
      );
    }
  }
}

function* outliers(): Generator<MonitorDefinition> {
  for (const algorithm of ["'MAD', 3, 20", "'scaledMAD', 2, 50", "'DBSCAN', 3", "'scaledDBSCAN', 2"]) {
    for (const groups of [["host"], ["host", "zone"]]) {
      yield monitor(`avg(last_30m):outliers(avg:shop.load{env:prod}${by(groups)}, ${algorithm}) > 0`, "0", groups);
    }
  }
}

function* checks(): Generator<MonitorDefinition> {
  const words =
    "{{#is_alert}}Down: {{check_message}}{{/is_alert}}{{#is_recovery}}Up.{{/is_recovery}} @oncall@example.com";
  for (const scope of ['"*"', '"env:prod"', '"env:prod","role:db"']) {
    for (const groups of [["host"], ["host", "port"], ["service"]]) {
      for (const critical of [1, 3, 5]) {
        const query = `"shop.can_connect".over(${scope}).by(${groups.map((key) => `"${key}"`).join(",")}).last(${critical + 1}).count_by_status()`;
        const monitorThresholds = { critical: String(critical), warning: "1", ok: "1" };
        yield { name: "Shop is down", type: "service check", query, message: words, monitorThresholds };
      }
    }
  }
}

function* logs(): Generator<MonitorDefinition> {
  for (const search of [
    "status:error",
    "service:shop status:error",
    "service:(shop OR mail) -env:dev",
    "@http.status_code:[500 TO 599]",
  ]) {
    for (const rollup of ['"count"', '"cardinality","@usr.id"', '"avg","@duration"', '"pc95","@duration"']) {
      for (const group of [undefined, "service", "@http.url"]) {
        for (const window of ["5m", "1h"]) {
          const query = `logs("${search}").index("*").rollup(${rollup})${group === undefined ? "" : `.by("${group}")`}.last("${window}") > 10`;
          yield monitor(query, "10", [], { type: "log alert" });
        }
      }
    }
  }
}

function* others(): Generator<MonitorDefinition> {
  for (const window of ["5m", "15m", "1h", "4h"]) {
    const search = (source: string) => `${source}("service:shop").rollup("count").last("${window}") > 5`;
    yield monitor(search("events"), "5", [], { type: "event-v2 alert" });
    yield monitor(search("rum"), "5", [], { type: "rum alert" });
    yield monitor(search("trace-analytics"), "5", [], { type: "trace-analytics alert" });
    yield monitor(search("ci-pipelines"), "5", [], { type: "ci-pipelines alert" });
    yield monitor(search("audits"), "5", [], { type: "audit alert" });
    yield monitor(`processes("shop").over("role:web").rollup("count").last("${window}") < 1`, "1", [], {
      type: "process alert",
    });
  }
}
