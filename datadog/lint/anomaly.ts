import { lastWindow, windowMinutes } from "../query/window";
import { SEASONS } from "../query/build";
import { optionsOf } from "../query/functions";
import type { Argument, Call } from "../query/query";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

const API = "https://docs.datadoghq.com/monitors/types/anomaly/#api";

interface Anomaly {
  readonly window?: string;
  readonly alert?: string;
  readonly interval?: number;
  readonly more?: string;
  readonly algorithm?: string;
  readonly threshold?: string;
}

function anomaly(changed: Anomaly, more: object = {}) {
  const { window = "last_4h", alert = "last_15m", interval = 60, algorithm = "basic", threshold = "1" } = changed;
  return {
    type: "query alert",
    query: `avg(${window}):anomalies(avg:my_metric{env:dev} by {host}, '${algorithm}', 3, direction='both', alert_window='${alert}', interval=${interval}, count_default_zero='true'${changed.more ?? ""}) >= ${threshold}`,
    monitorThresholds: { critical: threshold, criticalRecovery: "0" },
    monitorThresholdWindows: { triggerWindow: alert, recoveryWindow: "last_15m" },
    ...more,
  };
}

const noShare: MonitorRule = {
  id: "anomaly/no-share",
  verdict: "never-works",
  because: "An anomaly monitor's thresholds are shares of the window's points: 1 is all of them.",
  source: API,
  passes: anomaly({ threshold: "0.8" }),
  fails: anomaly({ threshold: "80" }),
  *check({ kind, query, thresholds }) {
    if (kind !== "anomaly" || query.kind !== "metric") return;
    for (const [name, share] of [
      ["alert", query.threshold],
      ["warning", thresholds.warning],
    ] as const) {
      if (share === undefined || (share > 0 && share <= 1)) continue;
      yield {
        problem: `the ${name} at ${share} is no share of the window's points`,
        remedy: "choose one above 0 and up to 1, which is all of them",
      };
    }
    if (query.comparator !== ">" || query.threshold !== 1) return;
    yield { problem: "more than all of the window's points are never outside of the band", remedy: "write >= 1" };
  },
};

const shortGraph: MonitorRule = {
  id: "anomaly/short-graph",
  verdict: "refused",
  because: "The query's window holds the one that alerts, five times at best.",
  source: API,
  passes: anomaly({ window: "last_4h" }),
  fails: anomaly({ window: "last_5m" }),
  *check(subject) {
    const { kind, query } = subject;
    if (kind !== "anomaly" || query.kind !== "metric") return;
    const graph = windowMinutes(query.over.window);
    const alert = alertMinutes(subject);
    if (graph === undefined || alert === undefined || graph >= alert) return;
    yield {
      problem: `the query's ${graph} minutes are less than the alert window's ${alert}`,
      remedy: `look at ${lastWindow(alert)} at least; ${lastWindow(5 * alert)} tells what came before`,
    };
  },
};

const coarseInterval: MonitorRule = {
  id: "anomaly/coarse-interval",
  verdict: "may-be-meant",
  because: "An interval is a fifth of the alert window at most: fewer than five points tell no share of it.",
  source: API,
  passes: anomaly({ interval: 180 }),
  fails: anomaly({ interval: 300 }),
  *check(subject) {
    const interval = options(subject).interval;
    const alert = alertMinutes(subject);
    if (interval?.kind !== "number" || alert === undefined) return;
    const longest = alert * 12;
    if (Number.isInteger(interval.value) && interval.value > 0 && interval.value <= longest) return;
    yield {
      problem: `a point for every ${interval.value} s leaves fewer than five in the alert window of ${alert} minutes`,
      remedy: `take whole seconds, at most ${longest}`,
    };
  },
};

const triggerUnlikeQuery: MonitorRule = {
  id: "anomaly/trigger-window-unlike-query",
  verdict: "refused",
  because: "An anomaly monitor has both threshold windows, and the one that triggers is the query's alert_window.",
  source: API,
  passes: anomaly({}),
  fails: anomaly({}, { monitorThresholdWindows: { triggerWindow: "last_30m", recoveryWindow: "last_30m" } }),
  *check(subject) {
    const { kind, definition } = subject;
    const alert = options(subject).alert_window;
    if (kind !== "anomaly" || alert?.kind !== "text") return;
    const { triggerWindow, recoveryWindow } = definition.monitorThresholdWindows ?? {};
    if (triggerWindow === undefined || recoveryWindow === undefined) {
      yield {
        problem: "the threshold windows are missing",
        remedy: `set triggerWindow to ${alert.value}, and recoveryWindow`,
      };
    } else if (triggerWindow !== alert.value) {
      yield {
        problem: `the query alerts on ${alert.value}, the trigger window is ${triggerWindow}`,
        remedy: "write the same window in both",
      };
    }
  },
};

