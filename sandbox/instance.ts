import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";

import { type FleetHost, fleetOf } from "./fleet.js";
import { freeSubnet } from "./subnet.js";

/** One sandbox: its hosts, its network, its servers, its stack's state. Several run side by side on one machine. */
export interface Instance {
  readonly name: string;
  /** Absolute path of `.sandbox/<name>`, mode 0700. */
  readonly folder: string;
  /** Names of podman's containers and network start with it; differs from clone to clone. */
  readonly prefix: string;
  /** For example `10.89.77.0/24`. */
  readonly subnet: string;
  /** The bridge's address, for example `10.89.77.1`: the stand-ins listen here and on no other address. */
  readonly gateway: string;
  readonly hosts: readonly InstanceHost[];
  readonly ports: Ports;
}

export interface InstanceHost extends FleetHost {
  readonly address: string;
}

interface Ports {
  /** Datadog stand-in. */
  readonly datadog: number;
  /** apt repository with the Agent stand-in. */
  readonly repository: number;
}

/** What was chosen at the first start and must stay; everything else follows from it and from the name. */
interface Choice {
  readonly subnet: string;
  readonly ports: Ports;
}

export const repositoryRoot = path.resolve(import.meta.dirname, "..");

const run = promisify(execFile);

/** The instance as it was made by an earlier `up`; undefined where there was none. */
export async function findInstance(name: string): Promise<Instance | undefined> {
  const file = choiceFile(name);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return describe(name, parseChoice(text, file));
}

/** The instance as it was made by an earlier `up`, else a new one with a free subnet and free ports. */
export async function loadOrMakeInstance(name: string): Promise<Instance> {
  const found = await findInstance(name);
  if (found) return found;

  const choice: Choice = {
    subnet: freeSubnet(await takenSubnets(), prefixOf(name)),
    ports: { datadog: await freePort(8700), repository: await freePort(8750) },
  };
  const file = choiceFile(name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await chmod(path.dirname(file), 0o700);
  await writeFile(`${file}.new`, `${JSON.stringify(choice, null, 2)}\n`);
  await rename(`${file}.new`, file);
  return describe(name, choice);
}

function describe(name: string, { subnet, ports }: Choice): Instance {
  const network = subnet.replace(/\.0\/24$/, "");
  return {
    name,
    folder: instanceFolder(name),
    prefix: prefixOf(name),
    subnet,
    gateway: `${network}.1`,
    hosts: fleetOf(name).map((host, i) => ({ ...host, address: `${network}.${11 + i}` })),
    ports,
  };
}

/** Absolute path of `.sandbox/<name>`, also where there is no such instance. */
export function instanceFolder(name: string): string {
  if (!/^[a-z][a-z0-9]{0,15}$/.test(name)) {
    throw new Error(`"${name}" is not an instance's name; expected up to 16 of a-z and 0-9, a letter first`);
  }
  return path.join(repositoryRoot, ".sandbox", name);
}

function choiceFile(name: string): string {
  return path.join(instanceFolder(name), "instance.json");
}

function prefixOf(name: string): string {
  const clone = createHash("sha256").update(repositoryRoot).digest("hex").slice(0, 6);
  return `lookout-${name}-${clone}`;
}

function parseChoice(text: string, file: string): Choice {
  try {
    const { subnet, ports } = JSON.parse(text) as Choice;
    if (/^10\.89\.\d+\.0\/24$/.test(subnet) && ports.datadog > 0 && ports.repository > 0) return { subnet, ports };
  } catch {
    // Said below, with the remedy.
  }
  throw new Error(`${file} is damaged; remove it and start the sandbox again`);
}

/** Subnets that this machine routes already, or that podman gave to a network which is down. */
async function takenSubnets(): Promise<string[]> {
  const [routes, networks] = await Promise.all([
    json("ip", ["-j", "route", "show", "table", "all"]),
    json("podman", ["network", "ls", "--format", "json"]),
  ]);
  return [
    ...(routes as { dst?: string }[]).flatMap(({ dst }) => dst ?? []),
    ...(networks as { subnets?: { subnet: string }[] }[]).flatMap(({ subnets }) =>
      (subnets ?? []).map((s) => s.subnet),
    ),
  ];
}

async function json(command: string, args: string[]): Promise<unknown> {
  const { stdout } = await run(command, args);
  return JSON.parse(stdout);
}

/** The bridge's address has no other listener than ours, but a server on 0.0.0.0 would hold the port there too. */
async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 50; port++) {
    if (await canListen(port)) return port;
  }
  throw new Error(`no free TCP port between ${from} and ${from + 49}`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
