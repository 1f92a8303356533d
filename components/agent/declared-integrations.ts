import * as fs from "node:fs";
import * as path from "node:path";
import { runError } from "../../user-error";
import type { Integration } from "./integration";
import type { IntegrationSettings, LogSettings } from "./integrations-settings";
import { withSecrets } from "./secret-references";
import { readWheel, type Wheel, WheelError } from "./wheel";

/** The folder of conf.d in which a host's own sources of logs stand; no check has this name. */
const LOGS = "lookout_logs";

/**
 * Integrations as the settings have them, whatever check they are of.
 *
 * @param folder from which on the files of checks are found: the project's.
 * @throws RunError with every file of checks that can't be read, or is not what it should be.
 */
export function declaredIntegrations(settings: readonly IntegrationSettings[], folder: string): Integration[] {
  const mistakes: string[] = [];
  const declared = settings.map(({ name, init_config, instances, logs, secrets, source, wheels }) => ({
    name,
    initConfig: withSecrets(init_config, secrets, name),
    instances: instances.map((instance) => withSecrets(instance, secrets, name)),
    logs,
    ...(source !== undefined && { source: checkSource(name, path.resolve(folder, source), mistakes) }),
    wheels: wheels.flatMap((file) => ofIntegration(name, path.resolve(folder, file), mistakes)),
  }));
  if (mistakes.length > 0) throw runError(mistakes.join("\n"));
  return declared;
}

/** A host's own sources of logs, which no check goes with. */
export function declaredLogs(logs: readonly LogSettings[]): Integration[] {
  return logs.length === 0 ? [] : [{ name: LOGS, instances: [], logs }];
}

function checkSource(name: string, file: string, mistakes: string[]): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    mistakes.push(
      `the source of the integration ${name} can't be read: ${file}; expected the check's Python file, by its path from the project's folder on`,
    );
    return "";
  }
}

function ofIntegration(name: string, file: string, mistakes: string[]): Wheel[] {
  try {
    return [readWheel(file)];
  } catch (error) {
    if (!(error instanceof WheelError)) throw error;
    mistakes.push(`the integration ${name}: ${error.message}`);
    return [];
  }
}
