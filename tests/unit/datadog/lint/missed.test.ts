import { describe, expect, test } from "vitest";
import { lintDashboard } from "../../../../datadog/lint/dashboard";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import type { MonitorDefinition } from "../../../../datadog/lint/monitor-definition";
import { lintQuery } from "../../../../datadog/lint/query";
import type { QueryExample } from "../../../../datadog/lint/query-subject";

/** What was sent without a word, and does not do what it is for. */

function ofMonitor(definition: Partial<MonitorDefinition>): string[] {
  const whole = { type: "query alert", query: "", message: "Look. @ops@example.com", ...definition };
  return lintMonitor({ requireFullWindow: false, ...whole }).map(({ rule, severity }) => `${severity} ${rule}`);
}

function ofQuery(query: string, more: Partial<QueryExample> = {}): string[] {
  return lintQuery({ query, in: "graph", ...more }).map(({ rule, severity }) => `${severity} ${rule}`);
}

function remedies(query: string, more: Partial<QueryExample> = {}): string[] {
  return lintQuery({ query, in: "graph", ...more }).map(({ remedy }) => remedy);
}

// field/definitions.yaml, a template variable that has a prefix stands behind its own key
describe("a template variable behind a key", () => {
  const clusters = { variables: ["cluster", "plain"], keys: { cluster: "cluster", plain: "" } };

  test.each([
    ["avg:shop.cpu{cluster:$cluster}", "write $cluster, or cluster:$cluster.value"],
    ["avg:shop.cpu{!cluster:$cluster}", "write $cluster, or cluster:$cluster.value"],
    ["avg:shop.cpu{cluster IN ($cluster)}", "write $cluster, or cluster:$cluster.value"],
    ["avg:shop.cpu{kube_cluster:$cluster}", "write kube_cluster:$cluster.value"],
    ["avg:shop.cpu{name:a-$cluster}", "write name:a-$cluster.value"],
  ])("stands for key and value: %s", (query, remedy) => {
    expect(ofQuery(query, clusters)).toEqual(["error query/variable-behind-key"]);
    expect(remedies(query, clusters)).toEqual([remedy]);
  });

  test.each([
    "avg:shop.cpu{$cluster}",
    "avg:shop.cpu{cluster:$cluster.value}",
    "avg:shop.cpu{cluster IN ($cluster.value)}",
    "avg:shop.cpu{cluster:$plain}",
  ])("is right as %s", (query) => {
    expect(ofQuery(query, clusters)).toEqual([]);
  });

  test("is found by the dashboard's own prefixes", () => {
    const findings = lintDashboard({
      layoutType: "ordered",
      templateVariables: [{ name: "cluster", prefix: "cluster", defaults: ["*"] }],
      widgets: [{ timeseriesDefinition: { title: "CPU", requests: [{ q: "avg:shop.cpu{cluster:$cluster}" }] } }],
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["query/variable-behind-key"]);
  });

  test("is looked for in a list as well", () => {
    expect(ofQuery("avg:shop.cpu{host IN ($hots.value)}", { variables: ["host"] })).toEqual([
      "error query/undefined-template-variable",
    ]);
  });
});

// field/definitions.yaml, wildcard behind a template variable
test.each(["avg:shop.cpu{pod_name:$env.value-*}", "avg:shop.cpu{pod_name:$env*}", "avg:shop.cpu{$env.value*}"])(
  "no wildcard stands behind a variable: %s",
  (query) => {
    expect(ofQuery(query, { variables: ["env"] })).toEqual(["error query/wildcard-behind-variable"]);
  },
);

test("a wildcard before a variable is taken", () => {
  expect(ofQuery("avg:shop.cpu{pod_name:*-$env.value}", { variables: ["env"] })).toEqual([]);
});

// field/definitions.yaml, a cumulative window without its start, and a start without its window
describe("a cumulative window and its start", () => {
  const added = (window: string, evaluationWindow?: object) =>
    ofMonitor({
      query: `sum(${window}):sum:shop.orders{*}.as_count() < 4`,
      ...(evaluationWindow && { schedulingOptions: { evaluationWindow } }),
    });

  test.each([
    ["current_1d", undefined],
    ["current_1h", undefined],
    ["current_1mo", undefined],
    ["last_1h", { hourStarts: 0 }],
    ["last_1d", { dayStarts: "04:00" }],
  ] as const)("go together: %s, %j", (window, start) => {
    expect(added(window, start)).toEqual(["error monitor/cumulative-window"]);
  });

  test.each([
    ["current_1h", { hourStarts: 0 }],
    ["current_1d", { dayStarts: "04:00" }],
    ["current_1mo", { dayStarts: "04:00", monthStarts: 1 }],
    ["last_1h", undefined],
  ] as const)("are taken: %s, %j", (window, start) => {
    expect(added(window, start)).toEqual([]);
  });
});

// field/definitions.yaml, an option that anomalies() does not have
test.each([
  [
    "avg(last_4h):anomalies(sum:shop.hits{*}.as_count(), 'agile', 2, direction='both', alert_window='last_15m', interval=60, default_zero='true', seasonality='daily') >= 1",
    "did you mean count_default_zero?",
  ],
  [
    "max(next_1w):forecast(avg:shop.disk{*}, 'linear', 1, intervall='60m', history='1w') >= 90",
    "did you mean interval?",
  ],
  ["avg(last_30m):outliers(avg:shop.cpu{*} by {host}, 'MAD', 3, 20, direction='above') > 0", "did you mean"],
])("an option that a function does not have is said: %s", (query, remedy) => {
  const findings = lintMonitor({
    type: "query alert",
    query,
    ...(query.includes("anomalies") && {
      monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_15m" },
    }),
    requireFullWindow: false,
  });
  expect(findings).toMatchObject([{ rule: "monitor/unknown-option" }]);
  expect(findings[0]?.remedy).toContain(remedy);
});

// field/definitions.yaml, a percentage compared with a fraction, by the query's own arithmetic
describe("a quotient", () => {
  const errors = "sum:trace.flask.request.errors{env:prod}.as_rate()";
  const hits = "sum:trace.flask.request.hits{env:prod}.as_rate()";
  const judged = (query: string) => ofMonitor({ query: `avg(last_10m):${query}` });

  test.each([
    `100 * (${errors} / ${hits}) > 0.05`,
    `${errors} / ${hits} * 100 > 0.5`,
    `(${errors} / ${hits}) * 100 * is_greater(${hits}, 15) > 0.05`,
    `default_zero(${errors}) * 100 / ${hits} > 0.9`,
    `${errors} / ${hits} > 5`,
    `sum:shop.calls{result:bad} / sum:shop.calls{*} > 10`,
  ])("is in the threshold's unit: %s", (query) => {
    expect(judged(query)).toEqual(["warning monitor/unit-of-quotient"]);
  });

  test.each([
    `100 * (${errors} / ${hits}) > 5`,
    `${errors} / ${hits} > 0.05`,
    "sum:shop.latency_seconds{*} / sum:shop.requests{*} > 5",
    "sum:shop.bytes{*} / 1024 > 5",
    `${errors} / ${hits} * 100 >= 1`,
  ])("may be so: %s", (query) => {
    expect(judged(query)).toEqual([]);
  });
});

// field/definitions.yaml, percentages or shares added up
describe("a sum of percentages", () => {
  test.each([
    "avg(last_5m):sum:system.cpu.user{env:prod} > 90",
    "sum(last_5m):avg:system.cpu.user{*} by {host} > 90",
    "avg(last_5m):sum:system.disk.in_use{*} by {host} > 0.9",
    "avg(last_5m):sum:ecs.fargate.cpu.percent{*} > 80",
    "avg(last_5m):sum:shop.cache_utilization{*} > 80",
  ])("says nothing of any: %s", (query) => {
    expect(ofMonitor({ query })).toContain("warning metric/sum-of-shares");
  });

  test.each([
    "avg(last_5m):max:system.cpu.user{env:prod} > 90",
    "avg(last_5m):sum:system.cpu.user{*} by {host} > 90",
    "avg(last_5m):sum:system.disk.in_use{*} by {host,device} > 0.9",
    "sum(last_5m):sum:shop.orders{*}.as_count() > 90",
  ])("is none where each is of one: %s", (query) => {
    expect(ofMonitor({ query })).toEqual([]);
  });
});

// field/definitions.yaml, a scope that no series has
describe("a scope that no series has", () => {
  test.each([
    ["host:a,host:b", "error query/scope-never-matches", "write host IN (a, b)"],
    ["host:a AND host:b", "error query/scope-never-matches", "write host IN (a, b)"],
    ["(host:a AND host:b) OR env:dev", "error query/scope-never-matches", "write host IN (a, b)"],
    ["role:db,role:web", "warning query/scope-two-values", "write role IN (db, web) if either will do"],
    ["env:,service:shop", "warning query/scope-empty-value", "fill it in, or drop env"],
    ["env:", "warning query/scope-empty-value", "fill it in, or drop env"],
    ["env=prod", "error query/scope-notation", "write env:prod"],
    ["env!=prod", "error query/scope-notation", "write !env:prod"],
    ["-env:prod", "error query/scope-notation", "write !env:prod"],
    ["env:prod|env:dev", "error query/scope-notation", "write env:prod OR env:dev"],
    ["env:prod|dev", "error query/scope-notation", "write env IN (prod, dev)"],
    ["env:prod;service:shop", "error query/scope-notation", "write env:prod AND service:shop"],
  ])("{%s}", (scope, finding, remedy) => {
    expect(ofQuery(`avg:shop.cpu{${scope}}`)).toEqual([finding]);
    expect(remedies(`avg:shop.cpu{${scope}}`)).toEqual([remedy]);
  });

  test.each(["host:a OR host:b", "host:a,!host:b", "host:a,host:a", "host:web-*,host:*-1", "url:/a?b=c", "$env,$host"])(
    "{%s} may have one",
    (scope) => {
      expect(ofQuery(`avg:shop.cpu{${scope}}`, { variables: ["env", "host"] })).toEqual([]);
    },
  );
});

// field/definitions.yaml, a saved view without values, an empty default, both value and values
describe("a saved view", () => {
  const page = (templateVariable: object, preset?: object) =>
    lintDashboard({
      layoutType: "ordered",
      templateVariables: [{ name: "env", prefix: "env", ...templateVariable }],
      ...(preset && { templateVariablePresets: [{ name: "a", templateVariables: [{ name: "env", ...preset }] }] }),
      widgets: [{ timeseriesDefinition: { title: "CPU", requests: [{ q: "avg:shop.cpu{$env}" }] } }],
    }).map(({ rule, severity }) => `${severity} ${rule}`);

  test.each([
    [{ defaults: [""] }, undefined, "dashboard/template-variable-empty-default"],
    [{ defaults: ["prod", ""] }, undefined, "dashboard/template-variable-empty-default"],
    [{ defaults: ["*"] }, { values: [] }, "dashboard/preset-without-values"],
    [{ defaults: ["*"] }, { values: [""] }, "dashboard/preset-without-values"],
    [{ defaults: ["*"] }, { value: "prod", values: ["prod"] }, "dashboard/preset-value-beside-values"],
  ])("is refused: %j, %j", (variable, preset, rule) => {
    expect(page(variable, preset)).toEqual([`error ${rule}`]);
  });

  test("is taken with values, and one that is unknown at preview is not looked at", () => {
    expect(page({ defaults: ["*"] }, { values: ["prod"] })).toEqual([]);
    expect(page({ defaults: ["*"] }, {})).toEqual([]);
  });
});

const BY_HOST = "avg(last_5m):avg:shop.cpu{*} by {host} > 90";

function sentences(definition: Partial<MonitorDefinition>): string[] {
  const whole = { type: "query alert", query: BY_HOST, requireFullWindow: false, ...definition };
  return lintMonitor(whole).map(({ rule, problem, remedy }) => `${rule}: ${problem}; ${remedy}`);
}

// field/definitions.yaml, the title is never read
describe("a title", () => {
  const query = "avg(last_5m):avg:shop.nodes{*} by {kube_cluster_name} < 1";
  const titled = (name: string, more: Partial<MonitorDefinition> = {}) => ofMonitor({ name, query, ...more });

  test.each([
    ["Nodes of {{kube_cluster_name}} are away", "error message/unknown-variable"],
    ["Nodes are away on {{host.name}}", "error message/empty-host-variable"],
    ["Nodes of {{cluster.name}} are away", "error message/group-missing"],
    ["{{#is_warning}}Nearly {{/is_warning}}away", "warning message/unreachable-state"],
    ["{{#is_alert}}Away", "error message/syntax"],
    ['{{#is_match "pod.name" "a"}}A {{/is_match}}is away', "error message/match-on-empty"],
    ["Nodes of [[kube_cluster_name]] are away", "warning message/foreign-braces"],
  ])("is held to the message's rules: %s", (name, finding) => {
    expect(titled(name)).toEqual([finding]);
  });

  test("is read where the message is unknown at preview, and by itself", () => {
    const findings = lintMonitor({ type: "query alert", query, name: "On {{host.name}}", requireFullWindow: false });
    expect(findings.map(({ rule }) => rule)).toEqual(["message/empty-host-variable"]);
    expect(findings[0]?.problem).toMatch(/^in the title: /);
  });

  test.each(["{{kube_cluster_name.name}} at {{value}}", "{{#is_alert}}Away{{/is_alert}}", "CPU @ 90 %", "100 % away"])(
    "is taken: %s",
    (name) => {
      expect(titled(name)).toEqual([]);
    },
  );

  test("tells nobody: its handles are no message's", () => {
    expect(titled("Away @ops@example.com", { message: "Look." })).toEqual(["warning message/nobody-told"]);
  });
});

// field/definitions.yaml, braces that are not Datadog's stand for a variable
describe("another notation's braces", () => {
  test.each([
    "{host}",
    "{host.name}",
    "[[host.name]]",
    "${host.name}",
    "#{host.name}",
    "%host%",
    "%(host)s",
    "<%= host %>",
    "{value}",
  ])("are shown as they are written: %s", (written) => {
    const name = written.includes("value") ? "value" : "host.name";
    expect(sentences({ message: `(${written}) is high. @ops@example.com` })).toEqual([
      `message/foreign-braces: ${written} is shown as it is written; write {{${name}}}`,
    ]);
  });

  test.each(["{unit}", "`{host}`", '{"host": 5}', "50%5% host", "[runbook](https://example.com/a)", "[[wiki]]"])(
    "are meant so where nothing has the name: %s",
    (written) => {
      expect(ofMonitor({ query: BY_HOST, message: `${written} is high. @ops@example.com` })).toEqual([]);
    },
  );
});

// field/definitions.yaml, recovery told of a warning that nobody was told of
describe("a recovery from a quiet state", () => {
  const quiet = (message: string, more: Partial<MonitorDefinition> = {}) =>
    sentences({ message, monitorThresholds: { critical: "90", warning: "80" }, ...more });

  test("is said to notify who was not notified", () => {
    expect(
      quiet(
        "{{#is_alert}}High. @slack-ops{{/is_alert}}{{#is_warning}}A little high.{{/is_warning}}{{#is_recovery}}Fine. @slack-ops{{/is_recovery}}",
      ),
    ).toEqual([
      "message/recovery-of-quiet-state: a recovery from warning notifies @slack-ops, who was not notified of it; write {{#is_alert_recovery}} in place of {{#is_recovery}}, or name them in {{#is_warning}}",
    ]);
  });

  test("is one of no data, too", () => {
    expect(
      quiet(
        "{{#is_alert}}High. @slack-ops{{/is_alert}}{{#is_no_data}}Silent.{{/is_no_data}}{{#is_recovery}}Fine. @slack-ops{{/is_recovery}}",
        {
          monitorThresholds: { critical: "90" },
          notifyNoData: true,
          noDataTimeframe: 10,
        },
      ).map((words) => words.split(":")[0]),
    ).toEqual(["message/recovery-of-quiet-state"]);
  });

  test("is not there where the alert's recovery alone tells, or the state does", () => {
    expect(
      quiet(
        "{{#is_alert}}High. @slack-ops{{/is_alert}}{{#is_warning}}Mild. @slack-ops{{/is_warning}}{{#is_recovery}}Fine. @slack-ops{{/is_recovery}}",
      ),
    ).toEqual([]);
  });
});

// field/definitions.yaml, a variable of a group that is not notified by
describe("a group that is not notified by", () => {
  const query = "avg(last_5m):avg:shop.cpu{*} by {cluster,pod} > 90";
  const message = "{{pod.name}} of {{cluster.name}} is high. @ops@example.com";

  test("has no variable", () => {
    expect(sentences({ query, message, notifyBies: ["cluster"] })).toEqual([
      "message/group-not-notified-by: {{pod.name}} is empty: one notification is of a whole cluster; drop it, or add pod to notifyBies",
    ]);
  });

  test("is every one where all are notified as one, in the title as well", () => {
    expect(ofMonitor({ query, name: "{{pod.name}} is high", message, notifyBies: ["*"] })).toEqual(
      Array(3).fill("error message/group-not-notified-by"),
    );
  });

  test("is none where nothing is said", () => {
    expect(ofMonitor({ query, message })).toEqual([]);
  });
});

// field/faults.md 15
describe("a handle that reaches nobody", () => {
  test.each([
    ["@,", "error message/not-a-handle"],
    ["@.", "error message/not-a-handle"],
    ["@\u200Boncall", "error message/not-a-handle"],
    ["@\u00ADoncall", "error message/not-a-handle"],
    ["@on\u200Bcall", "error message/handle-invisible"],
    ["@oncall\u200B", "error message/handle-invisible"],
    ["@oncall@example.com\u2060", "error message/handle-invisible"],
  ])("%j", (handle, finding) => {
    expect(ofMonitor({ query: BY_HOST, message: `High. @ops@example.com ${handle}` })).toEqual([finding]);
  });

  test("is not what a sentence ends with", () => {
    expect(ofMonitor({ query: BY_HOST, message: "High @ 90, see above. @ops@example.com" })).toEqual([]);
  });
});
