import { rollupSeconds } from "../query/functions";
import { windowMinutes } from "../query/window";
import type { MonitorRule } from "./monitor-definition";

const API = "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor";
const query = (text: string, more: object = {}) => ({
  type: "query alert",
  query: text,
  requireFullWindow: false,
  ...more,
});

/** 730 hours; outliers are sought in a day at most. */
const LONGEST_MINUTES = 43_800;
const LONGEST_OUTLIER_MINUTES = 1440;

const windowNotAllowed: MonitorRule = {
  id: "monitor/window-not-allowed",
  verdict: "refused",
  because:
    "A metric monitor looks back 1 minute to 1 month: last_5m, last_4h, last_1d, last_1w, last_1mo; one of outliers a day at most.",
  source: "https://docs.datadoghq.com/monitors/types/metric/",
  passes: query("avg(last_15m):avg:my_metric{*} > 800"),
  fails: query("avg(last15m):avg:my_metric{*} > 800"),
  *check({ query: monitor, kind }) {
    if (monitor.kind !== "metric" || kind === "forecast" || kind === "change") return;
    const { window } = monitor.over;
    const minutes = /^(last|current)_/.test(window) ? windowMinutes(window) : undefined;
    const isOfOutliers = kind === "outlier";
    const longest = isOfOutliers ? LONGEST_OUTLIER_MINUTES : LONGEST_MINUTES;
    if (minutes !== undefined && minutes >= 1 && minutes <= longest) return;
    yield {
      problem: `${window} is no window of ${isOfOutliers ? "an outlier" : "a metric"} monitor`,
      remedy: `write such as last_5m, last_4h, last_1d; ${isOfOutliers ? "1 day" : "1 month"} at most`,
    };
  },
};

const METHODS = ["avg", "sum", "min", "max", "percentile", "count", "last"];

const windowMethod: MonitorRule = {
  id: "monitor/window-method",
  verdict: "refused",
  because: "A window's points become one value by avg, sum, min or max, or of a distribution by percentile.",
  source: API,
  passes: query("avg(last_5m):avg:my_metric{*} > 800"),
  fails: query("mean(last_5m):avg:my_metric{*} > 800"),
  *check({ query: monitor }) {
    if (monitor.kind !== "metric" || METHODS.includes(monitor.over.method)) return;
    yield { problem: `${monitor.over.method} is no method of a window`, remedy: "write avg, sum, min or max" };
  },
};

const LONGEST_CHANGE_MINUTES = 2880;
const SHIFTS = ["5m", "10m", "15m", "30m", "1h", "2h", "4h", "1d", "2d", "1w", "1mo"];

const changeWindow: MonitorRule = {
  id: "monitor/change-window",
  verdict: "refused",
  because:
    "A change is of a window of up to 2 days, against the same 5m, 10m, 15m, 30m, 1h, 2h, 4h or 1d ago, or further.",
  source: API,
  passes: query("change(avg(last_5m),1h_ago):avg:my_metric{*} > 100"),
  fails: query("change(avg(last_5m),7m_ago):avg:my_metric{*} > 100"),
  *check({ query: monitor, kind }) {
    if (monitor.kind !== "metric" || kind !== "change") return;
    const { window, ago = "" } = monitor.over;
    const minutes = window.startsWith("last_") ? windowMinutes(window) : undefined;
    if (minutes === undefined || minutes < 1 || minutes > LONGEST_CHANGE_MINUTES) {
      yield { problem: `${window} is no window of a change`, remedy: "write last_1m to last_2d" };
    }
    if (!SHIFTS.includes(ago.replace(/^last_|_ago$/g, ""))) {
      yield {
        problem: `${ago} is no time that a change is compared with`,
        remedy: "write such as 30m_ago, 1h_ago, 1d_ago",
      };
    }
  },
};

/** A monitor is judged each minute: such an interval ends before the next judgement. */
const SHORT_INTERVAL_SECONDS = 60;

