import type { Instance, InstanceHost } from "../instance.js";
import { type CommandOptions, type CommandResult, attempt, run } from "../command.js";
import {
  containerName,
  containerState,
  containersOf,
  removeContainer,
  rootDirectoryOf,
  runContainer,
  startContainer,
} from "./container.js";
import { ensureKeys } from "./keys.js";
import type { Release } from "./root-directory.js";
import { type StartedHost, waitForLogin, writeKnownHosts } from "./login.js";
import { rememberMachine, restoreForwarding, restoreMachine } from "./machine.js";
import { assertOnOwnBridge, ensureNetwork, removeNetwork } from "./network.js";

/** What Debian calls the unit of each database. */
const databaseUnits = { postgres: "postgresql.service", mariadb: "mariadb.service", mysql: "mysql.service" } as const;

/** By release, the root directory of the hosts that are of it. */
export type RootDirectories = Readonly<Partial<Record<Release, string>>>;

/** Starts what is not running, and returns when a person can log in on every host and its databases are up. */
export async function startHosts(
  instance: Instance,
  rootDirectories: RootDirectories,
  say: (line: string) => void,
): Promise<StartedHost[]> {
  await ensureKeys(instance);
  // The network first: by it, another sandbox that stops right now knows that it is not the last.
  await ensureNetwork(instance);
  await rememberMachine();
  const started = await Promise.all(
    instance.hosts.map(async (host) => {
      await ensureRunning(instance, host, rootDirectories);
      return describe(instance, host);
    }),
  );
  await restoreForwarding();
  await writeKnownHosts(instance, started);
  await Promise.all(instance.hosts.map((host) => waitUntilReady(instance, host)));
  for (const { name, address } of started) say(`${name} is up at ${address}`);
  return started;
}

/** Removes hosts and network, and what podman left on the machine, if no other sandbox needs it. */
export async function stopHosts(instance: Instance, say: (line: string) => void): Promise<void> {
  await Promise.all((await containersOf(instance)).map(removeContainer));
  await removeNetwork(instance);
  await restoreMachine(say);
}

/** A fresh host in the place of this one: same address, same host key, nothing of what was done to it. */
export async function resetHost(instance: Instance, host: InstanceHost): Promise<StartedHost> {
  const name = containerName(instance, host);
  const rootDirectory = await rootDirectoryOf(name);
  await removeContainer(name);
  await runContainer(instance, host, rootDirectory);
  await restoreForwarding();
  await waitUntilReady(instance, host);
  return describe(instance, host);
}

/** Runs a program as root on a host, past SSH: for tests that look at what the stack did there. */
export async function hostExec(
  instance: Instance,
  host: InstanceHost,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const interactive = options.input === undefined ? [] : ["--interactive"];
  return attempt("podman", ["exec", ...interactive, containerName(instance, host), ...argv], options);
}

async function ensureRunning(instance: Instance, host: InstanceHost, directories: RootDirectories): Promise<void> {
  const name = containerName(instance, host);
  const state = await containerState(name);
  if (state === "absent") {
    const directory = directories[host.release];
    if (directory === undefined) throw new Error(`no root directory of ${host.release} was made for ${host.name}`);
    await runContainer(instance, host, directory);
  }
  if (state === "stopped") await startContainer(name);
}

async function describe(instance: Instance, host: InstanceHost): Promise<StartedHost> {
  const file = "/etc/ssh/ssh_host_ed25519_key.pub";
  const line = await run("podman", ["exec", containerName(instance, host), "cat", file]);
  const [type = "", key = ""] = line.split(" ");
  return { name: host.name, address: host.address, user: "admin", hostKey: `${type} ${key}` };
}

async function waitUntilReady(instance: Instance, host: InstanceHost): Promise<void> {
  await assertOnOwnBridge(instance, host.address);
  await waitForLogin(instance, host);
  await startDatabases(instance, host);
}

async function startDatabases(instance: Instance, host: InstanceHost): Promise<void> {
  const units = host.databases.map((database) => databaseUnits[database]);
  if (units.length === 0) return;
  await run("podman", ["exec", containerName(instance, host), "systemctl", "--quiet", "enable", "--now", ...units]);
}
