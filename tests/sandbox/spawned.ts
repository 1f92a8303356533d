import { type ChildProcess, spawn } from "node:child_process";

/** What a run of a program printed, both streams in one. */
export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** A program that a test may interrupt. */
export interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
}

/** Starts a program in a group of its own, so that all of it can be killed. */
export function spawned(
  program: string,
  args: readonly string[],
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): Spawned {
  const child = spawn(program, args, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const ended = new Promise<Run>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
  return { child, ended };
}
