import { z } from "zod";
import { besideMistakes } from "../../settings/beside-mistakes";
import { seconds } from "../../settings/parts";
import type { ConfigMap, ConfigValue } from "./integration";

/** In which Lookout's secrets stand on a host, below `/etc/datadog-agent`, where they stand in no other of the Agent's files. */
export const SECRETS_FILE = "lookout-secrets.yaml";

/** The first release whose Agent fetches secrets without a program of somebody's own. */
const NATIVE = { minor: 70, words: "Agent 7.70" };

const json: z.ZodType<ConfigValue> = z.json();

/** One of somebody's own: a program, or one of the Agent's. */
const own = z
  .strictObject({
    command: z
      .string()
      .regex(/^\//, "is not absolute; expected such as /usr/local/bin/fetch-secrets")
      .optional()
      .describe("A program of yours on the host, dd-agent's and with mode 0500: `secret_backend_command`."),
    arguments: z.array(z.string()).optional().describe("What it is called with."),
    timeoutSeconds: seconds.optional().describe("How long it may take. Default: the Agent's, 30."),
    type: z
      .string()
      .regex(/^[a-z]+\.[a-z]+$/, "is not a backend; expected such as hashicorp.vault, aws.secrets, file.json")
      .optional()
      .describe("One of the Agent's own backends: `hashicorp.vault`, `aws.secrets`. From Agent 7.70 on."),
    config: z
      .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "is not a key of its; expected such as vault_address"), json)
      .optional()
      .describe("As Datadog documents it for this backend: `secret_backend_config`."),
    apiKey: z
      .string()
      .regex(/^ENC\[[^\]]+\]$/, "is not a secret's handle; expected ENC[…]")
      .optional()
      .describe(
        "The handle of the API key, which `datadog.yaml` then has in place of `datadog.apiKey`: `ENC[datadog_api_key]`.",
      ),
  })
  .check(
    besideMistakes((said, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: said });
      };
      const { command, type } = said;
      if (command === undefined && type === undefined)
        add("command", "is missing; expected the program's path, or type");
      if (command !== undefined && type !== undefined)
        add("type", "can't be had with command; expected one of the two");
      for (const [key, of] of [
        ["arguments", "command"],
        ["timeoutSeconds", "command"],
        ["config", "type"],
      ] as const) {
        if (said[key] !== undefined && said[of] === undefined) add(key, `is ${of}'s; expected both, or neither`);
      }
    }),
  );

/** @see https://docs.datadoghq.com/agent/configuration/secrets-management/ */
export const secretBackend = z
  .union([z.literal("file"), own], { error: "is neither; expected file, or a map with command or type" })
  .optional()
  .describe(
    "`file`: the secrets that Lookout lays on a host stand in one file, which dd-agent alone reads, and in the Agent's other files as `ENC[name]`. Otherwise where the Agent fetches what your settings have as `ENC[handle]`.",
  );

export type SecretBackend = Exclude<z.output<typeof secretBackend>, undefined>;

/** What `datadog.yaml` says of it. */
export function backendConfig(backend: SecretBackend): ConfigMap {
  if (backend === "file") {
    return {
      secret_backend_type: "file.yaml",
      secret_backend_config: { file_path: `/etc/datadog-agent/${SECRETS_FILE}` },
    };
  }
  const { command, arguments: words, timeoutSeconds, type, config } = backend;
  return {
    ...(command !== undefined && { secret_backend_command: command }),
    ...(words !== undefined && { secret_backend_arguments: words }),
    ...(timeoutSeconds !== undefined && { secret_backend_timeout: timeoutSeconds }),
    ...(type !== undefined && { secret_backend_type: type }),
    ...(config !== undefined && { secret_backend_config: config }),
  };
}

/**
 * Why an Agent of a version does not know a backend.
 *
 * @param version of the package: `1:7.70.1-1`.
 */
export function tooOldFor(backend: SecretBackend | undefined, version: string): string | undefined {
  const isNative = backend === "file" || backend?.type !== undefined;
  const [, minor] = /^(?:\d+:)?7\.(\d+)\./.exec(version) ?? [];
  if (!isNative || minor === undefined || Number(minor) >= NATIVE.minor) return undefined;
  return `is older than agent.secretBackend, which ${NATIVE.words} is the first to know; expected that or a newer one`;
}
