import { listInWords } from "../../datadog/list-words";
import { foundInWords } from "../../datadog/query/words/event-query";
import { windowInWords } from "../../datadog/query/words/condition";
import { at, type Declared, list, textOf } from "./queries";

/** What a widget shows that asks by its own keys, in place of requests; of another kind, nothing. */
export function ownLines(kind: string, definition: Declared, titles: ReadonlyMap<string, string>): string[] {
  return (OF_KIND[kind]?.(definition, titles) ?? []).filter((line) => line !== "");
}

type Lines = (definition: Declared, titles: ReadonlyMap<string, string>) => string[];

const OF_KIND: Readonly<Record<string, Lines>> = {
  logStream: ({ query, indexes }) => [found("logs", query), among("in the index", indexes)],
  listStream: ({ requests }) => list(requests).flatMap(streamed),
  eventStream: ({ query }) => [found("events", query)],
  eventTimeline: ({ query }) => [found("events", query)],
  manageStatus: ({ query }) => [found("monitors", query)],
  sloList: ({ request }) =>
    request === undefined ? [] : [found("objectives", at(at(request, "query"), "queryString"))],
  checkStatus: ({ check, grouping, group, groupBies, tags }) => [
    `the check ${textOf(check) ?? ""}${grouping === "cluster" ? "" : ` of ${textOf(group) ?? "one group"}`}`,
    among("of each", groupBies),
    among("where", tags),
  ],
  alertGraph: ({ alertId }, titles) => [monitor(alertId, titles)],
  alertValue: ({ alertId }, titles) => [monitor(alertId, titles)],
  serviceLevelObjective: ({ sloId, timeWindows, additionalQueryFilters }, titles) => [
    `the objective ${nameOf(sloId, titles)}${overWindows(timeWindows)}`,
    textOf(additionalQueryFilters) ?? "",
  ],
  traceService: ({ service, spanName, env }) => [
    `${textOf(spanName) ?? "spans"} of ${textOf(service) ?? "a service"}, where env is ${textOf(env) ?? ""}`,
  ],
  servicemap: ({ service, filters }) => [`around the service ${textOf(service) ?? ""}`, among("where", filters)],
  topologyMap: ({ requests }) =>
    list(requests).flatMap((request) =>
      list(at(request, "queries")).map((query) => `around the service ${textOf(at(query, "service")) ?? ""}`),
    ),
  hostmap: ({ nodeType, groups, scopes }) => [
    textOf(nodeType) === "container" ? "containers" : "hosts",
    among("grouped by", groups),
    among("where", scopes),
  ],
  freeText: ({ text }) => [textOf(text) ?? ""],
  iframe: ({ url }) => [textOf(url) ?? ""],
  image: ({ url }) => [textOf(url) ?? ""],
  powerpack: ({ powerpackId }) => [`the powerpack ${textOf(powerpackId) ?? ""}`],
  runWorkflow: ({ workflowId }) => [`starts the workflow ${textOf(workflowId) ?? ""}`],
};

function found(source: string, query: unknown): string {
  return foundInWords(source, textOf(query) ?? "");
}

const STREAMS: Readonly<Record<string, string>> = {
  logs_stream: "logs",
  logs_pattern_stream: "patterns of logs",
  logs_transaction_stream: "transactions of logs",
  logs_issue_stream: "issues of logs",
  audit_stream: "audit",
  ci_pipeline_stream: "ci_pipelines",
  ci_test_stream: "ci_tests",
  rum_stream: "rum",
  rum_issue_stream: "issues of user events",
  apm_issue_stream: "issues of spans",
  issue_stream: "issues",
  trace_stream: "spans",
  event_stream: "events",
  llm_observability_stream: "llm_observability",
};

function streamed(request: unknown): string[] {
  const query = at(request, "query");
  const source = (textOf(at(query, "dataSource")) ?? "").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const columns = list(at(request, "columns")).flatMap((column) => textOf(at(column, "field")) ?? []);
  return [found(STREAMS[source] ?? source, at(query, "queryString")), among("with", columns)];
}

function monitor(id: unknown, titles: ReadonlyMap<string, string>): string {
  return titles.has(textOf(id) ?? "") ? nameOf(id, titles) : `the monitor ${nameOf(id, titles)}`;
}

/** Of what the stack declares its title. */
function nameOf(id: unknown, titles: ReadonlyMap<string, string>): string {
  const title = titles.get(textOf(id) ?? "");
  return title === undefined ? (textOf(id) ?? "") : `"${title}"`;
}

function overWindows(windows: unknown): string {
  const words = list(windows).flatMap((window) => textOf(window) ?? []);
  return words.length === 0 ? "" : ` over ${listInWords(words.map((one) => windowInWords(one).replaceAll("_", " ")))}`;
}

/** `of each a and b`; nothing where there are none. */
function among(words: string, values: unknown): string {
  const texts = list(values).flatMap((value) => textOf(value) ?? []);
  return texts.length === 0 || texts.join() === "*" ? "" : `${words} ${listInWords(texts)}`;
}
