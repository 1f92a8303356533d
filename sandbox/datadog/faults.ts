import { setTimeout as delay } from "node:timers/promises";

import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";

import { jsonBody } from "./json-body.js";
import { refuseMistakes } from "./refusal.js";

const ruleSchema = z.strictObject({
  method: z.string().optional(),
  /** What the path starts with. */
  path: z.string().startsWith("/"),
  status: z.number().int().min(400).max(599).optional(),
  /** For `X-RateLimit-Reset` of a 429. */
  resetSeconds: z.number().int().min(0).optional(),
  delayMs: z.number().int().min(0).max(120_000).optional(),
  /** Ends the connection without an answer. */
  drop: z.boolean().optional(),
  /** How many requests it meets; without it, every one. */
  times: z.number().int().min(1).optional(),
});
const faultsSchema = z.strictObject({ rules: z.array(ruleSchema) });
type Rule = z.infer<typeof ruleSchema>;

/** Faults on demand: `PUT /stand-in/faults` sets them, `DELETE` takes them back. */
export class Faults {
  private rules: (Rule & { left: number })[] = [];

  routes(): Hono {
    const app = new Hono();
    app.put("/stand-in/faults", async (context) => {
      const parsed = faultsSchema.safeParse(await jsonBody(context));
      refuseMistakes(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []);
      this.rules = (parsed.data?.rules ?? []).map((rule) => ({ ...rule, left: rule.times ?? Infinity }));
      return context.json({ rules: this.rules.length });
    });
    app.delete("/stand-in/faults", (context) => {
      this.rules = [];
      return context.body(null, 204);
    });
    return app;
  }

  readonly middleware: MiddlewareHandler<{ Bindings: HttpBindings }> = async (context, next) => {
    const rule = this.next(context.req.method, context.req.path);
    if (!rule) return next();
    if (rule.delayMs !== undefined) await delay(rule.delayMs);
    if (rule.drop) {
      context.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    if (rule.status === undefined) return next();
    const headers = rule.status === 429 ? rateLimitHeaders(rule.resetSeconds ?? 1) : {};
    return Response.json({ errors: [errorText(rule.status)] }, { status: rule.status, headers });
  };

  private next(method: string, path: string): Rule | undefined {
    if (path.startsWith("/stand-in/")) return undefined;
    const rule = this.rules.find(
      (one) => one.left > 0 && path.startsWith(one.path) && (one.method ?? method).toUpperCase() === method,
    );
    if (rule) rule.left -= 1;
    return rule;
  }
}

function rateLimitHeaders(resetSeconds: number): Record<string, string> {
  return {
    "X-RateLimit-Limit": "100",
    "X-RateLimit-Period": "60",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(resetSeconds),
  };
}

function errorText(status: number): string {
  return status === 429
    ? "Rate limit of 100 requests in 60 seconds reached. Please try again later."
    : "A fault was asked for";
}
