import { Hono } from "hono";

import { Refusal } from "../refusal.js";
import type { MetricData } from "./evaluate.js";
import { evaluate } from "./evaluate.js";
import { groupingOf, parseQuery, type Query } from "./parse.js";
import { SyntaxMistake } from "./reader.js";
import type { QueryResult, Span } from "./result.js";

/** `GET /api/v1/query?from=…&to=…&query=…` */
export function queryRoutes(data: MetricData): Hono {
  const app = new Hono();
  app.get("/api/v1/query", (context) => {
    const span = { from: time(context.req.query("from"), "from"), to: time(context.req.query("to"), "to") };
    if (span.from >= span.to) throw new Refusal(400, ["`from` has to be before `to`"]);
    const text = context.req.query("query");
    if (!text) throw new Refusal(400, ["Missing required parameter: query"]);
    const query = parsed(text);
    const results = evaluate(query, span, data);
    return context.json({
      status: "ok",
      res_type: "time_series",
      resp_version: 1,
      query: text,
      from_date: span.from * 1000,
      to_date: span.to * 1000,
      group_by: groupingOf(query),
      message: "",
      series: results.map((result) => seriesAnswer(result, span)),
    });
  });
  return app;
}

function time(text: string | undefined, name: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new Refusal(400, [`\`${name}\` has to be seconds since 1970`]);
  return Number(text);
}

function parsed(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof SyntaxMistake) throw new Refusal(400, [`Error parsing query: ${error.message}`]);
    throw error;
  }
}

/** Datadog's shape; `band` is the stand-in's own, for anomalies(). */
function seriesAnswer(result: QueryResult, span: Span): object {
  const milliseconds = (points: QueryResult["points"]) => points.map(([at, value]) => [at * 1000, value]);
  return {
    metric: result.metric,
    display_name: result.metric,
    expression: result.expression,
    scope: result.scope,
    tag_set: result.tagSet,
    aggr: result.aggregator,
    interval: result.interval,
    start: span.from * 1000,
    end: span.to * 1000,
    length: result.points.length,
    unit: null,
    query_index: 0,
    pointlist: milliseconds(result.points),
    ...(result.band && {
      band: { lower: milliseconds(result.band.lower), upper: milliseconds(result.band.upper) },
    }),
  };
}
