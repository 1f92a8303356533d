import { Secret, unknown, type Properties } from "../../../sandbox/plugins/rpc/value.js";
import { rigText } from "./case.js";

/** Settings of the Datadog plugin itself, as the engine hands them over: text, whatever their type. */
export interface Configuration {
  /** As a case's: `configuration/secret`. */
  readonly name: string;
  readonly settings: Properties;
}

const { apiUrl, apiKey, appKey } = rigText;

/** What the stack sets, and each of it wrong, absent, secret or not known yet. */
const settings: Readonly<Record<string, Properties>> = {
  "of-the-stack": { apiUrl, apiKey, appKey, validate: "false" },
  secret: { apiUrl, apiKey: new Secret(apiKey), appKey: new Secret(appKey), validate: "false" },
  validated: { apiUrl, apiKey, appKey, validate: "true" },
  "validated-by-default": { apiUrl, apiKey, appKey },
  "wrong-api-key": { apiUrl, apiKey: "0".repeat(32), appKey, validate: "true" },
  "no-keys": { apiUrl, validate: "true" },
  "no-keys-and-no-validation": { apiUrl, validate: "false" },
  "unknown-key": { apiUrl, apiKey: unknown, appKey, validate: "false" },
  "url-without-scheme": { apiUrl: "api.datadoghq.eu", apiKey, appKey, validate: "false" },
  "url-with-a-path": { apiUrl: `${apiUrl}/below/`, apiKey, appKey, validate: "true" },
  "validate-maybe": { apiUrl, apiKey, appKey, validate: "maybe" },
};

export const configurations: readonly Configuration[] = Object.entries(settings).map(([name, own]) => ({
  name: `configuration/${name}`,
  settings: own,
}));

export const configurationType = "pulumi:providers:datadog";
