import { spawn } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";

import { type Instance, repositoryRoot } from "../instance.js";
import { processesNaming } from "./leftovers.js";
import { remember, running, stop } from "./processes.js";
import type { Say } from "./say.js";
import { logFile } from "./steps.js";

export interface RunOptions {
  /** Gets the last line of whatever is printed; without it all goes to the terminal and the log. */
  readonly say?: Say;
  /** Whether the run changes the stack: it is remembered, so that none outlives a command line that was killed. */
  readonly changes?: boolean;
}

/** Runs `pulumi` to its end and returns what it printed on stdout. */
export function runPulumi(
  instance: Instance,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
  { say, changes = false }: RunOptions,
): Promise<string> {
  const log = logFile(instance.folder, "pulumi");
  const command = `pulumi ${args.join(" ")}`;
  if (!say) appendFileSync(log, `${new Date().toISOString()} ${command}\n`);
  const child = spawn("pulumi", args, { cwd: repositoryRoot, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  if (changes && child.pid !== undefined) remember(enginePidFile(instance), child.pid, ["pulumi", ...args]);
  // Ctrl-C reaches the engine too, which then ends what it is at and keeps its state whole: wait for it.
  const waitForEngine = () => undefined;
  process.on("SIGINT", waitForEngine);

  let printed = "";
  let lastLine = "";
  const take = (chunk: string, terminal: NodeJS.WriteStream) => {
    lastLine = chunk.trim().split("\n").at(-1) ?? "";
    if (say) {
      if (lastLine !== "") say(lastLine);
    } else {
      appendFileSync(log, chunk);
      terminal.write(chunk);
    }
  };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    printed += chunk;
    take(chunk, process.stdout);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    take(chunk, process.stderr);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", waitForEngine);
      const reason = say ? `: ${lastLine}` : "";
      if (code === 0) resolve(printed);
      else reject(new Error(`\`${command}\` ended with ${signal ?? String(code)}${reason}`));
    });
  });
}

/** Ends an engine that a killed command line left at work; it finishes what it is at and keeps its state whole. */
export async function stopEngine(instance: Instance, say: Say): Promise<void> {
  const file = enginePidFile(instance);
  const engine = running(file);
  if (engine) say(`ending the engine that an earlier run left at work (pid ${engine.pid})`);
  await stop(file, 30);
  await endPlugins(instance, say);
}

/** The official plugins do not notice that their engine was killed, and run on. */
async function endPlugins(instance: Instance, say: Say): Promise<void> {
  for (const { pid, command } of await processesNaming(path.join(instance.folder, "pulumi", "plugins", path.sep))) {
    if (isChildOfEngine(pid)) continue;
    say(`ending a plugin whose engine was killed (pid ${pid}, ${path.basename(command.split(" ")[0] ?? "")})`);
    process.kill(pid, "SIGTERM");
  }
}

function isChildOfEngine(pid: number): boolean {
  try {
    const [, parent = ""] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return readFileSync(`/proc/${parent}/comm`, "utf8").trim() === "pulumi";
  } catch {
    // It ended while we looked.
    return true;
  }
}

function enginePidFile(instance: Instance): string {
  return path.join(instance.folder, "run", "engine.pid");
}
