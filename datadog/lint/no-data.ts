import { knownMetric } from "../metrics/catalogue";
import { rollupSeconds } from "../query/functions";
import type { Call } from "../query/query";
import { windowMinutes } from "../query/window";
import type { MonitorRule } from "./monitor-definition";

const NO_DATA = "https://docs.datadoghq.com/monitors/configuration/#no-data";
const OPTIONS = "https://docs.datadoghq.com/monitors/guide/monitor_api_options/";
const QUERY = "avg(last_5m):avg:my_metric{env:dev} by {host} > 800";
const metric = (more: object, query = QUERY) => ({ type: "query alert", query, requireFullWindow: false, ...more });
const check = (more: object) => ({
  type: "service check",
  query: '"postgres.can_connect".over("env:dev").by("host").last(3).count_by_status()',
  ...more,
});

const hastyNoData: MonitorRule = {
  id: "monitor/hasty-no-data",
  verdict: "may-be-meant",
  because: "Datadog recommends at least twice the window: otherwise one late batch of points reads as silence.",
  source: NO_DATA,
  passes: metric({ notifyNoData: true, noDataTimeframe: 10 }),
  fails: metric({ notifyNoData: true, noDataTimeframe: 6 }),
  *check({ definition: { notifyNoData, noDataTimeframe }, query, kind }) {
    if (notifyNoData !== true || noDataTimeframe === undefined || query.kind !== "metric") return;
    if (kind === "anomaly" || kind === "forecast") return;
    const minutes = windowMinutes(query.over.window);
    if (minutes === undefined || noDataTimeframe >= 2 * minutes) return;
    yield {
      problem: `no data after ${noDataTimeframe} minutes is less than twice the window of ${minutes} minutes`,
      remedy: `wait at least ${2 * minutes} minutes, or shorten the window`,
    };
  },
};

/** A check that is late once is not silent. */
const LEAST_CHECK_MINUTES = 2;

const hastyCheck: MonitorRule = {
  id: "check/hasty-no-data",
  verdict: "may-be-meant",
  because: "A service check is silent after 2 minutes at the earliest.",
  source: OPTIONS,
  passes: check({ notifyNoData: true, noDataTimeframe: 2 }),
  fails: check({ notifyNoData: true, noDataTimeframe: 1 }),
  *check({ definition: { notifyNoData, noDataTimeframe }, kind }) {
    if (kind !== "check" || notifyNoData !== true || noDataTimeframe === undefined) return;
    if (noDataTimeframe >= LEAST_CHECK_MINUTES) return;
    yield {
      problem: `no data after ${noDataTimeframe} minutes is less than Datadog waits for a run`,
      remedy: `wait at least ${LEAST_CHECK_MINUTES} minutes`,
    };
  },
};

const excludingSettings: MonitorRule = {
  id: "monitor/no-data-settings-exclude",
  verdict: "refused",
  because: "on_missing_data replaces notify_no_data and no_data_timeframe: Datadog refuses both.",
  source: NO_DATA,
  passes: metric({ onMissingData: "show_and_notify_no_data" }),
  fails: metric({ onMissingData: "show_and_notify_no_data", notifyNoData: true }),
  *check({ definition: { onMissingData, notifyNoData, noDataTimeframe } }) {
    if (onMissingData === undefined || (notifyNoData !== true && noDataTimeframe === undefined)) return;
    yield {
      problem: `onMissingData and ${notifyNoData === true ? "notifyNoData" : "noDataTimeframe"} exclude each other`,
      remedy: "keep one; only notifyNoData has a time of its own",
    };
  },
};

const MISSING_DATA = ["default", "show_no_data", "show_and_notify_no_data", "resolve"];

const missingDataValue: MonitorRule = {
  id: "monitor/missing-data-value",
  verdict: "refused",
  because: "on_missing_data is default, show_no_data, show_and_notify_no_data or resolve.",
  source: "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor#on_missing_data-1",
  passes: metric({ onMissingData: "resolve" }),
  fails: metric({ onMissingData: "showAndNotifyNoData" }),
  *check({ definition: { onMissingData } }) {
    if (onMissingData === undefined || MISSING_DATA.includes(onMissingData)) return;
    yield { problem: `onMissingData is no "${onMissingData}"`, remedy: `choose one of ${MISSING_DATA.join(", ")}` };
  },
};

const missingDataOfOthers: MonitorRule = {
  id: "monitor/missing-data-not-available",
  verdict: "refused",
  because: "on_missing_data is not available for service checks, composites and SLO alerts.",
  source: NO_DATA,
  passes: check({ notifyNoData: true, noDataTimeframe: 10 }),
  fails: check({ onMissingData: "show_and_notify_no_data" }),
  *check({ definition: { onMissingData }, kind }) {
    if (onMissingData === undefined || !["check", "composite", "slo"].includes(kind)) return;
    yield { problem: "onMissingData is for other types of monitors", remedy: "use notifyNoData and noDataTimeframe" };
  },
};

const missingDataOfZeros: MonitorRule = {
  id: "monitor/missing-data-with-default-zero",
  verdict: "refused",
  because: "With default_zero() nothing is missing: on_missing_data must be default.",
  source: NO_DATA,
  passes: metric({ onMissingData: "default" }, "sum(last_5m):default_zero(sum:my_requests{*}.as_count()) > 800"),
  fails: metric({ onMissingData: "resolve" }, "sum(last_5m):default_zero(sum:my_requests{*}.as_count()) > 800"),
  *check({ definition: { onMissingData }, calls }) {
    if (onMissingData === undefined || onMissingData === "default" || !fillsWithZeros(calls)) return;
    yield { problem: `onMissingData is ${onMissingData} beside default_zero()`, remedy: "drop one of the two" };
  },
};

