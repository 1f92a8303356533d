import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { attempt, run } from "../command.js";

/** What podman's first container changes on a machine and leaves changed. */
interface MachineState {
  /** `/proc/sys/net/ipv4/ip_forward` */
  readonly forwarding: string;
  /** nftables' tables, such as `ip nat`. */
  readonly tables: readonly string[];
  /** Where something is mounted. */
  readonly mounts: readonly string[];
}

/** Shared by all sandboxes of the machine; gone after a reboot, as are the changes. */
const record = "/run/lookout/machine.json";
const forwardingFile = "/proc/sys/net/ipv4/ip_forward";

/** Keeps what the machine was like before the first of its sandboxes started. */
export async function rememberMachine(): Promise<void> {
  if (existsSync(record)) return;
  const state: MachineState = {
    forwarding: await readFile(forwardingFile, "utf8"),
    tables: await tables(),
    mounts: await podmanMounts(),
  };
  await mkdir(path.dirname(record), { recursive: true, mode: 0o700 });
  await writeFile(record, JSON.stringify(state));
}

/** Hosts need nothing beyond their bridge: where the machine did not forward before, it does not while they run. */
export async function restoreForwarding(): Promise<void> {
  if (!existsSync(record)) return;
  const { forwarding } = await remembered();
  if ((await readFile(forwardingFile, "utf8")) !== forwarding) await writeFile(forwardingFile, forwarding);
}

/** Puts back what podman leaves changed, once no container is left on the machine. */
export async function restoreMachine(say: (line: string) => void): Promise<void> {
  if (!existsSync(record)) return;
  const containers = await run("podman", ["ps", "--quiet"]);
  const sandboxes = await run("podman", ["network", "ls", "--quiet", "--filter", "name=^lookout-"]);
  if (containers.trim() || sandboxes.trim()) {
    say("other containers or sandboxes are on this machine: podman's firewall tables and mounts stay");
    return;
  }
  const before = await remembered();
  await restoreForwarding();
  for (const table of await tables()) {
    if (before.tables.includes(table)) continue;
    if (await isNetavarksOwn(table)) await run("nft", ["delete", "table", ...table.split(" ")]);
    else say(`nftables' table "${table}" holds rules that are not podman's: it stays`);
  }
  for (const mount of (await podmanMounts()).reverse()) {
    if (!before.mounts.includes(mount)) await run("umount", [mount]);
  }
  await removeEmptyCgroups();
  await rm(path.dirname(record), { recursive: true });
}

async function remembered(): Promise<MachineState> {
  return JSON.parse(await readFile(record, "utf8")) as MachineState;
}

async function tables(): Promise<string[]> {
  const lines = (await run("nft", ["list", "tables"])).trim().split("\n");
  return lines.filter(Boolean).map((line) => line.replace(/^table /, ""));
}

/** A table that holds nothing but netavark's chains and jumps to them; another firewall may have added its own since. */
async function isNetavarksOwn(table: string): Promise<boolean> {
  const { nftables } = JSON.parse(await run("nft", ["-j", "list", "table", ...table.split(" ")])) as {
    nftables: {
      chain?: { name: string; hook?: string };
      rule?: { chain: string; expr: { jump?: { target: string } }[] };
    }[];
  };
  return nftables.every(({ chain, rule }) => {
    if (chain) return isNetavarks(chain.name) || chain.hook !== undefined;
    if (rule) return isNetavarks(rule.chain) || rule.expr.some(({ jump }) => jump && isNetavarks(jump.target));
    return true;
  });
}

function isNetavarks(chain: string): boolean {
  return chain.startsWith("NETAVARK");
}

async function podmanMounts(): Promise<string[]> {
  const lines = (await readFile("/proc/self/mounts", "utf8")).split("\n");
  const points = lines.map((line) => line.split(" ")[1] ?? "");
  return points.filter((point) => point.startsWith("/run/netns") || point.startsWith("/var/lib/containers/"));
}

/** Podman's parent of all containers' cgroups, in each hierarchy that the machine mounts. */
async function removeEmptyCgroups(): Promise<void> {
  const base = "/sys/fs/cgroup";
  const parents = ["", ...(await readdir(base))].map((hierarchy) => path.join(base, hierarchy, "libpod_parent"));
  for (const parent of parents) {
    if (existsSync(parent)) await attempt("find", [parent, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"]);
  }
}
