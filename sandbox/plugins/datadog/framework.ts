import { frameworkFailure } from "../framework/failure.js";
import type { Call } from "../rpc/provider.js";
import { isObject, type Properties, type Value } from "../rpc/value.js";
import { ApiError, RequestFailure, type ApiRequest, type Client } from "./client.js";

/** What the resources share that the upstream writes with its newer framework. */

/** Asks Datadog; that a thing is gone when it is read or deleted is the caller's, all other refusals are worded as the upstream's. */
export async function send(
  client: Client,
  call: Call,
  request: Omit<ApiRequest, "signal" | "of">,
): Promise<Properties> {
  try {
    return await client.send({ ...request, of: "framework", signal: call.signal });
  } catch (error) {
    if (isGone(error) && ["GET", "DELETE"].includes(request.method)) throw error;
    if (error instanceof RequestFailure) throw frameworkFailure(call, error.doing, error.reason);
    throw error;
  }
}

/** The answer, or nothing where the thing is gone. */
export async function orNothing(answer: Promise<Properties>): Promise<Properties | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Of an answer in JSON:API's form. */
export function identity(created: Properties, collection: string): string {
  const id = isObject(created.data) ? created.data.id : undefined;
  if (typeof id === "string" && id !== "") return id;
  throw new Error(`Datadog answered POST ${collection} without an id`);
}

export function withoutNulls(properties: Properties): Properties {
  const present = Object.entries(properties).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name, inner(value)]));
}

function inner(value: Value): Value {
  if (Array.isArray(value)) return value.map(inner);
  return isObject(value) ? withoutNulls(value) : value;
}