const rollup: MonitorRule = {
  id: "monitor/rollup",
  verdict: "may-be-meant",
  because:
    "A rollup's intervals follow the clock, not the monitor's window: the last one is not whole when it is judged. The evaluation has to wait for at least the interval.",
  source: "https://docs.datadoghq.com/dashboards/functions/rollup/#rollups-in-monitors",
  passes: query("avg(last_1h):sum:my_metric{*}.rollup(sum, 300) > 800", { evaluationDelay: 300 }),
  fails: query("avg(last_1h):sum:my_metric{*}.rollup(sum, 300) > 800"),
  *check({ definition: { evaluationDelay = 0 }, calls }) {
    for (const call of calls) {
      const seconds = rollupSeconds(call);
      if (seconds === undefined || seconds <= SHORT_INTERVAL_SECONDS || evaluationDelay >= seconds) continue;
      yield {
        ...(call.offset !== undefined && { offset: call.offset }),
        problem: `a rollup of ${seconds} s makes the monitor judge an interval that is not whole yet`,
        remedy: `drop the rollup, or delay the evaluation by ${seconds} s`,
      };
    }
  },
};

const rollupLongerThanWindow: MonitorRule = {
  id: "monitor/rollup-longer-than-window",
  verdict: "may-be-meant",
  because: "A window that is shorter than the rollup's interval holds no whole point.",
  source: "https://docs.datadoghq.com/dashboards/functions/rollup/#rollups-in-monitors",
  passes: query("avg(last_1h):sum:my_metric{*}.rollup(sum, 3600) > 800", { evaluationDelay: 3600 }),
  fails: query("avg(last_5m):sum:my_metric{*}.rollup(sum, 3600) > 800", { evaluationDelay: 3600 }),
  *check({ query: monitor, calls }) {
    if (monitor.kind !== "metric") return;
    const minutes = windowMinutes(monitor.over.window);
    for (const call of calls) {
      const seconds = rollupSeconds(call);
      if (seconds === undefined || minutes === undefined || seconds <= 60 * minutes) continue;
      yield {
        problem: `the rollup makes a point of ${seconds} s, the window has ${60 * minutes}`,
        remedy: "lengthen the window, or shorten the interval",
      };
    }
  },
};

const asCount: MonitorRule = {
  id: "monitor/as-count-not-summed",
  verdict: "may-be-meant",
  because:
    "A count is added up over the window: avg, min or max of as_count() is of single intervals, whose length may change.",
  source: "https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/",
  passes: query("sum(last_5m):sum:my_requests{*}.as_count() > 800"),
  fails: query("avg(last_5m):sum:my_requests{*}.as_count() > 800"),
  *check({ query: monitor, kind, calls }) {
    if (kind !== "metric" || monitor.kind !== "metric") return;
    if (monitor.over.method === "sum" || calls.every(({ name }) => name !== "as_count")) return;
    yield {
      problem: `the window's ${monitor.over.method} of a count is judged`,
      remedy: "write sum(…), or as_rate() in place of as_count()",
    };
  },
};

const unstableFunction: MonitorRule = {
  id: "monitor/function-of-graphs",
  verdict: "refused",
  because: "autosmooth() chooses its span by all that is shown: in a monitor it would change from minute to minute.",
  source: "https://docs.datadoghq.com/dashboards/functions/smoothing/#autosmooth",
  passes: query("avg(last_15m):ewma_5(avg:my_metric{*}) > 800"),
  fails: query("avg(last_15m):autosmooth(avg:my_metric{*}) > 800"),
  *check({ calls }) {
    for (const { name, offset } of calls) {
      if (name !== "autosmooth") continue;
      yield {
        ...(offset !== undefined && { offset }),
        problem: "autosmooth() is for graphs: a monitor's threshold can't be set on it",
        remedy: "smooth over a fixed span, such as ewma_5()",
      };
    }
  },
};

