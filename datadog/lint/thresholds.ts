import type { MonitorKind } from "../query/kind";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

const API = "https://docs.datadoghq.com/monitors/guide/monitor_api_options/";
const RECOVERY = "https://docs.datadoghq.com/monitors/guide/recovery-thresholds/";

const QUERY = "avg(last_5m):avg:my_metric{env:dev} by {host} > 800";
const metric = (monitorThresholds: Record<string, string>, query = QUERY) => ({
  type: "query alert",
  query,
  monitorThresholds,
});

const events = (monitorThresholds: Record<string, string>) => ({
  type: "event-v2 alert",
  query: 'events("source:backup status:error").rollup("count").last("1h") > 10',
  monitorThresholds,
});

const notANumber: MonitorRule = {
  id: "monitor/threshold-not-a-number",
  verdict: "refused",
  because: "The provider takes thresholds as numbers in text, without a unit, and with a digit before the point.",
  source: "https://docs.datadoghq.com/monitors/configuration/#thresholds",
  passes: metric({ critical: "0.5" }, QUERY.replace("800", "0.5")),
  fails: metric({ critical: "800", warning: "80%" }),
  *check({ definition: { monitorThresholds = {} } }) {
    for (const [name, text] of Object.entries(monitorThresholds)) {
      if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) continue;
      yield {
        problem: `the threshold ${name} of "${text}" is no number`,
        remedy: "write digits alone, such as 0.5, in the query's unit",
      };
    }
  },
};

const unlikeQuery: MonitorRule = {
  id: "monitor/threshold-unlike-query",
  verdict: "refused",
  because: "The critical threshold stands in the query, and again in the thresholds; Datadog refuses two numbers.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/66",
  passes: metric({ critical: "800" }),
  fails: metric({ critical: "900" }),
  *check({ query, thresholds: { critical } }) {
    if (query.kind === "composite" || query.threshold === undefined) return;
    if (critical === undefined || Number.isNaN(critical) || critical === query.threshold) return;
    yield {
      problem: `the query alerts at ${query.threshold}, the critical threshold is ${critical}`,
      remedy: "write the same number in both",
    };
  },
};

const leadingZero: MonitorRule = {
  id: "monitor/leading-zero",
  verdict: "refused",
  because: "A threshold below one needs its leading zero in the query: 0.5, not .5.",
  source: "https://docs.datadoghq.com/monitors/configuration/#thresholds",
  passes: metric({ critical: "0.5" }, QUERY.replace("800", "0.5")),
  fails: metric({ critical: "0.5" }, QUERY.replace("800", ".5")),
  *check({ definition }) {
    const [end, number = ""] = /[<>=]\s*(-?\.\d+)\s*(?:by\s*\{[^{}]*\}\s*)?$/i.exec(definition.query) ?? [];
    if (end === undefined) return;
    yield {
      offset: definition.query.length - end.length + end.indexOf(number),
      problem: `the threshold ${number} has no digit before its point`,
      remedy: `write ${number.replace(".", "0.")}`,
    };
  },
};

const noCritical: MonitorRule = {
  id: "monitor/warning-without-critical",
  verdict: "refused",
  because: "Of a monitor with thresholds, the critical one is required: it repeats the query's.",
  source: API,
  passes: metric({ critical: "800", warning: "500" }),
  fails: metric({ warning: "500" }),
  *check({ query, thresholds: { critical, warning } }) {
    if (query.kind === "check" || critical !== undefined || warning === undefined) return;
    yield {
      problem: `there is a warning at ${warning} and no critical threshold`,
      remedy: "add the query's own number as critical",
    };
  },
};

const warningPastCritical: MonitorRule = {
  id: "monitor/warning-past-critical",
  verdict: "refused",
  because: "A warning that is reached only after the alert never warns; Datadog refuses it.",
  source: API,
  passes: metric({ critical: "800", warning: "500" }),
  fails: metric({ critical: "800", warning: "900" }),
  *check(subject) {
    const { critical, warning } = subject.thresholds;
    if (isEqualOnly(subject) || critical === undefined || warning === undefined) return;
    const isMilder = rises(subject) ? warning < critical : warning > critical;
    if (isMilder || Number.isNaN(warning) || Number.isNaN(critical)) return;
    yield {
      problem: `the warning at ${warning} is not reached before the alert at ${critical}`,
      remedy: `choose a warning ${rises(subject) ? "below" : "above"} ${critical}`,
    };
  },
};

const recoveryPastThreshold: MonitorRule = {
  id: "monitor/recovery-past-threshold",
  verdict: "refused",
  because: "A monitor recovers on the milder side of the threshold that it left; Datadog refuses another.",
  source: RECOVERY,
  passes: metric({ critical: "800", criticalRecovery: "700" }),
  fails: metric({ critical: "800", criticalRecovery: "900" }),
  *check(subject) {
    for (const [name, threshold, recovery] of recoveries(subject)) {
      if (threshold === undefined || recovery === undefined || isEqualOnly(subject)) continue;
      // Of `>` also the threshold itself: the recovery's operator is the opposite one.
      const isMilder = rises(subject) ? recovery <= threshold : recovery >= threshold;
      if (isMilder || Number.isNaN(recovery) || Number.isNaN(threshold)) continue;
      yield {
        problem: `the ${name} at ${threshold} recovers at ${recovery}, where it still holds`,
        remedy: `choose a recovery ${rises(subject) ? "below" : "above"} ${threshold}`,
      };
    }
  },
};

