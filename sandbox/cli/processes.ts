import { spawn } from "node:child_process";
import { existsSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A process as a file remembers it. A pid alone may have gone to another process since. */
export interface ProcessRecord {
  readonly pid: number;
  /** Clock ticks after boot at which it started. */
  readonly start: string;
  /** What it runs; a changed command means that it must be started anew. */
  readonly command: readonly string[];
}

/** Starts a process that outlives this one; its output goes to the log. */
export function startDetached(
  command: readonly string[],
  options: { cwd: string; log: string; pidFile: string },
): void {
  const [program = "", ...args] = command;
  const log = openSync(options.log, "a", 0o600);
  const child = spawn(program, args, { cwd: options.cwd, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  // Said by whoever waits for the process to answer; without a listener it would end this one.
  child.on("error", () => undefined);
  child.unref();
  if (child.pid !== undefined) remember(options.pidFile, child.pid, command);
}

export function remember(pidFile: string, pid: number, command: readonly string[]): void {
  const record: ProcessRecord = { pid, start: startTime(pid) ?? "", command };
  writeFileSync(pidFile, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** The process that the file remembers, if that very process still runs. */
export function running(pidFile: string): ProcessRecord | undefined {
  if (!existsSync(pidFile)) return undefined;
  const record = parseRecord(readFileSync(pidFile, "utf8"));
  return record && startTime(record.pid) === record.start ? record : undefined;
}

/** Ends the remembered process, gently first, and forgets it. */
export async function stop(pidFile: string, graceSeconds = 5): Promise<void> {
  const record = running(pidFile);
  if (record) {
    process.kill(record.pid, "SIGTERM");
    const end = Date.now() + graceSeconds * 1000;
    while (running(pidFile) && Date.now() < end) await sleep(100);
    if (running(pidFile)) process.kill(record.pid, "SIGKILL");
  }
  rmSync(pidFile, { force: true });
}

/**
 * Makes this process the only one that changes the instance.
 *
 * @throws Error where another one is at it.
 */
export function claim(pidFile: string): void {
  const other = running(pidFile);
  if (other) {
    throw new Error(`this sandbox is being changed by process ${other.pid} (${other.command.join(" ")}); wait for it`);
  }
  mkdirSync(path.dirname(pidFile), { recursive: true, mode: 0o700 });
  remember(pidFile, process.pid, process.argv.slice(1));
}

function parseRecord(text: string): ProcessRecord | undefined {
  try {
    return JSON.parse(text) as ProcessRecord;
  } catch {
    // Cut off by a kill in the middle of writing: that process was never waited for.
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  return startTime(pid) !== undefined;
}

function startTime(pid: number): string | undefined {
  try {
    return parseStartTime(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** Field 22 of `/proc/<pid>/stat`; undefined for a zombie, which runs no more. The name before it may hold anything. */
export function parseStartTime(stat: string): string | undefined {
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" ? undefined : rest[18];
}