/** These reckon from the left edge of what is shown. */
const OF_VISIBLE_TIME = ["cumsum", "integral", "trend_line", "robust_trend", "piecewise_constant"];

const functionOfVisibleTime: MonitorRule = {
  id: "monitor/function-of-visible-time",
  verdict: "may-be-meant",
  because:
    "The function's values depend on the time that a graph shows; a monitor shows none. Datadog advises against a cumulative sum in a monitor.",
  source: "https://docs.datadoghq.com/dashboards/functions/arithmetic/#cumulative-sum-in-monitors",
  passes: query("sum(current_1d):sum:my_requests{*}.as_count() > 800", {
    schedulingOptions: { evaluationWindow: { dayStarts: "00:00" } },
  }),
  fails: query("max(last_1d):cumsum(sum:my_requests{*}) > 800"),
  *check({ kind, calls }) {
    // What can't be forecast is said of forecasts.
    if (kind === "forecast") return;
    for (const { name, offset } of calls) {
      if (!OF_VISIBLE_TIME.includes(name)) continue;
      yield {
        ...(offset !== undefined && { offset }),
        problem: `${name}() begins anew with the time that is shown, and a monitor shows none`,
        remedy: "judge the metric itself; a window such as current_1d adds up from midnight on",
      };
    }
  },
};

const LONGEST_DELAY_SECONDS = 86_400;

const evaluationDelay: MonitorRule = {
  id: "monitor/evaluation-delay",
  verdict: "refused",
  because: "The evaluation waits for whole seconds, a day at most.",
  source: "https://docs.datadoghq.com/monitors/configuration/#evaluation-delay",
  passes: query("avg(last_15m):avg:aws.rds.cpuutilization{*} > 80", { evaluationDelay: 900 }),
  fails: query("avg(last_15m):avg:aws.rds.cpuutilization{*} > 80", { evaluationDelay: 90_000 }),
  *check({ definition: { evaluationDelay: delay = 0 } }) {
    if (Number.isInteger(delay) && delay >= 0 && delay <= LONGEST_DELAY_SECONDS) return;
    yield {
      problem: `an evaluation delay of ${delay} is not 0 to ${LONGEST_DELAY_SECONDS} seconds`,
      remedy: "write whole seconds",
    };
  },
};

/** What a cloud tells of its services comes minutes late. */
const BACKFILLED = /^(aws|gcp|azure)\./;
/** In a longer window the points that are still to come are the smaller part. */
const SHORT_WINDOW_MINUTES = 30;

const lateMetric: MonitorRule = {
  id: "monitor/no-evaluation-delay",
  verdict: "may-be-meant",
  because:
    "A cloud's metrics come minutes late and are filled in afterwards: 900 s of evaluation delay are recommended, and a short window may have no point without.",
  source: "https://docs.datadoghq.com/monitors/configuration/#evaluation-delay",
  passes: query("avg(last_15m):avg:aws.rds.cpuutilization{*} > 80", { evaluationDelay: 900 }),
  fails: query("avg(last_5m):avg:aws.rds.cpuutilization{*} > 80"),
  *check({ definition: { evaluationDelay: delay = 0 }, query: monitor, kind, metrics }) {
    if (kind !== "metric" || monitor.kind !== "metric" || delay > 0) return;
    if ((windowMinutes(monitor.over.window) ?? 0) >= SHORT_WINDOW_MINUTES) return;
    const late = metrics.find(({ metric }) => BACKFILLED.test(metric));
    if (late === undefined) return;
    yield {
      problem: `${late.metric} comes minutes late, and nothing waits for it`,
      remedy: "set evaluationDelay to 900",
    };
  },
};

export const windowRules: readonly MonitorRule[] = [
  windowNotAllowed,
  windowMethod,
  changeWindow,
  rollup,
  rollupLongerThanWindow,
  asCount,
  unstableFunction,
  functionOfVisibleTime,
  evaluationDelay,
  lateMetric,
];
