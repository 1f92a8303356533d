import { readdir, readFile } from "node:fs/promises";

import { attempt, run } from "../command.js";
import type { Instance } from "../instance.js";

/** What of a stopped instance is still on the machine, in words; empty is what one hopes for. */
export async function leftovers(instance: Instance): Promise<string[]> {
  const [containers, networks, routes, mounts, processes] = await Promise.all([
    run("podman", ["ps", "--all", "--filter", `name=^${instance.prefix}-`, "--format", "{{.Names}}"]),
    attempt("podman", ["network", "exists", instance.prefix]),
    run("ip", ["route", "show", instance.subnet]),
    readFile("/proc/self/mounts", "utf8"),
    processesOf(instance),
  ]);
  return [
    ...lines(containers).map((name) => `container ${name}`),
    ...(networks.exitCode === 0 ? [`network ${instance.prefix}`] : []),
    ...lines(routes).map((route) => `route ${instance.subnet} ${route}`),
    ...lines(mounts).flatMap((line) => {
      const point = line.split(" ")[1] ?? "";
      return point.startsWith(`${instance.folder}/`) ? [`mount ${point}`] : [];
    }),
    ...processes,
  ];
}

/** Processes whose command line names the instance's folder or its bridge's address. */
async function processesOf(instance: Instance): Promise<string[]> {
  const found = await processesNaming(`${instance.folder}/`, instance.gateway);
  return found.map(({ pid, command }) => `process ${pid} (${command})`);
}

/** Processes, save this one, whose command line holds one of the texts. */
export async function processesNaming(...texts: string[]): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const command = (await commandLine(pid)).replaceAll("\0", " ").trim();
      return texts.some((text) => command.includes(text)) ? [{ pid: Number(pid), command }] : [];
    }),
  );
  return found.flat();
}

async function commandLine(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It ended while we looked.
    return "";
  }
}

function lines(text: string): string[] {
  return text.trim().split("\n").filter(Boolean);
}
