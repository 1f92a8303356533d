import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Hono } from "hono";
import type { HttpBindings } from "@hono/node-server";
import { createStandIn, listen, type Listening, type StandIn } from "../../../sandbox/datadog/server.js";
import type { Fault } from "../corpus/case.js";
import type { Plain } from "./plain.js";

/** A request that reached Datadog. */
export interface ApiRequest {
  /** `POST /api/v1/monitor?with=query` */
  readonly asked: string;
  /** Which of the two keys came along and were right. */
  readonly keys: string;
  readonly body?: Plain;
}

export const keys = { apiKey: "0123456789abcdef".repeat(2), appKey: "0123456789".repeat(4) };

/** Sunday noon. Whatever a recording holds as a start lies after it. */
const now = Date.parse("2027-01-03T12:00:00Z");

/** Is there before any case, with the id that the stack's plans give theirs: 1001. */
const firstMonitor = {
  name: "first",
  type: "query alert",
  query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
  message: "first",
  tags: ["team:first"],
  options: { thresholds: { critical: 800 } },
};

/** The stand-in of Datadog, and every request that it was sent. */
export class WatchedDatadog {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
  readonly #requests: ApiRequest[] = [];
  #standIns = 0;
  #standIn: StandIn | undefined;
  #server: Listening | undefined;

  get url(): string {
    return this.#server?.url ?? "";
  }

  static async start(): Promise<WatchedDatadog> {
    const datadog = new WatchedDatadog();
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.all("*", async (context) => {
      const { raw } = context.req;
      const { pathname, search } = new URL(raw.url);
      if (!pathname.startsWith("/stand-in/") && !raw.headers.has("X-Behind-The-Back")) {
        datadog.#requests.push({
          asked: `${raw.method} ${pathname}${search}`,
          keys: keysIn(raw.headers),
          ...bodyOf(await raw.clone().text()),
        });
      }
      return datadog.#fresh().app.fetch(raw, context.env);
    });
    datadog.#server = await listen({ ...datadog.#fresh(), app }, "127.0.0.1", 0);
    return datadog;
  }

  /** As on the first day: nothing but one monitor, and every id from the beginning. */
  async reset(): Promise<void> {
    this.#standIn = undefined;
    await this.behind("POST", "/api/v1/monitor", firstMonitor);
  }

  #fresh(): StandIn {
    if (this.#standIn) return this.#standIn;
    const folder = path.join(this.#folder, String(this.#standIns++));
    this.#standIn = createStandIn({ keys, folder, clock: () => now, say: () => undefined });
    return this.#standIn;
  }

  /** What was asked since the last time. */
  takeRequests(): ApiRequest[] {
    return this.#requests.splice(0);
  }

  /** A change that no plugin made, and its answer. */
  async behind(method: string, pathname: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}${pathname}`, {
      method,
      headers: { "DD-API-KEY": keys.apiKey, "DD-APPLICATION-KEY": keys.appKey, "X-Behind-The-Back": "yes" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${pathname} was answered ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async setFaults(rules: readonly Fault[]): Promise<void> {
    await this.behind("PUT", "/stand-in/faults", { rules });
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function keysIn(headers: Headers): string {
  const right = [
    ...(headers.get("DD-API-KEY") === keys.apiKey ? ["api"] : []),
    ...(headers.get("DD-APPLICATION-KEY") === keys.appKey ? ["app"] : []),
  ];
  return right.join(" and ") || "none";
}

function bodyOf(text: string): { body?: Plain } {
  return text === "" ? {} : { body: JSON.parse(text) as Plain };
}
