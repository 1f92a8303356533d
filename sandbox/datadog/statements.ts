import { Hono } from "hono";
import { z } from "zod";

import { jsonBody } from "./json-body.js";
import { refuseMistakes } from "./refusal.js";
import type { StatementStore } from "./state/statements.js";

/** Database Monitoring's intake has no public model: what the stand-in reads of PostgreSQL's, the rest is let pass. */
const payloadsSchema = z.array(
  z.looseObject({
    host: z.string().min(1),
    /** Milliseconds since 1970. */
    timestamp: z.number(),
    tags: z.array(z.string()),
    postgres_rows: z
      .array(
        z.looseObject({ datname: z.string(), rolname: z.string(), query: z.string(), calls: z.int().nonnegative() }),
      )
      .default([]),
  }),
);

/** What Agents send of statements that they counted. */
export function statementRoutes(statements: StatementStore): Hono {
  const app = new Hono();

  app.post("/api/v2/dbmmetrics", async (context) => {
    const parsed = payloadsSchema.safeParse(await jsonBody(context));
    refuseMistakes(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []);
    for (const { host, timestamp, tags, postgres_rows: rows } of parsed.data ?? []) {
      const time = Math.floor(timestamp / 1000);
      statements.add(
        rows.map(({ datname, rolname, query, calls }) => ({
          ...{ time, host, tags, calls },
          ...{ database: datname, user: rolname, text: query },
        })),
      );
    }
    return context.json({}, 202);
  });

  return app;
}
