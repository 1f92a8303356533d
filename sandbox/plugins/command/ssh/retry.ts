import { setTimeout } from "node:timers/promises";

import type { Call } from "../../rpc/provider.js";

/** Milliseconds; Pulumi's own retry, with which the official plugin dials. */
const firstDelay = 100;
const longestDelay = 5000;
const growth = 1.5;

/**
 * Tries until it works, or has failed more than `limit` times.
 *
 * @param limit -1 is endless.
 */
export async function retry<T>(what: string, limit: number, call: Call, attempt: () => Promise<T>): Promise<T> {
  let delay = firstDelay;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (limit >= 0 && failures > limit) throw new Error(`after ${failures - 1} failed attempts: ${reason}`);
      call.status(`${what} ${failures}/${limit === -1 ? "inf" : limit} failed: retrying`);
    }
    await pause(delay, call.signal);
    delay = Math.min(delay * growth, longestDelay);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch {
    const late = signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
    throw new Error(late ? "context deadline exceeded" : "context canceled");
  }
}
