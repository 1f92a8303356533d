import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Instance, InstanceHost } from "../instance.js";
import { attempt } from "../command.js";
import { sshKey } from "./keys.js";

/** A host as the stack's settings need it. */
export interface StartedHost {
  readonly name: string;
  readonly address: string;
  readonly user: "admin";
  /** `ssh-ed25519 AAAA…`, as read from the host's own file system and not over the network. */
  readonly hostKey: string;
}

/** File with the keys of all hosts of the instance, for a person's `ssh`. */
function knownHostsFile(instance: Instance): string {
  return path.join(instance.folder, "ssh", "known_hosts");
}

export async function writeKnownHosts(instance: Instance, hosts: readonly StartedHost[]): Promise<void> {
  const lines = hosts.map(({ name, address, hostKey }) => `${name},${address} ${hostKey}\n`);
  await writeFile(knownHostsFile(instance), lines.join(""));
}

/** Arguments of `ssh` that log in on a host with the instance's key and nothing of the user's own. */
export function sshArguments(instance: Instance, host: Pick<InstanceHost, "address">): string[] {
  const options = [
    "BatchMode=yes",
    "ConnectTimeout=2",
    "IdentitiesOnly=yes",
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${knownHostsFile(instance)}`,
  ];
  return [
    ...["-F", "none", "-i", sshKey(instance).privateKeyFile],
    ...options.flatMap((option) => ["-o", option]),
    `admin@${host.address}`,
  ];
}

/** An open port proves nothing: ready is a host that lets us in. */
export async function waitForLogin(instance: Instance, host: InstanceHost, timeoutSeconds = 60): Promise<void> {
  const end = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const { exitCode, stderr } = await attempt("ssh", [...sshArguments(instance, host), "true"]);
    if (exitCode === 0) return;
    if (Date.now() > end) {
      throw new Error(
        `${host.name} (${host.address}) lets nobody in after ${timeoutSeconds} s: ${stderr.trim()}; ` +
          `\`podman logs ${instance.prefix}-${host.name}\` shows its boot`,
      );
    }
    await sleep(100);
  }
}
