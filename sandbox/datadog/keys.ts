import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";

import { Refusal } from "./refusal.js";

const keysSchema = z.strictObject({
  apiKey: z.string().regex(/^[0-9a-f]{32}$/),
  appKey: z.string().regex(/^[0-9a-f]{40}$/),
});
export type Keys = z.infer<typeof keysSchema>;

/** @throws Error that names the file, never what is in it. */
export function readKeys(file: string): Keys {
  const parsed = keysSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success)
    throw new Error(`${file}: expected {"apiKey": 32 hexadecimal digits, "appKey": 40 hexadecimal digits}`);
  return parsed.data;
}

/** Data is taken in with the API key alone; everything else of the API needs the application key too. */
const INTAKE = new Set([
  "GET /api/v1/validate",
  "POST /api/v1/series",
  "POST /api/v2/series",
  "POST /api/v1/check_run",
  "POST /api/v1/events",
  "POST /api/v0.2/traces",
  "POST /api/v0.2/stats",
  "POST /api/v2/dbmmetrics",
  "POST /intake",
  "POST /intake/",
]);

export function requireKeys(keys: Keys): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const isApi = path.startsWith("/api/") || path.startsWith("/intake");
    const needsAppKey = isApi && !INTAKE.has(`${method} ${path}`);
    if (isApi && !isSame(context, "DD-API-KEY", keys.apiKey)) throw new Refusal(403, ["Forbidden"]);
    if (needsAppKey && !isSame(context, "DD-APPLICATION-KEY", keys.appKey)) throw new Refusal(403, ["Forbidden"]);
    await next();
  };
}

/** Digests are of one length, so that the comparison takes the same time whatever was sent. */
function isSame(context: Context, header: string, key: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(context.req.header(header) ?? ""), digest(key));
}
