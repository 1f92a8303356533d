import { parseMessage, TemplateMistake } from "../evaluate/message.js";
import { type Mistakes, mistakesInBody } from "../models.js";
import { SyntaxMistake } from "../query/reader.js";
import { RUNS_KEPT } from "../state/service-checks.js";
import { mistakesInAnomalies } from "./anomaly-rules.js";
import { mistakesInComposite } from "./composite-rules.js";
import { mistakesInForecast } from "./forecast-rules.js";
import {
  type FindMonitor,
  type MonitorBody,
  type MonitorQuery,
  parseMonitorQuery,
  type Thresholds,
} from "./monitor.js";
import { mistakesInOptions } from "./option-rules.js";
import { mistakesInOutliers } from "./outlier-rules.js";
import type { CheckMonitorQuery, MetricMonitorQuery } from "./query.js";
import { mistakesInScheduling } from "./schedule-rules.js";
import type { SloQuery } from "./slo-query.js";

/** Everything that Datadog would refuse in a whole monitor. */
export function mistakesInMonitor(body: unknown, find: FindMonitor): string[] {
  const shape = mistakesInBody(body, "Monitor", "v1");
  if (shape.length > 0) return shape;
  const monitor = body as MonitorBody;
  return [...mistakesInQuery(monitor, find), ...mistakesInMessages(monitor)];
}

function* mistakesInQuery(monitor: MonitorBody, find: FindMonitor): Mistakes {
  let query: MonitorQuery | undefined;
  try {
    query = parseMonitorQuery(monitor);
  } catch (error) {
    if (!(error instanceof SyntaxMistake)) throw error;
    return yield `The value provided for parameter 'query' is invalid: ${error.message}`;
  }
  if (!query) return yield `The stand-in of Datadog does not evaluate monitors of type '${monitor.type}'`;
  yield* mistakesInOptions(monitor, query, find);
  yield* mistakesInScheduling(monitor, query);
  const windows = [...mistakesInWindows(monitor)];
  if (windows.length > 0) return yield* windows;
  if (query.kind === "composite") return yield* mistakesInComposite(monitor, query, find);
  const thresholds = monitor.options?.thresholds ?? {};
  if (query.kind === "check") return yield* mistakesInRunCounts(thresholds, query);
  yield* mistakesInThresholds(thresholds, query);
  if (query.kind === "slo") return;
  yield* mistakesInAnomalies(monitor, query);
  yield* mistakesInForecast(monitor, query);
  yield* mistakesInOutliers(monitor, query);
}

function* mistakesInWindows({ options, type }: MonitorBody): Mistakes {
  for (const [name, window] of Object.entries(options?.threshold_windows ?? {})) {
    if (window === null) continue;
    if (["service check", "composite", "slo alert"].includes(type))
      yield "options.threshold_windows can only be set for anomaly monitors";
    if (!/^last_\d+[mhdw]$/.test(window))
      yield `options.threshold_windows.${name}: '${window}' is no window such as last_15m`;
  }
}

function* mistakesInThresholds(thresholds: Thresholds, query: MetricMonitorQuery | SloQuery): Mistakes {
  const { critical, critical_recovery, warning, warning_recovery } = thresholds;
  if (critical === undefined) return;
  if (critical !== query.threshold)
    yield `Alert threshold (${decimal(critical)}) does not match that used in the query (${decimal(query.threshold)}).`;
  const rising = query.comparator.startsWith(">");
  const side = rising ? "less" : "greater";
  const isMilder = (one: number, other: number) => (rising ? one < other : one > other);
  if (isNumber(warning) && !isMilder(warning, critical))
    yield `Warning threshold (${decimal(warning)}) must be ${side} than the alert threshold (${decimal(critical)}).`;
  if (isNumber(critical_recovery) && !isMilder(critical_recovery, critical))
    yield `Alert recovery threshold (${decimal(critical_recovery)}) must be ${side} than the alert threshold (${decimal(critical)}).`;
  if (isNumber(warning) && isNumber(warning_recovery) && !isMilder(warning_recovery, warning))
    yield `Warning recovery threshold (${decimal(warning_recovery)}) must be ${side} than the warning threshold (${decimal(warning)}).`;
}

/** Counts of runs in a row: `.last(n)` has to reach as far as the largest. */
function* mistakesInRunCounts(thresholds: Thresholds, query: CheckMonitorQuery): Mistakes {
  const counts = Object.entries<number | null | undefined>({ ...thresholds }).filter(
    (entry): entry is [string, number] => isNumber(entry[1]),
  );
  for (const [name, count] of counts) {
    if (!Number.isInteger(count) || count < 1)
      yield `options.thresholds.${name}: ${count} is no number of runs of a service check`;
  }
  const largest = Math.max(1, ...counts.map(([, count]) => count));
  if (query.last < largest || query.last > RUNS_KEPT)
    yield `.last(${query.last}) must be between the largest threshold (${largest}) and ${RUNS_KEPT}.`;
}

function* mistakesInMessages({ message, options }: MonitorBody): Mistakes {
  for (const [name, template] of [
    ["message", message],
    ["options.escalation_message", options?.escalation_message],
  ] as const) {
    try {
      parseMessage(template ?? "");
    } catch (error) {
      if (!(error instanceof TemplateMistake)) throw error;
      yield `The value provided for parameter '${name}' is invalid: ${error.message}`;
    }
  }
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === "number";
}

/** As Datadog's messages write numbers: `800.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
