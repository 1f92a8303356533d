import type { MiddlewareHandler } from "hono";

import type { Clock } from "./clock.js";

/** A request without its query, headers and body: they may hold secrets. */
export interface LoggedRequest {
  readonly time: string;
  readonly method: string;
  readonly path: string;
  /** 0 where the connection was dropped without an answer. */
  readonly status: number;
}

const KEPT = 1000;
/** The server library marks with it that nothing is to be answered any more. */
const ALREADY_SENT = "x-hono-already-sent";

export class RequestLog {
  readonly requests: LoggedRequest[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly say: (line: string) => void,
  ) {}

  readonly middleware: MiddlewareHandler = async (context, next) => {
    await next();
    const { method, path } = context.req;
    if (path.startsWith("/stand-in/")) return;
    const status = context.res.headers.has(ALREADY_SENT) ? 0 : context.res.status;
    const request = { time: new Date(this.clock()).toISOString(), method, path, status };
    this.requests.push(request);
    this.requests.splice(0, this.requests.length - KEPT);
    this.say(`${request.time} ${method} ${path} ${request.status}`);
  };
}
