import { closest } from "fastest-levenshtein";
import { SEASONS } from "../query/build";
import { optionsOf } from "../query/functions";
import type { Call } from "../query/query";
import { callsOf } from "../query/walk";
import { windowMinutes } from "../query/window";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

const API = "https://docs.datadoghq.com/monitors/types/forecasts/#api";
const GOOD =
  "max(next_1w):forecast(avg:my_metric{*} by {host}, 'linear', 1, interval='60m', history='1w', model='default') >= 90";
const forecast = (query: string) => ({ type: "query alert", query });

const SHORTEST_MINUTES = 12 * 60;
const LONGEST_MINUTES = windowMinutes("next_3mo") ?? 0;

const window: MonitorRule = {
  id: "forecast/window",
  verdict: "refused",
  because: "A forecast looks 12 hours to 3 months ahead: next_12h to next_3mo.",
  source: "https://docs.datadoghq.com/monitors/types/forecasts/",
  passes: forecast(GOOD),
  fails: forecast(GOOD.replace("next_1w", "next_1h")),
  *check({ kind, query }) {
    if (kind !== "forecast" || query.kind !== "metric") return;
    const ahead = query.over.window;
    const minutes = windowMinutes(ahead);
    if (minutes !== undefined && minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES) return;
    yield { problem: `${ahead} is no time ahead of a forecast`, remedy: "write next_12h to next_3mo" };
  },
};

const side: MonitorRule = {
  id: "forecast/side",
  verdict: "refused",
  because: "A forecast's max is compared with >=, its min with <=: no other pair reaches the threshold first.",
  source: API,
  passes: forecast(GOOD),
  fails: forecast(GOOD.replace("max(", "min(")),
  *check({ kind, query }) {
    if (kind !== "forecast" || query.kind !== "metric") return;
    const { method } = query.over;
    const wanted = query.comparator.startsWith(">") ? "max" : "min";
    if (method === wanted) return;
    yield {
      problem: `a forecast's ${method} is compared with ${query.comparator}`,
      remedy: `write ${wanted}(${query.over.window})`,
    };
  },
};

const OWN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  linear: ["history", "model"],
  seasonal: ["seasonality", "timezone"],
};

const algorithm: MonitorRule = {
  id: "forecast/algorithm",
  verdict: "refused",
  because:
    "linear takes history and model (default, simple, reactive), seasonal takes seasonality (hourly, daily, weekly).",
  source: API,
  passes: forecast(
    GOOD.replace("'linear'", "'seasonal'").replace("history='1w', model='default'", "seasonality='weekly'"),
  ),
  fails: forecast(GOOD.replace("model='default'", "seasonality='weekly'")),
  *check(subject) {
    const forecasting = call(subject);
    const chosen = forecasting?.args[1];
    if (chosen?.kind !== "text") return;
    const known = OWN_OPTIONS[chosen.value];
    if (known === undefined) {
      yield { problem: `'${chosen.value}' is no algorithm of forecast()`, remedy: "choose linear or seasonal" };
      return;
    }
    const options = optionsOf(forecasting);
    for (const name of ["history", "model", "seasonality"]) {
      if (!(name in options) || known.includes(name)) continue;
      yield {
        problem: `${name} is not the algorithm ${chosen.value}'s`,
        remedy: `drop it; ${chosen.value} takes ${known.join(", ")}`,
      };
    }
  },
};

const VALUES = { model: ["default", "simple", "reactive"], seasonality: SEASONS } as const;

const optionValue: MonitorRule = {
  id: "forecast/option",
  verdict: "refused",
  because: "model is default, simple or reactive; seasonality is hourly, daily or weekly.",
  source: API,
  passes: forecast(GOOD.replace("'default'", "'reactive'")),
  fails: forecast(GOOD.replace("'default'", "'fast'")),
  *check(subject) {
    const options = optionsOf(call(subject));
    for (const [name, values] of Object.entries(VALUES)) {
      const value = options[name];
      if (value === undefined || (value.kind === "text" && values.some((one) => one === value.value))) continue;
      yield { problem: `the forecast's ${name} is none that Datadog knows`, remedy: `choose ${values.join(", ")}` };
    }
  },
};

const deviations: MonitorRule = {
  id: "forecast/deviations",
  verdict: "refused",
  because: "A forecast has a width of 1 deviation or more.",
  source: API,
  passes: forecast(GOOD),
  fails: forecast(GOOD.replace("'linear', 1", "'linear', 0.5")),
  *check(subject) {
    const width = call(subject)?.args[2];
    if (width?.kind !== "number" || width.value >= 1) return;
    yield { problem: `${width.value} deviations are too few for a forecast`, remedy: "take 1 or 2" };
  },
};

const NOT_NESTED = ["anomalies", "cumsum", "integral", "outliers", "piecewise_constant", "robust_trend", "trend_line"];

const nested: MonitorRule = {
  id: "forecast/nested-function",
  verdict: "refused",
  because: "anomalies, cumsum, integral, outliers, piecewise_constant, robust_trend and trend_line can't be forecast.",
  source: "https://docs.datadoghq.com/monitors/types/forecasts/#troubleshooting",
  passes: forecast(GOOD),
  fails: forecast(GOOD.replace("avg:my_metric{*} by {host}", "cumsum(avg:my_metric{*} by {host})")),
  *check(subject) {
    const forecasting = call(subject);
    if (forecasting === undefined) return;
    for (const { name } of callsOf(forecasting)) {
      if (!NOT_NESTED.includes(name)) continue;
      yield { problem: `${name}() is within forecast()`, remedy: "forecast the metric itself" };
    }
  },
};

const KNOWN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  anomalies: ["direction", "alert_window", "interval", "count_default_zero", "seasonality", "timezone"],
  forecast: ["interval", "history", "model", "seasonality", "timezone"],
  outliers: ["tolerance", "percentage"],
};

const unknownOption: MonitorRule = {
  id: "monitor/unknown-option",
  verdict: "may-be-meant",
  because:
    "anomalies(), forecast() and outliers() have options of their own; what they don't have is taken, and does nothing.",
  source: "https://github.com/DataDog/documentation/pull/10268",
  passes: forecast(GOOD),
  fails: forecast(GOOD.replace("model=", "modell=")),
  *check({ calls }) {
    for (const called of calls) {
      const known = KNOWN_OPTIONS[called.name] ?? [];
      if (known.length === 0) continue;
      for (const name of Object.keys(optionsOf(called)).filter((one) => !known.includes(one))) {
        const meant = known.find((one) => one.includes(name)) ?? closest(name, [...known]);
        yield { problem: `${called.name}() has no option ${name}`, remedy: `did you mean ${meant}?` };
      }
    }
  },
};

function call({ kind, calls }: MonitorSubject): Call | undefined {
  return kind === "forecast" ? calls.find(({ name }) => name === "forecast") : undefined;
}

export const forecastRules: readonly MonitorRule[] = [
  window,
  side,
  algorithm,
  optionValue,
  unknownOption,
  deviations,
  nested,
];