const recoveryBesideAlert: MonitorRule = {
  id: "anomaly/recovery-beside-alert",
  verdict: "refused",
  because:
    "The recovery window is longer than the part of the trigger window that may be well in an alert: else alert and recovery hold at once.",
  source: "https://docs.datadoghq.com/monitors/types/anomaly/",
  passes: anomaly({ threshold: "0.5" }),
  fails: anomaly(
    { threshold: "0.5" },
    { monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_5m" } },
  ),
  *check({ kind, query, definition: { monitorThresholdWindows: windows = {} } }) {
    if (kind !== "anomaly" || query.kind !== "metric") return;
    const alert = windowMinutes(windows.triggerWindow ?? "");
    const recovery = windowMinutes(windows.recoveryWindow ?? "");
    if (alert === undefined || recovery === undefined || query.threshold > 1) return;
    const least = Math.floor(alert * (1 - query.threshold)) + 1;
    // That it is no longer than the alert window is a range of the editor's; Datadog's own monitors have longer ones.
    if (recovery >= least) return;
    yield {
      problem: `in a recovery window of ${recovery} minutes nothing need be outside while ${query.threshold} of ${alert} minutes alert`,
      remedy: `choose ${least} minutes or more; the alert window's own ${alert} always fit`,
    };
  },
};

const SEASONAL = ["agile", "robust"];
const DIRECTIONS = ["above", "below", "both"];

const algorithm: MonitorRule = {
  id: "anomaly/algorithm",
  verdict: "refused",
  because: "The algorithm is basic, agile or robust, the direction above, below or both.",
  source: API,
  passes: anomaly({ algorithm: "agile", more: ", seasonality='daily'" }),
  fails: anomaly({ algorithm: "adaptive" }),
  *check(subject) {
    const chosen = call(subject)?.args[1];
    if (chosen?.kind === "text" && ![...SEASONAL, "basic"].includes(chosen.value)) {
      yield { problem: `'${chosen.value}' is no algorithm of anomalies()`, remedy: "choose basic, agile or robust" };
    }
    const { direction } = options(subject);
    if (direction?.kind === "text" && !DIRECTIONS.includes(direction.value)) {
      yield { problem: `'${direction.value}' is no direction`, remedy: "choose above, below or both" };
    }
  },
};

const seasonality: MonitorRule = {
  id: "anomaly/seasonality",
  verdict: "refused",
  because: "A seasonality is hourly, daily or weekly.",
  source: API,
  passes: anomaly({ algorithm: "robust", more: ", seasonality='weekly'" }),
  fails: anomaly({ algorithm: "robust", more: ", seasonality='monthly'" }),
  *check(subject) {
    const season = options(subject).seasonality;
    if (season === undefined || (season.kind === "text" && SEASONS.some((one) => one === season.value))) return;
    yield { problem: "the seasonality is none that Datadog knows", remedy: `choose ${SEASONS.join(", ")}` };
  },
};

const seasonOfAlgorithm: MonitorRule = {
  id: "anomaly/season-of-algorithm",
  verdict: "may-be-meant",
  because: "basic knows no seasons; agile and robust need one, and take Datadog's own choice where none is named.",
  source: API,
  passes: anomaly({ algorithm: "robust", more: ", seasonality='weekly'" }),
  fails: anomaly({ algorithm: "basic", more: ", seasonality='weekly'" }),
  *check(subject) {
    const chosen = call(subject)?.args[1];
    const season = options(subject).seasonality;
    if (chosen?.kind !== "text") return;
    if (season === undefined) {
      if (SEASONAL.includes(chosen.value)) {
        yield {
          problem: `no seasonality with the algorithm ${chosen.value}`,
          remedy: `add seasonality='${SEASONS[1]}'`,
        };
      }
      return;
    }
    if (chosen.value === "basic") {
      yield {
        problem: "seasonality with the algorithm basic, which knows no seasons",
        remedy: "drop it, or take agile",
      };
    }
  },
};

const deviations: MonitorRule = {
  id: "anomaly/deviations",
  verdict: "never-works",
  because: "The band's width is a positive number of deviations; 2 or 3 are well.",
  source: "https://docs.datadoghq.com/dashboards/functions/algorithms/#anomalies",
  passes: anomaly({}),
  fails: { ...anomaly({}), query: anomaly({}).query.replace("'basic', 3", "'basic', 0") },
  *check(subject) {
    const width = call(subject)?.args[2];
    if (width?.kind !== "number" || width.value > 0) return;
    yield { problem: `a band of ${width.value} deviations has no width`, remedy: "take 2 or 3" };
  },
};

const windowsOfOthers: MonitorRule = {
  id: "anomaly/windows-of-others",
  verdict: "may-be-meant",
  because: "Threshold windows are for anomaly monitors alone.",
  source:
    "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor#monitor_threshold_windows-1",
  passes: { type: "query alert", query: "avg(last_5m):avg:my_metric{*} > 800" },
  fails: {
    type: "query alert",
    query: "avg(last_5m):avg:my_metric{*} > 800",
    monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_15m" },
  },
  *check({ kind, definition: { monitorThresholdWindows: windows = {} } }) {
    if (kind === "anomaly" || (windows.triggerWindow === undefined && windows.recoveryWindow === undefined)) return;
    yield { problem: "threshold windows, and no anomalies() in the query", remedy: "drop monitorThresholdWindows" };
  },
};

function call({ kind, calls }: MonitorSubject): Call | undefined {
  return kind === "anomaly" ? calls.find(({ name }) => name === "anomalies") : undefined;
}

function options(subject: MonitorSubject): Readonly<Record<string, Argument>> {
  return optionsOf(call(subject));
}

function alertMinutes(subject: MonitorSubject): number | undefined {
  const alert = options(subject).alert_window;
  return alert?.kind === "text" ? windowMinutes(alert.value) : undefined;
}

export const anomalyRules: readonly MonitorRule[] = [
  noShare,
  shortGraph,
  coarseInterval,
  triggerUnlikeQuery,
  recoveryBesideAlert,
  algorithm,
  seasonality,
  seasonOfAlgorithm,
  deviations,
  windowsOfOthers,
];
