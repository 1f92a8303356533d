import { TIMEFRAMES } from "../../datadog/slo/burn-rate";
import { MONITOR_TYPES } from "../../datadog/lint/monitor-type";
import { isObject, type Json, objectOf, objectsIn } from "../../datadog/json/value";
import { misfits } from "../../settings/characters";
import { monitors } from "../../settings/monitors";
import { slos } from "../../settings/slos";
import { queryAndThreshold } from "../../components/monitors/condition";

/**
 * What settings have of a monitor, from its arguments in the provider's words.
 *
 * @returns undefined where they can't say all of it.
 */
export function monitorSettings(inputs: Json): Json | undefined {
  const { name, type, query, message, tags, priority, assets, monitorThresholds, ...said } = inputs;
  const { notifyNoData, noDataTimeframe, renotifyInterval, renotifyOccurrences, renotifyStatuses, ...others } = said;
  const { escalationMessage, evaluationDelay, newGroupDelay, timeoutH, notifyBies, ...left } = others;
  const known = ["requireFullWindow", "groupRetentionDuration", "includeTags", "onMissingData"];
  if (Object.keys(left).some((key) => !known.includes(key))) return undefined;
  if (typeof query !== "string" || (notifyNoData === true) !== (noDataTimeframe !== undefined)) return undefined;
  if (renotifyInterval === undefined && [renotifyOccurrences, renotifyStatuses, escalationMessage].some(isSaid)) {
    return undefined;
  }
  if (!MONITOR_TYPES.some((one) => one === type)) return undefined;
  const numbers = objectOf(monitorThresholds);
  const { critical } = queryAndThreshold(query);
  // The settings say the query's number a second time.
  if (critical !== undefined && numbers.critical === undefined) return undefined;
  const runbookUrl = assets === undefined ? undefined : runbookIn(assets);
  if (assets !== undefined && runbookUrl === undefined) return undefined;
  const settings = withoutNothing({
    ...{ title: name, type: type === "query alert" ? undefined : type, query },
    thresholds: thresholdsBeside(critical, numbers),
    ...{ message, priority: priority === undefined ? undefined : Number(priority) },
    renotify:
      renotifyInterval === undefined
        ? undefined
        : withoutNothing({
            everyMinutes: renotifyInterval,
            times: renotifyOccurrences,
            states: renotifyStatuses,
            words: escalationMessage,
          }),
    noDataAfterMinutes: noDataTimeframe,
    ...{ evaluationDelaySeconds: evaluationDelay, newGroupDelaySeconds: newGroupDelay },
    ...{ timeoutHours: timeoutH, notifyBy: notifyBies },
    ...left,
    ...{ runbookUrl, tags: Array.isArray(tags) && tags.length > 0 ? tags : undefined },
  });
  return fits("monitors", monitors, settings);
}

/** What the settings refuse, code may say. */
function fits(part: string, schema: typeof monitors | typeof slos, settings: Json): Json | undefined {
  const isTaken = schema.safeParse({ it: settings }).success && misfits({ [part]: { it: settings } }).length === 0;
  return isTaken ? settings : undefined;
}

/** A single page under the name that Lookout gives it. */
function runbookIn(assets: unknown): unknown {
  const [asset, ...others] = objectsIn(assets);
  const { name, url, category, ...more } = asset ?? {};
  const isRunbook = name === "Runbook" && category === "runbook";
  return isRunbook && others.length === 0 && Object.keys(more).length === 0 ? url : undefined;
}

function thresholdsBeside(critical: number | undefined, thresholds: Json): Json | undefined {
  const numbers = Object.entries(thresholds).map(([name, number]): [string, number] => [name, Number(number)]);
  const beside = numbers.filter(([name, number]) => name !== "critical" || number !== critical);
  return beside.length === 0 ? undefined : Object.fromEntries(beside);
}

/** {@link monitorSettings} of an SLO. */
export function sloSettings(inputs: Json): Json | undefined {
  const { name, type, description, tags, thresholds, targetThreshold, warningThreshold, ...said } = inputs;
  const { timeframe, query, monitorIds, groups, sliSpecification, ...left } = said;
  if (Object.keys(left).length > 0) return undefined;
  const all = objectsIn(thresholds);
  const primary = all.find((one) => one.timeframe === timeframe) ?? all[0];
  if (primary === undefined || all.some((one) => !TIMEFRAMES.some((known) => known === one.timeframe)))
    return undefined;
  if (targetThreshold !== undefined && targetThreshold !== primary.target) return undefined;
  if (warningThreshold !== undefined && warningThreshold !== primary.warning) return undefined;
  const indicator = indicatorOf({ type, query, monitorIds, groups, sliSpecification });
  if (indicator === undefined) return undefined;
  const settings = withoutNothing({
    ...{ title: name, description, indicator, target: primary.target, warning: primary.warning },
    timeframe: primary.timeframe,
    also: all.length > 1 ? all.filter((one) => one !== primary) : undefined,
    // Those that somebody made are monitors by themselves.
    alerts: false,
    tags: Array.isArray(tags) && tags.length > 0 ? tags : undefined,
  });
  return fits("slos", slos, settings);
}

function indicatorOf({ type, query, monitorIds, groups, sliSpecification }: Json): Json | undefined {
  if (type === "metric" && isObject(query)) return { good: query.numerator, total: query.denominator };
  if (type === "monitor" && Array.isArray(monitorIds)) {
    return withoutNothing({ monitors: monitorIds, groups });
  }
  if (type !== "time_slice") return undefined;
  const { query: asked, comparator, threshold, queryIntervalSeconds } = objectOf(objectOf(sliSpecification).timeSlice);
  const { formula, queries } = objectOf(asked);
  const [only, ...others] = objectsIn(queries);
  const { name, query: text, dataSource } = objectOf(only?.metricQuery);
  // Another name of the query is the same query.
  if (others.length > 0 || dataSource !== "metrics" || objectOf(formula).formulaExpression !== name) return undefined;
  return { slice: withoutNothing({ query: text, comparator, threshold, seconds: queryIntervalSeconds }) };
}

function isSaid(value: unknown): boolean {
  return value !== undefined;
}

function withoutNothing(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
