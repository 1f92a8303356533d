import { setTimeout as sleep } from "node:timers/promises";

import type { Properties } from "../rpc/value.js";

export interface ClientSettings {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly apiKey: string;
  readonly appKey: string;
  readonly retry: RetrySettings;
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

export interface Inquiry {
  readonly path: string;
  /** What the error says was going on. */
  readonly doing: string;
  readonly signal: AbortSignal;
  /** Statuses that are asked again for a minute, after the retries above. */
  readonly patientWith?: readonly number[];
  /** @default true */
  readonly errorNamesPath?: boolean;
}

export interface ApiRequest extends Inquiry {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: Properties;
}

/** Datadog said no. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** `403 Forbidden` */
    readonly statusLine: string,
  ) {
    super(message);
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
      if (!isPatient) throw new ApiError(await refusal(response, request), response.status, statusLine(response));
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
    const { retry } = this.settings;
    const deadline = Date.now() + retry.timeoutSeconds * 1000;
    for (let retries = 0; ; retries++) {
      const response = await this.#try(request);
      const isTemporary = response.status === 429 || response.status >= 500;
      if (!retry.isEnabled || !isTemporary || retries >= retry.maxRetries) return response;
      const pauseSeconds = resetSeconds(response) ?? retry.baseSeconds * retry.multiplier ** retries;
      if (Date.now() + pauseSeconds * 1000 > deadline) return response;
      await pause(pauseSeconds, request.signal);
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
          "DD-APPLICATION-KEY": this.settings.appKey,
          ...(request.body && { "Content-Type": "application/json" }),
        },
        ...(request.body && { body: JSON.stringify(request.body) }),
        signal: request.signal,
      });
    } catch (error) {
      request.signal.throwIfAborted();
      throw new Error(`${request.doing} (url.Error): ${request.method} "${url}": ${cause(error)}`, { cause: error });
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
async function refusal(response: Response, request: ApiRequest): Promise<string> {
  const at = request.errorNamesPath === false ? "" : ` from ${request.path.replace(/\?.*/, "")}`;
  return `${request.doing}${at}: ${statusLine(response)}: ${await response.text()}`;
}

function statusLine({ status, statusText }: Response): string {
  return `${status} ${statusText}`;
}

/** `fetch` says only that it failed; the reason is inside. */
function cause(error: unknown): string {
  const inner = error instanceof Error ? (error.cause ?? error) : error;
  return inner instanceof Error && inner.message !== "" ? inner.message : String(error);
}
