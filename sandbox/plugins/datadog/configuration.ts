import { frameworkFailure } from "../framework/failure.js";
import type { Call, Checked, CheckFailure } from "../rpc/provider.js";
import { unknown, withoutSecrets, type Properties, type Value } from "../rpc/value.js";
import { ApiError, Client, type ClientSettings } from "./client.js";
import { check } from "./schema/check.js";
import { officialOnly, text, type Block } from "./schema/field.js";

/** Numbers arrive as text from a provider that a program makes. */
const numberText = text({ pattern: { regexp: /^\d+$/, says: "It must be a whole number" } });

const settings: Block = {
  fields: {
    apiKey: text(),
    appKey: text(),
    apiUrl: text(),
    validate: text(),
    httpClientRetryEnabled: text(),
    httpClientRetryMaxRetries: numberText,
    httpClientRetryTimeout: numberText,
    httpClientRetryBackoffBase: numberText,
    httpClientRetryBackoffMultiplier: numberText,
    bearerToken: officialOnly(null),
    cloudProviderType: officialOnly(null),
    cloudProviderRegion: officialOnly(null),
    orgUuid: officialOnly(null),
    awsAccessKeyId: officialOnly(null),
    awsSecretAccessKey: officialOnly(null),
    awsSessionToken: officialOnly(null),
    defaultTags: officialOnly(null),
    ignoreTagKeys: officialOnly(null),
  },
};

/** The engine's own entries, which are no settings. */
const enginesOwn = new Set(["version", "__internal", "pluginDownloadURL"]);

export function checkConfiguration(inputs: Properties, call: Call): Checked {
  const own = Object.entries(withoutSecrets(inputs) as Properties).filter(([key]) => !enginesOwn.has(key));
  const asText = Object.fromEntries(
    own.map(([key, value]) => [key, typeof value === "number" ? String(value) : value]),
  );
  const { failures } = check(settings, asText, call, { marksDefaults: false });
  return { inputs, failures: [...failures, ...wrongSwitches(asText, call)] };
}

function* wrongSwitches(inputs: Properties, { name }: Call): Generator<CheckFailure> {
  for (const [setting, upstream] of Object.entries({
    validate: "validate",
    httpClientRetryEnabled: "http_client_retry_enabled",
  })) {
    const value = inputs[setting];
    if (typeof value !== "string" || value === "true" || value === "false") continue;
    const expected = `expected ${upstream} to be one of ["true" "false"], got ${value}`;
    yield {
      property: "",
      reason: `could not validate provider configuration: ${expected}. Examine values at '${name}.${setting}'.`,
    };
  }
}

const invalidCredentials =
  "Invalid or missing credentials provided to the Datadog Provider. Please confirm your API and APP keys are valid " +
  "and are for the correct region, see https://www.terraform.io/docs/providers/datadog/ for more information on " +
  "providing credentials for the Datadog Provider";

/** A client for the configured account; its keys are tried once, unless `validate` is "false". */
export async function connect(configured: Properties, call: Call): Promise<Client> {
  const inputs = withoutSecrets(configured) as Properties;
  const isValidated = inputs.validate !== "false";
  const client = new Client(clientSettings(inputs, isValidated, call));
  if (!isValidated) return client;
  const { valid } = await validation(client, call.signal);
  if (valid !== true) throw new Error(invalidCredentials);
  return client;
}

/** The upstream's two halves, that of its older SDK and that of the framework, each refuse in their own way. */
function refusedByBoth(call: Call, older: string, summary: string, detail: string): Error {
  const newer = frameworkFailure(call, summary, detail).message;
  return new Error(`2 errors occurred:\n\t* 1 error occurred:\n\t* ${older}\n\n\n\t* ${newer}\n\n`);
}

/** What Datadog says of the API key; worded as the official plugin does, whose client keeps only the status line. */
async function validation(client: Client, signal: AbortSignal): Promise<Properties> {
  try {
    const doing = "error validating keys";
    return await client.send({ method: "GET", path: "/api/v1/validate", doing, signal, withoutAppKey: true });
  } catch (error) {
    if (error instanceof ApiError) throw new Error(`1 error occurred:\n\t* ${error.statusLine}\n\n`, { cause: error });
    throw error;
  }
}

function clientSettings(inputs: Properties, isValidated: boolean, call: Call): ClientSettings {
  const apiKey = setting(inputs.apiKey, "DD_API_KEY", "DATADOG_API_KEY");
  const appKey = setting(inputs.appKey, "DD_APP_KEY", "DATADOG_APP_KEY");
  if (isValidated && (apiKey === undefined || appKey === undefined)) {
    const reason = "api_key and app_key, bearer_token, or orgUUID must be set unless validate = false";
    throw refusedByBoth(call, reason, reason, "");
  }
  return {
    origin: origin(setting(inputs.apiUrl, "DD_HOST", "DATADOG_HOST") ?? "https://api.datadoghq.com", call),
    apiKey: apiKey ?? "",
    appKey: appKey ?? "",
    retry: retrySettings(inputs),
  };
}

/**
 * The framework's half of the official plugin reads its own way: the multiplier is its whole time in seconds, and the
 * time that is set means nothing to it.
 */
function retrySettings(inputs: Properties): ClientSettings["retry"] {
  const set = (name: string, variable: string) => numberOf(inputs[name], `DD_HTTP_CLIENT_RETRY_${variable}`);
  const multiplier = set("httpClientRetryBackoffMultiplier", "BACKOFF_MULTIPLIER");
  const both = {
    isEnabled: setting(inputs.httpClientRetryEnabled, "DD_HTTP_CLIENT_RETRY_ENABLED") !== "false",
    maxRetries: set("httpClientRetryMaxRetries", "MAX_RETRIES") ?? 3,
    // Datadog's client takes no less than 2.
    baseSeconds: Math.max(2, set("httpClientRetryBackoffBase", "BACKOFF_BASE") ?? 2),
  };
  return {
    sdk: { ...both, multiplier: multiplier ?? 2, timeoutSeconds: set("httpClientRetryTimeout", "TIMEOUT") ?? 60 },
    framework: { ...both, multiplier: 2, timeoutSeconds: multiplier ?? 60 },
  };
}

/** The path of the URL counts for nothing, as with the official plugin. */
function origin(apiUrl: string, call: Call): string {
  if (!URL.canParse(apiUrl) || new URL(apiUrl).host === "") {
    const detail = `API URL '${apiUrl}' missing protocol or host`;
    throw refusedByBoth(call, `missing protocol or host : ${apiUrl}`, "invalid API URL", detail);
  }
  return new URL(apiUrl).origin;
}

function numberOf(value: Value | undefined, variable: string): number | undefined {
  const text = setting(typeof value === "number" ? String(value) : value, variable);
  return text === undefined ? undefined : Number(text);
}

/** What was configured, else the first of the environment's variables that is set. */
function setting(value: Value | undefined, ...variables: string[]): string | undefined {
  if (value === unknown) return undefined;
  if (typeof value === "string" && value !== "") return value;
  return variables.map((variable) => process.env[variable]).find((text) => text !== undefined && text !== "");
}
