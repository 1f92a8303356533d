import { listInWords } from "../../list-words";
import { queriesNamed } from "../../formula/formula";
import { FormulaSyntaxError, parseFormula } from "../../formula/parse";
import type { DashboardDefinition, DashboardRule, Definition, Widget, WidgetDefinition } from "./definition";
import { objects } from "./definition";

const SCHEMA =
  "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/resource_datadog_dashboard.go";
const of = (...widgets: WidgetDefinition[]): DashboardDefinition => ({ layoutType: "ordered", widgets });
const number = (request: Definition): DashboardDefinition =>
  of({ queryValueDefinition: { title: "Views", requests: [request] } });
const stream = (query: Definition): DashboardDefinition =>
  of({
    listStreamDefinition: {
      title: "Deployments",
      requests: [{ responseFormat: "event_list", columns: [{ field: "timestamp", width: "auto" }], query }],
    },
  });

/** Of older requests: each of these computes one number or several. */
const COMPUTING = ["logQuery", "rumQuery", "apmQuery", "securityQuery", "auditQuery", "networkQuery"];

const withoutCompute: DashboardRule = {
  id: "dashboard/query-without-compute",
  verdict: "refused",
  because:
    "Datadog refuses a query of logs, RUM, spans or the like that does not say what it computes of what it finds.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1969",
  passes: number({ rumQuery: { index: "*", searchQuery: "@type:view", computeQuery: { aggregation: "count" } } }),
  fails: number({ rumQuery: { index: "*", searchQuery: "@type:view" } }),
  *check({ widgets }) {
    for (const { name, kind, query } of queriesIn(widgets)) {
      if (!COMPUTING.includes(kind)) continue;
      if (computes(query)) continue;
      yield {
        problem: `${name}: the ${kind} computes nothing of what it finds`,
        remedy: 'add computeQuery: { aggregation: "count" }',
      };
    }
  },
};

const streamWithoutSize: DashboardRule = {
  id: "dashboard/event-stream-without-size",
  verdict: "refused",
  because: "Datadog refuses a list of events that does not say how large each is: s or l.",
  source: "https://github.com/DataDog/terraform-provider-datadog/pull/1770",
  passes: stream({ dataSource: "event_stream", queryString: "source:deploy", eventSize: "s" }),
  fails: stream({ dataSource: "event_stream", queryString: "source:deploy" }),
  *check({ widgets }) {
    for (const { name, requests, type } of widgets) {
      if (type !== "listStream") continue;
      for (const { query } of requests) {
        if (!isObject(query) || query.dataSource !== "event_stream" || query.eventSize !== undefined) continue;
        yield { problem: `${name}: the event stream has no eventSize`, remedy: 'add eventSize: "s", or "l"' };
      }
    }
  },
};

/** Under whichever of its names: the API's differ from the provider's. */
function computes(query: Definition): boolean {
  return Object.entries(query).some(([key, value]) => /^(multiC|c)ompute/.test(key) && !isMissing(value));
}

const COMPUTES = "computes";

/** What the provider takes no query of a request without; that of metrics has its own rules. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  eventQuery: ["name", "dataSource", COMPUTES],
  apmResourceStatsQuery: ["name", "dataSource", "env", "service", "stat"],
  apmDependencyStatsQuery: ["name", "dataSource", "env", "service", "stat", "operationName", "resourceName"],
  sloQuery: ["dataSource", "sloId", "measure"],
  cloudCostQuery: ["name", "dataSource", "query"],
  processQuery: ["metric"],
  apmStatsQuery: ["env", "name", "primaryTag", "rowType", "service"],
};

const incomplete: DashboardRule = {
  id: "dashboard/query-incomplete",
  verdict: "refused",
  because: "Each source's query has parts that the provider takes it not without.",
  source: SCHEMA,
  passes: number({ queries: [events({ computes: [{ aggregation: "count" }] })] }),
  fails: number({ queries: [events({})] }),
  *check({ widgets }) {
    for (const { name, kind, query } of queriesIn(widgets)) {
      const missing = (REQUIRED[kind] ?? []).filter((key) =>
        key === COMPUTES ? !computes(query) : isMissing(query[key]),
      );
      if (missing.length === 0) continue;
      yield {
        problem: `${name}: the ${kind} has no ${listInWords(missing, "disjunction")}`,
        remedy: "add what is missing",
      };
    }
  },
};

function events(more: Definition): Definition {
  return { eventQuery: { name: "a", dataSource: "logs", search: { query: "status:error" }, ...more } };
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

const unusedQuery: DashboardRule = {
  id: "dashboard/formula-unused-query",
  verdict: "may-be-meant",
  because: "A request with formulas draws these alone: a query that none of them names is asked for nothing.",
  source: "https://docs.datadoghq.com/dashboards/querying/#advanced-graphing",
  passes: number({ formulas: [{ formulaExpression: "a / b" }], queries: [metric("a"), metric("b")] }),
  fails: number({ formulas: [{ formulaExpression: "a * 100" }], queries: [metric("a"), metric("b")] }),
  *check({ widgets }) {
    for (const { name, requests } of widgets) {
      for (const request of requests) {
        const used = namedIn(request);
        if (used === undefined || used.length === 0) continue;
        const known = objects(request.queries)
          .flatMap((query) => Object.values(query))
          .filter(isObject);
        const names = known.flatMap((query) => (typeof query.name === "string" ? [query.name] : []));
        // A formula with another's name is the mistake then.
        if (used.some((one) => !names.includes(one))) continue;
        for (const query of names.filter((one) => !used.includes(one))) {
          yield { problem: `${name}: no formula calculates with ${query}`, remedy: `name ${query} in one, or drop it` };
        }
      }
    }
  },
};

function metric(name: string): Definition {
  return { metricQuery: { name, query: "avg:my_metric{*}" } };
}

/** The queries that the request's formulas name; nothing where one can't be read. */
function namedIn({ formulas }: Definition): string[] | undefined {
  try {
    return objects(formulas).flatMap(({ formulaExpression }) =>
      queriesNamed(parseFormula(String(formulaExpression))).map(({ name }) => name),
    );
  } catch (error) {
    if (error instanceof FormulaSyntaxError) return undefined;
    throw error;
  }
}

interface QueryOfWidget {
  /** The widget's. */
  readonly name: string;
  /** `eventQuery`. */
  readonly kind: string;
  readonly query: Definition;
}

/** Every query of the widgets' requests by its kind, wherever the request has it. */
function queriesIn(widgets: readonly Widget[]): QueryOfWidget[] {
  return widgets.flatMap(({ name, requests }) =>
    [...kindsIn(requests)].map(([kind, query]) => ({ name, kind, query })),
  );
}

function* kindsIn(part: unknown): Generator<[kind: string, query: Definition]> {
  if (Array.isArray(part)) for (const one of part) yield* kindsIn(one);
  if (!isObject(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (isObject(value) && (COMPUTING.includes(key) || Object.hasOwn(REQUIRED, key))) yield [key, value];
    else yield* kindsIn(value);
  }
}

function isObject(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of the queries of widgets that ask for something else than metrics, and of formulas. */
export const widgetQueryRules: readonly DashboardRule[] = [withoutCompute, streamWithoutSize, incomplete, unusedQuery];
