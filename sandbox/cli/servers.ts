import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { type Instance, repositoryRoot } from "../instance.js";
import { running, startDetached, stop } from "./processes.js";
import type { Say } from "./say.js";
import { datadogKeysFile, ensureDatadogKeys } from "./secrets.js";
import { logFile } from "./steps.js";

/** A stand-in that runs beside the hosts and listens on their bridge's address. */
export interface Server {
  readonly name: "datadog" | "repository";
  readonly url: string;
  readonly pid: number | undefined;
}

export function datadogUrl({ gateway, ports }: Instance): string {
  return `http://${gateway}:${ports.datadog}`;
}

export function repositoryUrl({ gateway, ports }: Instance): string {
  return `http://${gateway}:${ports.repository}`;
}

export function servers(instance: Instance): Server[] {
  return [
    { name: "datadog", url: datadogUrl(instance), pid: running(pidFile(instance, "datadog"))?.pid },
    { name: "repository", url: repositoryUrl(instance), pid: running(pidFile(instance, "repository"))?.pid },
  ];
}

export async function startDatadog(instance: Instance, say: Say): Promise<void> {
  const { apiKey } = ensureDatadogKeys(instance);
  const command = [
    ...[process.execPath, "--import", "tsx", path.join(repositoryRoot, "sandbox", "datadog", "main.ts")],
    ...["--listen", `${instance.gateway}:${instance.ports.datadog}`],
    ...["--state", path.join(instance.folder, "datadog")],
    ...["--keys", datadogKeysFile(instance), "--past"],
  ];
  const probe = () =>
    fetch(`${datadogUrl(instance)}/api/v1/validate`, {
      headers: { "DD-API-KEY": apiKey },
      signal: AbortSignal.timeout(2000),
    });
  await ensureRunning(instance, "datadog", command, probe);
  say(`Datadog's stand-in answers at ${datadogUrl(instance)}`);
}

/** Where pip on a host finds the applications' packages. */
export function wheelsUrl(instance: Instance): string {
  return `${repositoryUrl(instance)}/wheels/`;
}

/** Serves the apt repository, and the applications' wheels beside it, by Python's own server. */
export async function startRepository(
  instance: Instance,
  folders: { readonly repository: string; readonly wheels: string },
  say: Say,
): Promise<void> {
  const served = path.join(instance.folder, "served");
  mkdirSync(served, { recursive: true, mode: 0o700 });
  const parts = {
    dists: path.join(folders.repository, "dists"),
    pool: path.join(folders.repository, "pool"),
    wheels: folders.wheels,
  };
  for (const [name, target] of Object.entries(parts)) {
    rmSync(path.join(served, name), { force: true });
    symlinkSync(target, path.join(served, name));
  }
  const command = [
    ...["python3", "-m", "http.server", String(instance.ports.repository)],
    ...["--bind", instance.gateway, "--directory", served],
  ];
  const probe = () => fetch(`${repositoryUrl(instance)}/dists/stable/`, { signal: AbortSignal.timeout(2000) });
  await ensureRunning(instance, "repository", command, probe);
  say(`the apt repository answers at ${repositoryUrl(instance)}`);
}

export async function stopServers(instance: Instance): Promise<void> {
  await Promise.all([stop(pidFile(instance, "datadog")), stop(pidFile(instance, "repository"))]);
}

/** Starts the server unless it runs with this very command, and waits for the answer that proves it. */
async function ensureRunning(
  instance: Instance,
  name: Server["name"],
  command: readonly string[],
  probe: () => Promise<Response>,
): Promise<void> {
  const file = pidFile(instance, name);
  const log = logFile(instance.folder, name);
  const current = running(file);
  if (current?.command.join("\0") !== command.join("\0")) {
    await stop(file);
    startDetached(command, { cwd: repositoryRoot, log, pidFile: file });
  }
  await waitForAnswer(name, file, log, probe);
}

/** A machine that has just cloned the project reads all of its modules from a cold disk, while it does other things. */
const READY_WITHIN_SECONDS = 120;

async function waitForAnswer(name: string, file: string, log: string, probe: () => Promise<Response>): Promise<void> {
  let last = "no answer";
  const end = Date.now() + READY_WITHIN_SECONDS * 1000;
  while (Date.now() < end) {
    if (!running(file)) throw new Error(`the server "${name}" ended at once; ${log} says why`);
    try {
      const response = await probe();
      await response.body?.cancel();
      if (response.ok) return;
      last = `HTTP ${response.status} from ${response.url}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(100);
  }
  throw new Error(`the server "${name}" is not ready after ${READY_WITHIN_SECONDS} s: ${last}; see ${log}`);
}

function pidFile(instance: Instance, name: Server["name"]): string {
  const folder = path.join(instance.folder, "run");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, `${name}.pid`);
}
