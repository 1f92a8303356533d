import type { Context } from "hono";

import { Refusal } from "./refusal.js";

export async function jsonBody(context: Context): Promise<unknown> {
  const text = await context.req.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, [`The body is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