const recoveryWithoutThreshold: MonitorRule = {
  id: "monitor/recovery-without-threshold",
  verdict: "may-be-meant",
  because: "A recovery threshold belongs to a threshold that is there.",
  source: RECOVERY,
  passes: metric({ critical: "800", warning: "500", warningRecovery: "400" }),
  fails: metric({ critical: "800", warningRecovery: "400" }),
  *check(subject) {
    for (const [name, threshold, recovery] of recoveries(subject)) {
      if (threshold !== undefined || recovery === undefined) continue;
      yield {
        problem: `a recovery from the ${name} at ${recovery}, and no ${name}`,
        remedy: `add the ${name}, or drop it`,
      };
    }
  },
};

const recoveryPastWarning: MonitorRule = {
  id: "monitor/recovery-past-warning",
  verdict: "may-be-meant",
  because:
    "An alert that falls to a warning is no alert any more: a recovery threshold beyond the warning was seen not to be waited for.",
  source: "https://github.com/DataDog/datadog-agent/issues/11638",
  passes: metric({ critical: "800", warning: "500", criticalRecovery: "700" }),
  fails: metric({ critical: "800", warning: "500", criticalRecovery: "400" }),
  *check(subject) {
    const { warning, criticalRecovery } = subject.thresholds;
    if (isEqualOnly(subject) || warning === undefined || criticalRecovery === undefined) return;
    if (rises(subject) ? criticalRecovery >= warning : criticalRecovery <= warning) return;
    yield {
      problem: `the alert is to recover at ${criticalRecovery}, beyond the warning at ${warning}`,
      remedy: `choose a recovery from ${warning} on, and a warningRecovery for what comes after`,
    };
  },
};

/** The kinds whose recovery Datadog has refused to set. */
const WITHOUT_RECOVERY: Readonly<Partial<Record<MonitorKind, string>>> = { event: "events", log: "logs" };

const recoveryOfOthers: MonitorRule = {
  id: "monitor/recovery-threshold-not-allowed",
  verdict: "refused",
  because: "A monitor of events or of logs has no recovery thresholds: Datadog refuses them.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1401",
  passes: events({ critical: "10" }),
  fails: events({ critical: "10", criticalRecovery: "9" }),
  *check({ kind, definition: { monitorThresholds = {} } }) {
    const searched = WITHOUT_RECOVERY[kind];
    if (searched === undefined) return;
    for (const name of ["criticalRecovery", "warningRecovery"] as const) {
      if (monitorThresholds[name] === undefined) continue;
      yield { problem: `a monitor of ${searched} has no ${name}`, remedy: "drop it" };
    }
  },
};

const thresholdsOfChecks: MonitorRule = {
  id: "monitor/thresholds-of-checks",
  verdict: "may-be-meant",
  because:
    "ok and unknown count a service check's runs. Another monitor is taken with them, and they do nothing there; the provider hides the difference.",
  source:
    "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/tests/cassettes/TestAccDatadogMonitor_NoThresholdWindows.yaml",
  passes: metric({ critical: "800", criticalRecovery: "700" }),
  fails: metric({ critical: "800", ok: "700" }),
  *check({ kind, thresholds }) {
    if (kind === "check") return;
    for (const name of ["ok", "unknown"] as const) {
      if (thresholds[name] === undefined) continue;
      yield {
        problem: `the threshold ${name} is a service check's: this monitor has none`,
        remedy: name === "ok" ? "use criticalRecovery" : "drop it",
      };
    }
  },
};

const equality: MonitorRule = {
  id: "monitor/equality",
  verdict: "may-be-meant",
  because: "An average is hardly ever exactly a number; a monitor with == or != of it never alerts, or always.",
  source: "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor",
  passes: metric({ critical: "0" }, "max(last_5m):max:my_metric{env:dev} by {host} <= 0"),
  fails: metric({ critical: "0" }, "avg(last_5m):avg:my_metric{env:dev} by {host} == 0"),
  *check({ query }) {
    if (query.kind !== "metric" || query.over.method !== "avg") return;
    if (query.comparator !== "==" && query.comparator !== "!=") return;
    yield {
      problem: `an average is compared with ${query.comparator}`,
      remedy: "compare with >= or <=, or the window's max or min",
    };
  },
};

function rises({ query }: MonitorSubject): boolean {
  return query.kind === "check" || query.kind === "composite" || query.comparator?.startsWith(">") !== false;
}

/** Counts of runs go up with trouble and with its end; equal numbers have no milder side. */
function isEqualOnly({ query, kind }: MonitorSubject): boolean {
  if (query.kind === "composite") return true;
  return kind === "check" || query.comparator === "==" || query.comparator === "!=";
}

function recoveries({ thresholds }: MonitorSubject) {
  return [
    ["alert", thresholds.critical, thresholds.criticalRecovery],
    ["warning", thresholds.warning, thresholds.warningRecovery],
  ] as const;
}

export const thresholdRules: readonly MonitorRule[] = [
  notANumber,
  unlikeQuery,
  leadingZero,
  noCritical,
  warningPastCritical,
  recoveryPastThreshold,
  recoveryWithoutThreshold,
  recoveryPastWarning,
  recoveryOfOthers,
  thresholdsOfChecks,
  equality,
];
