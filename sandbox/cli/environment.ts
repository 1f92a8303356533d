import path from "node:path";

import type { Engine } from "../engine/engine.js";
import type { Instance } from "../instance.js";
import { ensureConfigFile } from "./overlay.js";
import { ensurePassphraseFile } from "./secrets.js";

/** What the engine needs in its environment to run the instance's stack. */
function stackVariables(instance: Instance): Record<string, string> {
  const configFile = ensureConfigFile(instance);
  return {
    PULUMI_HOME: pulumiHome(instance),
    PULUMI_BACKEND_URL: `file://${stateFolder(instance)}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: ensurePassphraseFile(instance),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...(configFile !== undefined && { PULUMI_OPTION_CONFIG_FILE: configFile }),
  };
}

/** This process' environment with the engine and the instance's stack in it. */
export function engineEnvironment(instance: Instance, engine: Engine): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...stackVariables(instance),
    PATH: [...engine.path, process.env.PATH].join(path.delimiter),
  };
  // It would win over the file.
  delete environment.PULUMI_CONFIG_PASSPHRASE;
  return environment;
}

/** Lines for a shell's `eval`, with which a person runs plain `pulumi`. */
export function shellExports(instance: Instance, engine: Engine): string[] {
  return [
    `export PATH=${engine.path.map(quoted).join(":")}:"$PATH"`,
    "unset PULUMI_CONFIG_PASSPHRASE",
    ...Object.entries(stackVariables(instance)).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ];
}

export function pulumiHome(instance: Instance): string {
  return path.join(instance.folder, "pulumi");
}

export function stateFolder(instance: Instance): string {
  return path.join(instance.folder, "state");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
