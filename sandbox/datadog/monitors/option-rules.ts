import { type Mistakes, isObject } from "../models.js";
import { secondsOf } from "../query/algorithms.js";
import { type FindMonitor, groupKeys, type MonitorBody, type MonitorOptions, type MonitorQuery } from "./monitor.js";

const HOUR = 3600;
const DAY = 86_400;

/**
 * What Datadog asks of the options that any monitor may have.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/
 * @see https://docs.datadoghq.com/monitors/guide/monitor_api_options/
 */
export function* mistakesInOptions(monitor: MonitorBody, query: MonitorQuery, find: FindMonitor): Mistakes {
  const { options = {}, priority } = monitor;
  if (isNumber(priority) && (priority < 1 || priority > 5))
    yield `The value provided for parameter 'priority' is invalid: ${priority} is none of 1 to 5`;
  yield* outOfRange(options, "evaluation_delay", DAY);
  yield* outOfRange(options, "new_group_delay", Infinity);
  yield* outOfRange(options, "new_host_delay", Infinity);
  yield* outOfRange(options, "timeout_h", 24);
  yield* mistakesInRenotification(options);
  yield* mistakesInMissingData(options, query);
  yield* mistakesInGroups(options, groupKeys(query, find), query);
}

function* outOfRange(options: MonitorOptions, name: keyof MonitorOptions, most: number): Mistakes {
  const value = options[name];
  if (typeof value === "number" && (value < 0 || value > most))
    yield `options.${name}: ${value} is not between 0 and ${most === Infinity ? "any number of seconds" : most}`;
}

function* mistakesInRenotification(options: MonitorOptions): Mistakes {
  yield* outOfRange(options, "renotify_interval", Infinity);
  yield* outOfRange(options, "renotify_occurrences", Infinity);
  if ((options.renotify_interval ?? 0) > 0) return;
  const { renotify_occurrences: occurrences, renotify_statuses: statuses } = options;
  const refused = { renotify_occurrences: (occurrences ?? 0) > 0, renotify_statuses: (statuses ?? []).length > 0 };
  for (const [name, isSet] of Object.entries(refused))
    if (isSet) yield `The ${name} option can only be used if renotify_interval is set`;
}

/** What silence means is said in one of two ways, and in the newer one by some types only. */
function* mistakesInMissingData(options: MonitorOptions, query: MonitorQuery): Mistakes {
  const { on_missing_data: missing, notify_no_data, timeout_h } = options;
  const hasSchedule = isObject(options.scheduling_options?.custom_schedule);
  if (missing === undefined) {
    if (hasSchedule) yield "options.on_missing_data is required with a custom schedule";
    return;
  }
  if (notify_no_data) yield "options.notify_no_data and options.on_missing_data cannot both be set";
  if (query.kind !== "metric") yield `options.on_missing_data cannot be set for a ${NAMES[query.kind]} monitor`;
  if (missing === "resolve" && (timeout_h ?? 0) > 0)
    yield "options.timeout_h cannot be set where on_missing_data is 'resolve'";
}

const NAMES: Record<MonitorQuery["kind"], string> = {
  metric: "metric",
  check: "service check",
  composite: "composite",
  slo: "SLO",
};

function* mistakesInGroups(options: MonitorOptions, keys: readonly string[], query: MonitorQuery): Mistakes {
  const { group_retention_duration: retention, notify_by: by = [] } = options;
  if (retention !== undefined) {
    const seconds = secondsOf(retention);
    if (query.kind !== "metric" || keys.length === 0)
      yield "options.group_retention_duration is of a grouped monitor that takes on_missing_data";
    if (seconds === undefined || seconds < HOUR || seconds > 3 * DAY)
      yield `options.group_retention_duration: '${retention}' is not between 1h and 72h`;
  }
  if (by.length > 0 && keys.length === 0) yield "options.notify_by can only be set for a grouped monitor";
  for (const key of by.filter((one) => one !== "*" && !keys.includes(one)))
    yield `options.notify_by: '${key}' is none of the query's groups`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
