import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";

import type { Instance, InstanceHost } from "../instance.js";
import { run } from "../command.js";

/** The key with which the stack logs in as `admin` on every host of the instance. */
export function sshKey(instance: Instance): { privateKeyFile: string; publicKey: string } {
  const privateKeyFile = path.join(instance.folder, "ssh", "id_ed25519");
  return { privateKeyFile, publicKey: readFileSync(`${privateKeyFile}.pub`, "utf8").trim() };
}

/** Files of the instance that a host is started with. */
export interface HostFiles {
  readonly privateHostKey: string;
  readonly publicHostKey: string;
  readonly authorizedKeys: string;
}

export function hostFiles(instance: Instance, host: InstanceHost): HostFiles {
  const folder = path.join(instance.folder, "ssh", host.name);
  return {
    privateHostKey: path.join(folder, "ssh_host_ed25519_key"),
    publicHostKey: path.join(folder, "ssh_host_ed25519_key.pub"),
    authorizedKeys: path.join(folder, "authorized_keys"),
  };
}

/** Makes the instance's keys where they are missing; a host that is made anew has its old key. */
export async function ensureKeys(instance: Instance): Promise<void> {
  const login = path.join(instance.folder, "ssh", "id_ed25519");
  await ensureKey(login, `lookout sandbox ${instance.name}`);
  for (const host of instance.hosts) {
    const files = hostFiles(instance, host);
    await ensureKey(files.privateHostKey, `root@${host.name}`);
    // sshd reads it as the user who logs in: the one public file in a folder that only root may enter.
    await copyFile(`${login}.pub`, files.authorizedKeys);
  }
}

async function ensureKey(file: string, comment: string): Promise<void> {
  if (existsSync(`${file}.pub`)) return;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // An interrupted run may have left the private half; `y` lets ssh-keygen replace it.
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file], { input: "y\n" });
}
