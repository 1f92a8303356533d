import type { Keys } from "./keys";

/** Asks Datadog's API, by its path. What is answered is the caller's to read; a server that does not answer rejects. */
export function request({ apiUrl, apiKey, appKey }: Keys, path: string, timeoutSeconds: number): Promise<Response> {
  return fetch(new URL(path, apiUrl), {
    headers: { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  });
}
