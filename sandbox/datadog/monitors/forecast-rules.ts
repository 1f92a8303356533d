import type { Mistakes } from "../models.js";
import type { ForecastQuery } from "../query/parse.js";
import type { MonitorBody } from "./monitor.js";
import type { MetricMonitorQuery } from "./query.js";

const MODELS = ["default", "simple", "reactive"];
const SEASONS = ["hourly", "daily", "weekly"];

/**
 * What Datadog asks of a forecast monitor, and of no other.
 *
 * @see https://docs.datadoghq.com/monitors/types/forecasts/#api
 */
export function* mistakesInForecast({ type }: MonitorBody, query: MetricMonitorQuery): Mistakes {
  const { query: forecast, window, timeAggregator, comparator } = query;
  if (forecast.kind !== "forecast") {
    if (window === "next") yield "Only a forecast looks at a window such as next_1w";
    return;
  }
  if (type !== "query alert") yield `Forecast monitors are of type 'query alert', not '${type}'`;
  if (query.change) yield "A forecast monitor cannot be of a change";
  const isAbove = comparator.startsWith(">");
  if (timeAggregator !== (isAbove ? "max" : "min"))
    yield `A forecast monitor is of max() above its threshold and of min() below: ${timeAggregator}() ${comparator}`;
  yield* mistakesInModel(forecast);
}

function* mistakesInModel({ algorithm, deviations, interval, model, seasonality, history }: ForecastQuery): Mistakes {
  if (deviations < 1) yield `The deviations of a forecast are 1 or more, not ${deviations}`;
  if (interval === undefined || interval < 1) yield "A forecast monitor needs an interval, such as interval='60m'";
  if (algorithm === "seasonal") {
    if (history !== undefined || model !== undefined) yield "history and model are of the algorithm 'linear' alone";
    if (!SEASONS.includes(seasonality ?? ""))
      yield "The algorithm 'seasonal' needs a seasonality: hourly, daily, weekly";
  } else {
    if (seasonality !== undefined) yield "seasonality is of the algorithm 'seasonal' alone";
    if (model !== undefined && !MODELS.includes(model)) yield `model='${model}' is none of ${MODELS.join(", ")}`;
  }
}