const silentNoData: MonitorRule = {
  id: "monitor/no-data-of-zeros",
  verdict: "may-be-meant",
  because: "default_zero() puts a 0 where there is no point: the monitor is never without data.",
  source: "https://docs.datadoghq.com/dashboards/functions/interpolation/#default-zero",
  passes: metric({ notifyNoData: true, noDataTimeframe: 10 }),
  fails: metric({ notifyNoData: true, noDataTimeframe: 10 }, "avg(last_5m):default_zero(avg:my_metric{*}) > 800"),
  *check({ definition: { notifyNoData }, calls }) {
    if (notifyNoData !== true || !fillsWithZeros(calls)) return;
    yield {
      problem: "no data is notified of a query that always has some",
      remedy: "drop default_zero(), or notifyNoData",
    };
  },
};

function fillsWithZeros(calls: readonly Call[]): boolean {
  return calls.some(({ name }) => name === "default_zero");
}

const timeframeAlone: MonitorRule = {
  id: "monitor/no-data-timeframe-alone",
  verdict: "may-be-meant",
  because: "no_data_timeframe says after how long notify_no_data notifies; without that it does nothing.",
  source: OPTIONS,
  passes: metric({ notifyNoData: true, noDataTimeframe: 10 }),
  fails: metric({ noDataTimeframe: 10 }),
  *check({ definition: { notifyNoData, noDataTimeframe, onMissingData } }) {
    if (noDataTimeframe === undefined || notifyNoData === true || onMissingData !== undefined) return;
    yield { problem: "noDataTimeframe is set, notifyNoData is not", remedy: "set notifyNoData: true, or drop it" };
  },
};

const fullWindowOnSparse: MonitorRule = {
  id: "monitor/full-window-on-sparse-metric",
  verdict: "may-be-meant",
  because: "A full window has points all along; of a sparse metric it is never full, and the monitor never judged.",
  source: "https://docs.datadoghq.com/monitors/types/metric/#data-window",
  passes: metric(
    { requireFullWindow: false },
    "sum(last_5m):sum:trace.flask.request.errors{*} by {service}.as_count() > 10",
  ),
  fails: metric(
    { requireFullWindow: true },
    "sum(last_5m):sum:trace.flask.request.errors{*} by {service}.as_count() > 10",
  ),
  *check({ definition: { requireFullWindow }, calls, metrics }) {
    // The provider's default is true.
    if (requireFullWindow === false) return;
    const isCount = calls.some(({ name }) => name === "as_count");
    const sparse = metrics.find(({ metric: name }) => isCount || knownMetric(name)?.interval !== undefined);
    if (sparse === undefined) return;
    yield {
      problem: isCount
        ? `${sparse.metric} is a count, sent while something happens: a full window may never come`
        : `${sparse.metric} is sent too seldom for a full window`,
      remedy: "set requireFullWindow: false",
    };
  },
};

/** Of a window in minutes, hours, days and longer. */
const BUCKET_SECONDS = { m: 60, h: 600, d: 3600, w: 14_400, mo: 14_400 } as const;
const MOST_EMPTY_BUCKETS = 3;

const fullWindowOfRollup: MonitorRule = {
  id: "monitor/full-window-with-rollup",
  verdict: "never-works",
  because:
    "Of a full window at most 3 buckets are empty: a bucket is a minute, of a window in hours 10 minutes, in days an hour. A rollup by more leaves most of them empty, and the state is No Data.",
  source: "https://docs.datadoghq.com/monitors/types/metric/#data-window",
  passes: metric(
    { requireFullWindow: false, evaluationDelay: 240 },
    "avg(last_20m):avg:my_metric{*}.rollup(avg, 240) > 800",
  ),
  fails: metric(
    { requireFullWindow: true, evaluationDelay: 240 },
    "avg(last_20m):avg:my_metric{*}.rollup(avg, 240) > 800",
  ),
  *check({ definition: { requireFullWindow }, query, calls }) {
    if (requireFullWindow === false || query.kind !== "metric") return;
    const [, unit] = /^last_\d+(mo|[mhdw])$/.exec(query.over.window) ?? [];
    if (unit === undefined) return;
    const window = 60 * (windowMinutes(query.over.window) ?? 0);
    const bucket = BUCKET_SECONDS[unit as keyof typeof BUCKET_SECONDS];
    for (const call of calls) {
      const seconds = rollupSeconds(call);
      if (seconds === undefined || seconds <= bucket) continue;
      if (window / bucket - window / seconds <= MOST_EMPTY_BUCKETS) continue;
      yield {
        problem: `a point for every ${seconds} s never fills ${query.over.window}, which has a bucket for every ${bucket} s`,
        remedy: "set requireFullWindow: false, or drop the rollup",
      };
    }
  },
};

const timeoutH: MonitorRule = {
  id: "monitor/timeout",
  verdict: "refused",
  because: "A monitor without data is resolved after whole hours, 24 at most; 0 is never.",
  source: OPTIONS,
  passes: metric({ timeoutH: 24 }),
  fails: metric({ timeoutH: 48 }),
  *check({ definition: { timeoutH: hours } }) {
    if (hours === undefined || (Number.isInteger(hours) && hours >= 0 && hours <= 24)) return;
    yield { problem: `a timeout of ${hours} is not 0 to 24 hours`, remedy: "write whole hours" };
  },
};

export const noDataRules: readonly MonitorRule[] = [
  hastyNoData,
  hastyCheck,
  excludingSettings,
  missingDataValue,
  missingDataOfOthers,
  missingDataOfZeros,
  silentNoData,
  timeframeAlone,
  fullWindowOnSparse,
  fullWindowOfRollup,
  timeoutH,
];
