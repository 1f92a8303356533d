import { existsSync } from "node:fs";

import type { Instance, InstanceHost } from "../instance.js";
import { attempt, run } from "../command.js";
import { hostFiles } from "./keys.js";

export function containerName(instance: Instance, host: InstanceHost): string {
  return `${instance.prefix}-${host.name}`;
}

export type ContainerState = "absent" | "running" | "stopped";

export async function containerState(name: string): Promise<ContainerState> {
  const { exitCode, stdout } = await attempt("podman", [
    "container",
    "inspect",
    "--format",
    "{{.State.Running}}",
    name,
  ]);
  if (exitCode !== 0) return "absent";
  return stdout.trim() === "true" ? "running" : "stopped";
}

/** Names of the instance's containers, those of hosts that it no longer has included. */
export async function containersOf({ prefix }: Instance): Promise<string[]> {
  const names = await run("podman", ["ps", "--all", "--filter", `name=^${prefix}-`, "--format", "{{.Names}}"]);
  return names.split("\n").filter(Boolean);
}

/** What the container was made from. */
export async function rootDirectoryOf(name: string): Promise<string> {
  return (await run("podman", ["container", "inspect", "--format", "{{.Rootfs}}", name])).trim();
}

/** A new host from the shared root directory, with a layer of its own over it. */
export async function runContainer(instance: Instance, host: InstanceHost, rootDirectory: string): Promise<void> {
  const name = containerName(instance, host);
  try {
    await run("podman", [...runtime(), ...runArguments(instance, host, name, rootDirectory)], { timeoutSeconds: 120 });
  } catch (error) {
    // Podman keeps a container whose start failed: the next try would find it half made.
    await removeContainer(name);
    throw error;
  }
}

function runArguments(instance: Instance, host: InstanceHost, name: string, rootDirectory: string): string[] {
  const files = hostFiles(instance, host);
  return [
    ...["run", "--detach", "--name", name, "--hostname", host.name],
    ...["--network", instance.prefix, "--ip", host.address, "--mac-address", macAddress(host.address)],
    ...["--dns=none", ...instance.hosts.map(({ name, address }) => `--add-host=${name}:${address}`)],
    ...["--systemd=always", "--restart=always"],
    // The machine's own limits may be lower than podman's defaults, which then cannot be set.
    ...["--ulimit=nofile=16384:16384", "--ulimit=nproc=32768:32768"],
    // What systemd's hardened units (DynamicUser, ProtectSystem) need beyond podman's default.
    "--cap-add=SYS_ADMIN,NET_ADMIN,NET_RAW,AUDIT_WRITE,SYS_PTRACE",
    ...readOnly(files.privateHostKey, "/etc/ssh/ssh_host_ed25519_key"),
    ...readOnly(files.publicHostKey, "/etc/ssh/ssh_host_ed25519_key.pub"),
    ...readOnly(files.authorizedKeys, "/home/admin/.ssh/authorized_keys"),
    ...["--rootfs", `${rootDirectory}:O`, "/sbin/init", ...initArguments()],
  ];
}

/** From 256 on, systemd starts on cgroups of version 1 only if it is told to. */
function initArguments(): string[] {
  return hasUnifiedCgroups() ? [] : ["systemd.unified_cgroup_hierarchy=0", "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1"];
}

export async function startContainer(name: string): Promise<void> {
  await run("podman", [...runtime(), "start", name]);
}

/** At once: nothing of a host outlives it, so there is nothing to shut down in order. */
export async function removeContainer(name: string): Promise<void> {
  await run("podman", ["rm", "--force", "--ignore", "--time=0", name]);
}

/** crun refuses a machine that mounts cgroup v1 and v2 side by side. */
function runtime(): string[] {
  return hasUnifiedCgroups() ? [] : ["--runtime=runc"];
}

function hasUnifiedCgroups(): boolean {
  return existsSync("/sys/fs/cgroup/cgroup.controllers");
}

/**
 * The same address with a new MAC on a bridge that stays up is not reached for half a minute: the neighbour is
 * still known under its old one.
 */
function macAddress(address: string): string {
  const octets = address.split(".").map((octet) => Number(octet).toString(16).padStart(2, "0"));
  return ["02", "59", ...octets].join(":");
}

function readOnly(source: string, destination: string): string[] {
  return ["--mount", `type=bind,src=${source},dst=${destination},ro=true`];
}
