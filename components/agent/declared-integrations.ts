import * as fs from "node:fs";
import * as path from "node:path";
import { runError } from "../../user-error";
import type { Integration } from "./integration";
import type { IntegrationSettings, LogSettings } from "./integrations-settings";
import { withSecrets } from "./secret-references";

/** The folder of conf.d in which a host's own sources of logs stand; no check has this name. */
const LOGS = "lookout_logs";

/**
 * Integrations as the settings have them, whatever check they are of.
 *
 * @param folder from which on the files of checks are found: the project's.
 * @throws RunError where a check's file can't be read.
 */
export function declaredIntegrations(settings: readonly IntegrationSettings[], folder: string): Integration[] {
  return settings.map(({ name, init_config, instances, logs, secrets, source }) => ({
    name,
    initConfig: withSecrets(init_config, secrets, name),
    instances: instances.map((instance) => withSecrets(instance, secrets, name)),
    logs,
    ...(source !== undefined && { source: checkSource(name, path.resolve(folder, source)) }),
  }));
}

/** A host's own sources of logs, which no check goes with. */
export function declaredLogs(logs: readonly LogSettings[]): Integration[] {
  return logs.length === 0 ? [] : [{ name: LOGS, instances: [], logs }];
}

function checkSource(name: string, file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    throw runError(
      `the source of the integration ${name} can't be read: ${file}; expected the check's Python file, by its path from the project's folder on`,
    );
  }
}
