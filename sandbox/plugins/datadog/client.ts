import { setTimeout as sleep } from "node:timers/promises";

import type { Properties } from "../rpc/value.js";

export interface ClientSettings {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly apiKey: string;
  readonly appKey: string;
  readonly retry: Readonly<Record<Upstream, RetrySettings>>;
}

/** When a 429 or a 5xx is tried again. An unreachable server is not. */
export interface RetrySettings {
  readonly isEnabled: boolean;
  readonly maxRetries: number;
  /** The n-th pause is `base * multiplier ** n` seconds, counted from 0; a 429 names its own. */
  readonly baseSeconds: number;
  readonly multiplier: number;
  /** For all tries of one request. */
  readonly timeoutSeconds: number;
}

/**
 * What the upstream's resource is written with: its older SDK, or the newer framework, whose client is configured by
 * itself and words errors in its own way.
 */
export type Upstream = "sdk" | "framework";

export interface Inquiry {
  readonly path: string;
  /** What the error says was going on. */
  readonly doing: string;
  readonly signal: AbortSignal;
  /** Statuses that are asked again for a minute, after the retries above. */
  readonly patientWith?: readonly number[];
  /** As the keys are validated: the application key is not asked about. */
  readonly withoutAppKey?: true;
  /** Whose request it is. @default "sdk" */
  readonly of?: Upstream;
}

export interface ApiRequest extends Inquiry {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: Properties;
}

/** A request came to nothing. */
export class RequestFailure extends Error {
  constructor(
    message: string,
    /** What was going on. */
    readonly doing: string,
    /** The reason alone. */
    readonly reason: string,
  ) {
    super(message);
  }
}

/** Datadog said no. */
export class ApiError extends RequestFailure {
  constructor(
    message: string,
    doing: string,
    reason: string,
    readonly status: number,
    /** `403 Forbidden` */
    readonly statusLine: string,
  ) {
    super(message, doing, reason);
  }
}

const patienceSeconds = 60;

export class Client {
  constructor(private readonly settings: ClientSettings) {}

  /** The answer's JSON, `{}` where it has none. */
  async send(request: ApiRequest): Promise<Properties> {
    const deadline = Date.now() + patienceSeconds * 1000;
    for (let pauseSeconds = 0.5; ; pauseSeconds = Math.min(pauseSeconds * 2, 10)) {
      const response = await this.#tryAndRetry(request);
      if (response.ok) return await json(response, request);
      const isPatient = request.patientWith?.includes(response.status) && Date.now() < deadline;
      if (!isPatient) throw await refusal(response, request);
      await pause(pauseSeconds, request.signal);
    }
  }

  /** The object, or nothing where Datadog has none by that name. */
  async find(inquiry: Inquiry): Promise<Properties | undefined> {
    try {
      return await this.send({ ...inquiry, method: "GET" });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Deletes; what is gone already is no error. */
  async remove(inquiry: Inquiry): Promise<void> {
    try {
      await this.send({ ...inquiry, method: "DELETE" });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  async #tryAndRetry(request: ApiRequest): Promise<Response> {
    const retry = this.settings.retry[request.of ?? "sdk"];
    const deadline = Date.now() + retry.timeoutSeconds * 1000;
    for (let retries = 0; ; retries++) {
      const response = await this.#reach(request);
      const isTemporary = response.status === 429 || response.status >= 500;
      if (!retry.isEnabled || !isTemporary || retries >= retry.maxRetries) return response;
      const pauseSeconds = resetSeconds(response) ?? retry.baseSeconds * retry.multiplier ** retries;
      if (Date.now() + pauseSeconds * 1000 > deadline) return response;
      await pause(pauseSeconds, request.signal);
    }
  }

  /** As Go's client does, a question on a connection that the server has closed is asked once more. */
  async #reach(request: ApiRequest): Promise<Response> {
    try {
      return await this.#try(request);
    } catch (error) {
      if (request.method !== "GET" || !(error instanceof RequestFailure) || !error.reason.includes(closed)) throw error;
      return await this.#try(request);
    }
  }

  async #try(request: ApiRequest): Promise<Response> {
    const url = `${this.settings.origin}${request.path}`;
    try {
      return await fetch(url, {
        method: request.method,
        headers: {
          Accept: "application/json",
          "DD-API-KEY": this.settings.apiKey,
          ...(!request.withoutAppKey && { "DD-APPLICATION-KEY": this.settings.appKey }),
          ...(request.body && { "Content-Type": "application/json" }),
        },
        ...(request.body && { body: JSON.stringify(request.body) }),
        signal: request.signal,
      });
    } catch (error) {
      request.signal.throwIfAborted();
      throw unreached(request, url, cause(error));
    }
  }
}

/** How long a 429 asks to wait. */
function resetSeconds(response: Response): number | undefined {
  const header = response.headers.get("X-Ratelimit-Reset");
  const seconds = Number(header);
  return response.status === 429 && header !== null && Number.isFinite(seconds) ? seconds : undefined;
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal });
}

async function json(response: Response, request: ApiRequest): Promise<Properties> {
  const text = await response.text();
  if (text === "") return {};
  try {
    return JSON.parse(text) as Properties;
  } catch (error) {
    throw new Error(`${request.doing}: ${request.method} ${request.path} was answered with no JSON`, { cause: error });
  }
}

/** Worded as the official plugin does. */
async function refusal(response: Response, request: ApiRequest): Promise<ApiError> {
  const line = `${response.status} ${response.statusText}`;
  const reason = `${line}: ${await response.text()}`;
  const at = request.of === "framework" ? "" : ` from ${request.path.replace(/\?.*/, "")}`;
  return new ApiError(`${request.doing}${at}: ${reason}`, request.doing, reason, response.status, line);
}

/** `Post "http://…": EOF`; the framework's resources end it with a space. */
function unreached({ method, doing, of }: ApiRequest, url: string, why: string): RequestFailure {
  const tried = `${method.charAt(0)}${method.slice(1).toLowerCase()} "${url}": ${why}`;
  return new RequestFailure(
    `${doing} (url.Error): ${tried}`,
    doing,
    of === "framework" ? `url.Error: ${tried} ` : `(url.Error): ${tried}`,
  );
}

/** What Go calls a connection that the other side closed. */
const closed = "EOF";

/** Go's words, by Node's code; `fetch` says only that it failed, and the reason is inside. */
function cause(error: unknown): string {
  const inner = (error instanceof Error ? (error.cause ?? error) : error) as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
    readonly hostname?: string;
  };
  switch (inner.code) {
    case "UND_ERR_SOCKET":
    case "ECONNRESET":
      return closed;
    case "ECONNREFUSED":
      return `dial tcp ${inner.address ?? ""}:${inner.port ?? ""}: connect: connection refused`;
    case "ENOTFOUND":
      return `dial tcp: lookup ${inner.hostname ?? ""}: no such host`;
    default:
      return inner.message;
  }
}
