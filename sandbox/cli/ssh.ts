import { spawnSync } from "node:child_process";

import { sshArguments } from "../hosts/login.js";
import type { Instance } from "../instance.js";

/** Logs in on a host, or runs a command there; returns ssh's exit code. */
export function ssh(instance: Instance, name: string, command: readonly string[]): number {
  const host = instance.hosts.find((host) => host.name === name);
  if (!host) {
    const names = instance.hosts.map(({ name }) => name).join(", ");
    throw new Error(`sandbox "${instance.name}" has no host "${name}"; it has ${names}`);
  }
  const args = [...sshArguments(instance, host), ...command];
  return spawnSync("ssh", args, { stdio: "inherit" }).status ?? 255;
}
