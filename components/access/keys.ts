import * as pulumi from "@pulumi/pulumi";
import { runError } from "../../user-error";
import { request } from "./request";

export interface Keys {
  /** Where the API is. */
  apiUrl: string;
  apiKey: string;
  appKey: string;
}

/**
 * Asks Datadog whether it knows the keys, before anything is declared. The provider would ask the same and say no more
 * than «403 Forbidden».
 *
 * @throws RunError that names the setting.
 * @see https://docs.datadoghq.com/api/latest/key-management/validate-api-and-application-keys/
 */
export async function refuseUnknownKeys(keys: Keys): Promise<void> {
  const refused = async (path: string): Promise<boolean> => {
    const { status } = await ask(keys, path);
    return status === 401 || status === 403;
  };
  if (!(await refused("/api/v2/validate_keys"))) return;
  // That one does not say which of the two it is.
  throw (await refused("/api/v1/validate"))
    ? notKnown("apiKey", "API key", keys.apiUrl)
    : notKnown("appKey", "application key", keys.apiUrl);
}

/** Whoever can't ask from here, as behind a proxy that Node.js does not know of, leaves it to the provider. */
async function ask(keys: Keys, path: string): Promise<Response> {
  try {
    return await request(keys, path, 15);
  } catch (error) {
    const reason =
      error instanceof Error ? (error.cause instanceof Error ? error.cause : error).message : String(error);
    await pulumi.log.warn(`the keys could not be checked: ${new URL(keys.apiUrl).origin} does not answer (${reason})`);
    return new Response();
  }
}

function notKnown(setting: string, name: string, apiUrl: string): pulumi.RunError {
  return runError(
    `Datadog at ${apiUrl} does not know the ${name} of datadog.${setting}; check it in Organization Settings, and that datadog.site is the organization's`,
  );
}
