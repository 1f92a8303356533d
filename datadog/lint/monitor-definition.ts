import type { Finding } from "../finding";
import { kindOf, type MonitorKind } from "../query/kind";
import type { MonitorQuery } from "../query/monitor-query";
import { parseMonitorQuery, QuerySyntaxError } from "../query/parse";
import type { Call, Metric, Query } from "../query/query";
import { callsOf, groupsOf, metricsOf } from "../query/walk";
import { unreadableQuery } from "./query";
import type { Rule } from "./rule";

/** A monitor as `@pulumi/datadog` declares it, in plain values; what is not known at preview is left out. */
export interface MonitorDefinition {
  readonly name?: string;
  /** `query alert`, `service check`, … */
  readonly type: string;
  readonly query: string;
  /** Of a composite, the groups that all its monitors have: its query does not tell. */
  readonly commonGroups?: readonly string[];
  readonly message?: string;
  readonly escalationMessage?: string;
  /** Numbers, as the provider takes them: in text. */
  readonly monitorThresholds?: Readonly<Partial<Record<Threshold, string>>>;
  readonly monitorThresholdWindows?: { readonly triggerWindow?: string; readonly recoveryWindow?: string };
  readonly notifyNoData?: boolean;
  /** Minutes. */
  readonly noDataTimeframe?: number;
  readonly onMissingData?: string;
  readonly requireFullWindow?: boolean;
  /** Seconds. */
  readonly evaluationDelay?: number;
  /** Seconds. */
  readonly newGroupDelay?: number;
  /** Seconds; deprecated. */
  readonly newHostDelay?: number;
  /** Minutes. */
  readonly renotifyInterval?: number;
  readonly renotifyOccurrences?: number;
  readonly renotifyStatuses?: readonly string[];
  readonly timeoutH?: number;
  readonly priority?: string;
  readonly groupRetentionDuration?: string;
  readonly notificationPresetName?: string;
  /** Whether the title names the group. @default true */
  readonly includeTags?: boolean;
  readonly enableLogsSample?: boolean;
  readonly enableSamples?: boolean;
  readonly groupbySimpleMonitor?: boolean;
  readonly notifyBies?: readonly string[];
  readonly schedulingOptions?: SchedulingOptions;
  readonly tags?: readonly string[];
  /** Of an SLO's alert, the SLO's target in percent: its query does not tell. */
  readonly sloTarget?: number;
  /** What a formula's names stand for. */
  readonly variables?: unknown;
}

export type Threshold = "critical" | "criticalRecovery" | "warning" | "warningRecovery" | "ok" | "unknown";

/** When a monitor is evaluated, where that is not all the time. */
export interface SchedulingOptions {
  readonly customSchedule?: {
    readonly recurrence: { readonly rrule: string; readonly start?: string; readonly timezone: string };
  };
  /** Where a window that adds up (`current_1d`) begins. */
  readonly evaluationWindow?: {
    /** Minute of the hour. */
    readonly hourStarts?: number;
    /** `HH:mm`, in UTC. */
    readonly dayStarts?: string;
    /** Day of the month. */
    readonly monthStarts?: number;
  };
}

/** A monitor with its query read. */
export interface MonitorSubject {
  readonly definition: MonitorDefinition;
  readonly query: MonitorQuery;
  readonly kind: MonitorKind;
  /** Of a monitor of metrics, what it judges. */
  readonly metricQuery?: Query;
  /** Its functions, the outer before the inner; of another monitor none. */
  readonly calls: readonly Call[];
  /** Its metrics, from left to right; of another monitor none. */
  readonly metrics: readonly Metric[];
  /** The tag keys by which it alerts. */
  readonly groups: readonly string[];
  readonly thresholds: Readonly<Partial<Record<Threshold, number>>>;
}

export type MonitorRule = Rule<MonitorSubject, MonitorDefinition>;

/** The monitor with its query read, or what is wrong with the query. */
export function readMonitor(declared: MonitorDefinition): MonitorSubject | Finding {
  const definition = withoutEmptyTexts(declared);
  try {
    const query = parseMonitorQuery(definition.query);
    return {
      definition,
      query,
      kind: kindOf(query),
      ...(query.kind === "metric" && { metricQuery: query.query }),
      calls: query.kind === "metric" ? callsOf(query.query) : [],
      metrics: query.kind === "metric" ? metricsOf(query.query) : [],
      // A formula's groups are those of its queries: `eventQueries[].groupBies[].facet`.
      groups: definition.commonGroups ?? [...groupsOfMonitor(query), ...groupsOfVariables(definition.variables)],
      thresholds: numbers(definition.monitorThresholds ?? {}),
    };
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const windowless = withoutWindow(definition);
    return {
      rule: "query/syntax",
      severity: "error",
      ...(windowless ?? { ...unreadableQuery(error), ...unquoted(definition) }),
    };
  }
}

