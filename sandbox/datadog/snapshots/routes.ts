import { Hono } from "hono";

import { isObject } from "../models.js";
import { resultsOf, requestsOf } from "../pages/requests.js";
import { parseQuery } from "../query/parse.js";
import { SyntaxMistake } from "../query/reader.js";
import { Refusal } from "../refusal.js";
import type { Stores } from "../stores.js";
import { picture } from "./picture.js";

/** Of a graph that says no size. */
const SIZE = { width: 800, height: 300 };

/**
 * `GET /api/v1/graph/snapshot`, whose picture comes a little later, and by which one sees that it has:
 * `/api/v1/graph/snapshot_status/…` answers 404 in its body until then, as Datadog was recorded by its own client
 * (datadogpy, tests/integration/api). The picture's address needs no key, and can't be guessed.
 */
export function snapshotRoutes(stores: Stores): Hono {
  const app = new Hono();

  app.get("/api/v1/graph/snapshot", (context) => {
    const { metric_query, graph_def, title, ...numbers } = context.req.query();
    const [start, end] = [required(numbers.start, "start"), required(numbers.end, "end")];
    if (start >= end) throw new Refusal(400, ["start must be before end"]);
    const requests = requestsIn(metric_query, graph_def);
    const { path } = stores.snapshots.add({
      title: title ?? "",
      requests,
      span: { from: start, to: end },
      width: Number(numbers.width ?? SIZE.width),
      height: Number(numbers.height ?? SIZE.height),
    });
    return context.json({
      ...(metric_query !== undefined && { metric_query }),
      ...(graph_def !== undefined && { graph_def }),
      snapshot_url: new URL(`/snapshot/view/${path}.png`, context.req.url).href,
    });
  });

  app.get("/api/v1/graph/snapshot_status/*", (context) => {
    const path = context.req.path.replace("/api/v1/graph/snapshot_status/", "");
    return context.json({ status_code: stores.snapshots.drawn(path) === undefined ? 404 : 200 });
  });

  app.get("/snapshot/view/*", async (context) => {
    const path = context.req.path.replace("/snapshot/view/", "").replace(/\.png$/, "");
    const snapshot = stores.snapshots.drawn(path);
    if (snapshot === undefined) return context.notFound();
    const { title, requests, span, width, height } = snapshot;
    const none = { variables: new Map<string, string>() };
    const results = requestsOf(requests).flatMap((request) => resultsOf(request, none, span, stores));
    const png = await picture(title, results, span, { width, height });
    return context.body(new Uint8Array(png), 200, { "Content-Type": "image/png" });
  });

  return app;
}

/** @throws Refusal of a graph that can't be read. */
function requestsIn(query: string | undefined, definition: string | undefined): unknown {
  if ((query === undefined) === (definition === undefined)) {
    throw new Refusal(400, ["One of metric_query or graph_def is required"]);
  }
  const requests = query === undefined ? parsed(definition) : [{ q: query }];
  try {
    for (const { q } of requestsOf(requests)) if (typeof q === "string") parseQuery(q);
  } catch (error) {
    if (error instanceof SyntaxMistake) throw new Refusal(400, [`Error parsing query: ${error.message}`]);
    throw error;
  }
  return requests;
}

function parsed(definition = ""): unknown {
  try {
    const graph: unknown = JSON.parse(definition);
    if (isObject(graph) && requestsOf(graph.requests).length > 0) return graph.requests;
  } catch {
    // Said below.
  }
  throw new Refusal(400, ["graph_def: expected JSON of a graph with requests"]);
}

function required(text: string | undefined, name: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new Refusal(400, [`${name}: expected seconds since 1970`]);
  return Number(text);
}
