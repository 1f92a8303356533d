import { meantKey, wrongType } from "./known-keys";
import { secretsNamedIn } from "./secret-references";
import { typedKeys, valueAt } from "./typed-keys";
import { typedSettings } from "./typed-settings";
import { below, credentialIn, nameAt } from "../../settings/credentials";

/** A mistake below `agent.extra`. */
interface ExtraMistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Keys of `datadog.yaml` that Lookout writes or relies on, and what says them instead. */
const OWN: Readonly<Record<string, string>> = {
  api_key: "datadog.apiKey",
  app_key: "datadog.appKey",
  site: "datadog.site",
  dd_url: "agent.ddUrl",
  hostname: "the host's name in hosts",
  hostname_file: "the host's name in hosts",
  env: "the stack's name",
  "apm_config.env": "the stack's name",
  tags: "tags, or a host's own tags",
  log_level: "agent.logLevel",
  integration_check_status_enabled: "nothing: the databases' monitors need it",
  "apm_config.apm_dd_url": "agent.apm.url",
  "logs_config.logs_dd_url": "agent.intakeUrls.logs",
  "logs_config.dd_url": "agent.intakeUrls.logs",
  "process_config.process_dd_url": "agent.intakeUrls.processes",
  ...Object.fromEntries(
    ["samples", "metrics", "activity"].flatMap((track) =>
      ["dd_url", "logs_dd_url"].map((key) => [
        `database_monitoring.${track}.${key}`,
        "agent.intakeUrls.databaseMonitoring",
      ]),
    ),
  ),
  confd_path: "nothing: Lookout writes into the Agent's own conf.d",
  additional_checksd: "nothing: Lookout writes into the Agent's own checks.d",
};

/** Settings that are keys of `datadog.yaml`, by these. */
const TYPED = typedKeys(typedSettings);

/** Tags on what the Agent sends, beside the host's. */
const TAGS = /(^|\.)(extra_tags|dogstatsd_tags)\.\d+$/;

/** What `agent.extra` may not say: Lookout's own keys, however they are written, and secrets in clear. */
export function extraMistakes(extra: Readonly<Record<string, unknown>>): ExtraMistake[] {
  return [...below(extra)].flatMap(({ path, value }) => {
    const key = keyAt(path);
    const message =
      ownKey(key) ??
      remoteUpdates(key, value) ??
      otherEnvironment(key, value) ??
      misplacedReference(path) ??
      inClear(path, value) ??
      wrongType(key, value);
    return message === undefined ? [] : [{ path, message }];
  });
}

/** The Agent takes capitals for small letters and `a.b` for a map in a map. */
function keyAt(path: readonly (string | number)[]): string {
  return path.join(".").toLowerCase();
}

/** Keys of `extra` that a setting beside it says already, in other words. */
export function saidTwice(agent: Readonly<Record<string, unknown>>): ExtraMistake[] {
  return [...below(agent.extra)].flatMap(({ path }) => {
    const setting = TYPED.get(keyAt(path));
    if (setting === undefined || valueAt(agent, setting) === undefined) return [];
    return [{ path, message: `is said by agent.${setting.join(".")} already; expected one of the two` }];
  });
}

/** What is no mistake in `extra`, and can be better: keys that a setting has, and slips of the finger. */
export function extraAdvice(extra: Readonly<Record<string, unknown>>): (ExtraMistake & { readonly key: string })[] {
  return [...below(extra)].flatMap(({ path }) => {
    const key = keyAt(path);
    const setting = TYPED.get(key);
    if (setting !== undefined) {
      return [{ path, key, message: `has a setting of its own, agent.${setting.join(".")}, which is checked` }];
    }
    const slip = OWN[key] === undefined ? meantKey(key) : undefined;
    if (slip === undefined) return [];
    return [{ path, key, message: `is no key of Agent ${slip.agent}; did you mean "${slip.meant}"?` }];
  });
}

function ownKey(key: string): string | undefined {
  const instead = OWN[key];
  return instead === undefined ? undefined : `is one of Lookout's own; expected ${instead} in its place`;
}

/** Fleet Automation would install another version, or take the package away. */
function remoteUpdates(key: string, value: unknown): string | undefined {
  if (key !== "remote_updates" || value === false) return undefined;
  return "lets Datadog replace the package, whose version is pinned by agent.version; expected it to be left out";
}

function otherEnvironment(key: string, value: unknown): string | undefined {
  if (!TAGS.test(key) || typeof value !== "string" || !/^\s*env:/i.test(value)) return undefined;
  return "is said by the setting env, or the stack's name; expected tags other than env";
}

function misplacedReference(path: readonly (string | number)[]): string | undefined {
  if (secretsNamedIn(String(path.at(-1))).length === 0) return undefined;
  return "has a secret in a key; expected ${secret:…} in values alone";
}

function inClear(path: readonly (string | number)[], value: unknown): string | undefined {
  if (typeof value === "string" && secretsNamedIn(value).length > 0) return undefined;
  const why = credentialIn(nameAt(path), value);
  if (why === undefined) return undefined;
  return `${why}, and this text is in the plan; expected the secret in agent.secrets, and \${secret:its_name} here`;
}

/** The secrets whose places texts have, each with its path. */
export function referencedSecrets(said: Readonly<Record<string, unknown>>) {
  return [...below(said)].flatMap(({ path, value }) =>
    typeof value === "string" ? secretsNamedIn(value).map((name) => ({ path, name })) : [],
  );
}
