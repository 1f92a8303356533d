import { client, logger } from "@datadog/datadog-api-client";
import type { Keys } from "../../components/access/keys";
import { request } from "./request";

/** How often a 429 or a 5xx is tried again, after the pause that Datadog asks for. */
const RETRIES = 5;

/**
 * Of Datadog's own client: no faster than it may be asked.
 *
 * @param fetching by which it asks, for who wants to see an answer as it came.
 */
export function clientConfiguration({ apiUrl, apiKey, appKey }: Keys, fetching = request): client.Configuration {
  // It would print the stack trace of an error that it throws as well.
  (logger as { setLevel(level: "silent"): void }).setLevel("silent");
  return client.createConfiguration({
    fetch: fetching,
    authMethods: { apiKeyAuth: apiKey, appKeyAuth: appKey },
    baseServer: new client.BaseServerConfiguration(new URL(apiUrl).origin, {}),
    enableRetry: true,
    maxRetries: RETRIES,
  });
}
