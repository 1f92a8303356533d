import { listInWords } from "../../datadog/list-words";
import { eventQueryInWords } from "../../datadog/query/words/event-query";

/** A query as it is declared, of whatever kind: each kind has parts of its own. */
export type Declared = Readonly<Record<string, unknown>>;

/** What a query of a request or of a formula asks for; nothing where it is of metrics, which are read elsewhere. */
export function declaredInWords(kind: string, query: Declared): string | undefined {
  switch (kind) {
    case "eventQuery":
    case "eventQueries":
      return ofEvents(textOf(query.dataSource) ?? "events", query);
    case "logQuery":
      return ofEvents("logs", query);
    case "rumQuery":
      return ofEvents("rum", query);
    case "apmQuery":
      return ofEvents("spans", query);
    case "securityQuery":
      return ofEvents("security_signals", query);
    case "auditQuery":
      return ofEvents("audit", query);
    case "networkQuery":
      return ofEvents("network", query);
    case "apmResourceStatsQuery":
    case "apmDependencyStatsQuery":
      return ofService(query);
    case "apmStatsQuery":
      return `the ${textOf(query.rowType) ?? "row"}s of ${names(query.name, query.service)}${where(query)}`;
    case "sloQuery":
      return `${words(query.measure)} of the objective ${textOf(query.sloId) ?? ""}`;
    case "processQuery":
      return ofProcesses(query);
    case "dataJobsQueries":
      return `runs of ${textOf(query.jobType) ?? "jobs"} that match "${textOf(query.jobsQuery) ?? "*"}"`;
    case "dataQualityQueries":
      return `${words(query.measure)} of what matches "${textOf(query.filter) ?? "*"}"`;
    default:
      return undefined;
  }
}

function ofEvents(source: string, query: Declared): string {
  const search = textOf(query.searchQuery) ?? textOf(at(query.search, "query")) ?? "";
  const compute = first(query.computes ?? query.computeQuery ?? query.multiComputes ?? query.compute);
  const by = list(query.groupBies ?? query.groupBy).flatMap((one) => textOf(at(one, "facet")) ?? []);
  return eventQueryInWords({
    source,
    search,
    aggregation: textOf(compute?.aggregation),
    measure: textOf(compute?.metric) ?? textOf(compute?.facet),
    by,
  });
}

/** `hits of flask.request of shop, where env is prod`. */
function ofService(query: Declared): string {
  const resource = textOf(query.resourceName);
  const by = list(query.groupBies).flatMap((one) => textOf(one) ?? []);
  const of = `${words(query.stat)} of ${names(query.operationName, query.service)}`;
  const each = by.length === 0 ? "" : ` of each ${listInWords(by)}`;
  return `${of}${resource === undefined || resource === "*" ? "" : `, resource ${resource}`}${each}${where(query)}`;
}

function ofProcesses(query: Declared): string {
  const filters = list(query.tagFilters ?? query.filterBies).flatMap((one) => textOf(one) ?? []);
  const search = textOf(query.textFilter) ?? textOf(query.searchBy);
  const matched = [...filters, ...(search === undefined || search === "" ? [] : [search])];
  const limit = typeof query.limit === "number" ? ` (the first ${query.limit})` : "";
  return `${textOf(query.metric) ?? "a metric"} of processes${matched.length === 0 ? "" : ` that match "${matched.join(" ")}"`}${limit}`;
}

function where(query: Declared): string {
  const tag = textOf(query.primaryTagValue);
  const parts = [
    ...(textOf(query.env) === undefined ? [] : [`env is ${textOf(query.env) ?? ""}`]),
    ...(tag === undefined || tag === "*" ? [] : [`${textOf(query.primaryTagName) ?? "tag"} is ${tag}`]),
  ];
  return parts.length === 0 ? "" : `, where ${listInWords(parts)}`;
}

function names(operation: unknown, service: unknown): string {
  return [textOf(operation), textOf(service)].filter((name) => name !== undefined && name !== "").join(" of ");
}

/** `error budget remaining` of `error_budget_remaining`. */
function words(value: unknown): string {
  return (textOf(value) ?? "what is measured").replaceAll("_", " ");
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The thing itself, or of several the first. */
function first(value: unknown): Declared | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === "object" && one !== null ? (one as Declared) : undefined;
}

export function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Declared)[key] : undefined;
}