/** Each of these may be left out, and an empty text leaves it out: the provider reads them so. */
const OPTIONAL = ["priority", "onMissingData", "groupRetentionDuration", "escalationMessage"] as const;

function withoutEmptyTexts(definition: MonitorDefinition): MonitorDefinition {
  const { monitorThresholds, monitorThresholdWindows } = definition;
  return {
    ...definition,
    ...Object.fromEntries(OPTIONAL.filter((name) => definition[name] === "").map((name) => [name, undefined])),
    ...(monitorThresholds && { monitorThresholds: filled(monitorThresholds) }),
    ...(monitorThresholdWindows && { monitorThresholdWindows: filled(monitorThresholdWindows) }),
  };
}

function filled<Texts extends object>(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "" && text !== undefined)) as Texts;
}

/** A graph's query that was copied into a monitor has no window, and often no threshold: else it would be read as ids. */
function withoutWindow({ query }: MonitorDefinition): Pick<Finding, "offset" | "problem" | "remedy"> | undefined {
  const isMetric = (text: string) => {
    try {
      return parseMonitorQuery(`avg(last_5m):${text}`).kind === "metric";
    } catch (error) {
      if (error instanceof QuerySyntaxError) return false;
      throw error;
    }
  };
  if (isMetric(query)) {
    return { offset: 0, problem: "the query has no window", remedy: "begin it with one, such as avg(last_5m):" };
  }
  if (!isMetric(`${query} > 0`)) return undefined;
  return {
    offset: 0,
    problem: "the query is a graph's: it has no window and no threshold",
    remedy: "begin it with a window, such as avg(last_5m):, and end it with a threshold, such as > 90",
  };
}

/** What looks like names of monitors up to its first period is a check's name whose quotes were lost. */
function unquoted({ query }: MonitorDefinition): { readonly remedy: string } | undefined {
  const [, check] = /^\s*([\w.-]+)\.over\(/.exec(query) ?? [];
  return check === undefined
    ? undefined
    : { remedy: `put the check's name and the tags in quotes: "${check}".over(…)` };
}

/** The tag keys by which the monitor alerts: one notification for each combination of their values. */
function groupsOfMonitor(query: MonitorQuery): string[] {
  if (query.kind === "metric") return [...new Set([...groupsOf(query.query), ...(query.by ?? [])])];
  if (query.kind === "composite") return [];
  const by = query.calls.filter(({ name }) => name === "by").flatMap(({ args }) => args);
  return by
    .flatMap((key) => (key.kind === "text" ? key.value.split(",") : []))
    .map((key) => key.trim())
    .filter((key) => key !== "" && key !== "*");
}

/** Of a formula's queries: the facets of events, the keys of data quality, what a query of costs is grouped by. */
function groupsOfVariables(variables: unknown): string[] {
  const keys = listsIn(variables, "groupBies").flat();
  const written = textsIn(variables, "query").flatMap((query) =>
    [...query.matchAll(/\bby\s*\{([^{}]*)\}/g)].flatMap(([, by = ""]) => by.split(",")),
  );
  const named = [...textsIn(variables, "facet"), ...keys.filter((key) => typeof key === "string"), ...written];
  return [...new Set(named.map((key) => key.trim()).filter((key) => key !== ""))];
}

function listsIn(variables: unknown, wanted: string): unknown[][] {
  if (typeof variables !== "object" || variables === null) return [];
  return Object.entries(variables).flatMap(([key, value]) =>
    key === wanted && Array.isArray(value) ? [value as unknown[]] : listsIn(value, wanted),
  );
}

/** Every text under that key, however deep in a formula's variables it stands. */
export function textsIn(variables: unknown, wanted: string): string[] {
  if (typeof variables !== "object" || variables === null) return [];
  return Object.entries(variables).flatMap(([key, value]) =>
    key === wanted && typeof value === "string" ? [value] : textsIn(value, wanted),
  );
}

function numbers(thresholds: Readonly<Partial<Record<Threshold, string>>>): Partial<Record<Threshold, number>> {
  return Object.fromEntries(Object.entries(thresholds).map(([name, text]) => [name, Number(text)]));
}
