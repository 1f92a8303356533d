import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";

import type { Engine } from "../engine/engine.js";
import type { Instance } from "../instance.js";
import { engineEnvironment, stateFolder } from "./environment.js";
import { isAlive } from "./processes.js";
import { runPulumi, type RunOptions, stopEngine } from "./pulumi.js";
import type { Say } from "./say.js";

/** The stack of every instance; each keeps it in a state of its own. */
const stack = "dev";

/** Whether the stack was ever made. */
export function hasState(instance: Instance): boolean {
  return existsSync(path.join(stateFolder(instance), ".pulumi", "stacks"));
}

/** The instance's stack, in the hands of the engine. */
export class Stack {
  private readonly instance: Instance;
  private readonly environment: NodeJS.ProcessEnv;

  constructor(instance: Instance, engine: Engine) {
    this.instance = instance;
    this.environment = engineEnvironment(instance, engine);
  }

  /** Selects the stack, made where it is missing. */
  async select(say: Say): Promise<void> {
    await mkdir(stateFolder(this.instance), { recursive: true, mode: 0o700 });
    await stopEngine(this.instance, say);
    await this.pulumi(["stack", "select", "--create", stack], { say });
    if (await this.hasStaleLock()) {
      say("an earlier run was killed: releasing its lock on the stack");
      await this.pulumi(["cancel", "--yes", "--stack", stack], { say });
    }
  }

  async up(): Promise<void> {
    await this.pulumi(["up", "--yes", "--suppress-progress", "--stack", stack, ...colors()], { changes: true });
  }

  async preview(): Promise<void> {
    await this.pulumi(["preview", "--diff", "--stack", stack, ...colors()], {});
  }

  async destroy(): Promise<void> {
    await this.pulumi(["destroy", "--yes", "--suppress-progress", "--stack", stack, ...colors()], { changes: true });
  }

  async outputs(): Promise<unknown> {
    return JSON.parse(
      await this.pulumi(["stack", "output", "--json", "--stack", stack], { say: () => undefined }),
    ) as unknown;
  }

  /** A run that was killed leaves a lock that names its pid; one whose process still runs is respected. */
  private async hasStaleLock(): Promise<boolean> {
    const folder = path.join(stateFolder(this.instance), ".pulumi", "locks");
    if (!existsSync(folder)) return false;
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".json"));
    const locks = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
    return locks.length > 0 && locks.every(isStale);
  }

  private pulumi(args: readonly string[], options: RunOptions): Promise<string> {
    return runPulumi(this.instance, this.environment, args, options);
  }
}

function colors(): string[] {
  return process.stdout.isTTY ? ["--color", "always"] : [];
}

function isStale(lock: string): boolean {
  try {
    const { pid, hostname: machine } = JSON.parse(lock) as { pid: number; hostname: string };
    return machine === hostname() && !isAlive(pid);
  } catch {
    return false;
  }
}
