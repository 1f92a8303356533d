import { readFileSync } from "node:fs";
import path from "node:path";

import { parseDocument, stringify } from "yaml";

import type { StartedHost } from "../hosts/login.js";
import { sshKey } from "../hosts/keys.js";
import { type Instance, repositoryRoot } from "../instance.js";
import { ensureDatadogKeys, writePrivately } from "./secrets.js";
import { datadogUrl, repositoryUrl, wheelsUrl } from "./servers.js";

/** Writes what of the stack's settings differs from machine to machine; the environment's file names it. */
export function writeOverlay(instance: Instance, hosts: readonly StartedHost[], repositoryKey: string): void {
  const { apiKey, appKey } = ensureDatadogKeys(instance);
  const overlay = {
    datadog: { apiKey, appKey, apiUrl: datadogUrl(instance), appUrl: datadogUrl(instance) },
    agent: {
      ddUrl: datadogUrl(instance),
      apm: { url: datadogUrl(instance) },
      repository: { url: repositoryUrl(instance), keys: [repositoryKey] },
    },
    pip: { wheels: wheelsUrl(instance) },
    ssh: { privateKey: readFileSync(sshKey(instance).privateKeyFile, "utf8") },
    hosts: hosts.map(({ name, address, user, hostKey }) => ({ name, address, user, hostKey })),
  };
  writePrivately(overlayFile(instance), stringify(overlay, { lineWidth: 0 }));
}

/**
 * The environment's file for this instance: Pulumi.dev.yaml itself names the overlay of the instance `dev`; any other has
 * a copy that names its own.
 */
export function ensureConfigFile(instance: Instance): string | undefined {
  if (instance.name === "dev") return undefined;
  const environment = parseDocument(readFileSync(path.join(repositoryRoot, "Pulumi.dev.yaml"), "utf8"));
  environment.setIn(["config", "lookout:overlay"], overlayFile(instance));
  const file = path.join(instance.folder, "Pulumi.dev.yaml");
  writePrivately(file, environment.toString());
  return file;
}

function overlayFile(instance: Instance): string {
  return path.join(instance.folder, "overlay.yaml");
}
