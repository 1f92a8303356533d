import * as fs from "node:fs";

/** What a process has taken so far. */
export interface Taken {
  /** Of all of its threads, in user's and kernel's mode. */
  readonly cpuSeconds: number;
  /** The most memory that it has held at a time. */
  readonly peakBytes: number;
}

/** Of a clock that Linux shows to programs. */
const TICKS_A_SECOND = 100;

const EVERY_MS = 100;

/**
 * Looks at a process and all that it starts, until it is told to stop.
 *
 * @param kindOf of a process by its command line; what it knows no name for is not looked at.
 * @returns what stops it: by kind, what its processes have taken together. The last tenth of a second is not seen.
 */
export function watched<Kind extends string>(
  root: number,
  kindOf: (commandLine: string) => Kind | undefined,
): () => ReadonlyMap<Kind, Taken> {
  const seen = new Map<number, Taken & { kind: Kind }>();
  const look = () => {
    for (const pid of descendants(root)) {
      const [kind, taken] = [kindOf(read(pid, "cmdline").replaceAll("\0", " ")), takenBy(pid)];
      if (kind !== undefined && taken !== undefined) seen.set(pid, { kind, ...taken });
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    const sums = new Map<Kind, Taken>();
    for (const { kind, cpuSeconds, peakBytes } of seen.values()) {
      const sum = sums.get(kind) ?? { cpuSeconds: 0, peakBytes: 0 };
      sums.set(kind, { cpuSeconds: sum.cpuSeconds + cpuSeconds, peakBytes: sum.peakBytes + peakBytes });
    }
    return sums;
  };
}

/**
 * Looks at a process and all that it starts, until it is told to stop.
 *
 * @returns what stops it: the most memory that all held at a time, in bytes; what two of them share counts twice.
 */
export function mostAtATime(root: number): () => number {
  let most = 0;
  const timer = setInterval(() => {
    const held = descendants(root).map((pid) => Number(/^VmRSS:\s*(\d+) kB$/m.exec(read(pid, "status"))?.[1] ?? 0));
    most = Math.max(
      most,
      held.reduce((sum, kilobytes) => sum + kilobytes * 1024, 0),
    );
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}

/** With the root. */
function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of fs.readdirSync("/proc")) {
    const pid = Number(name);
    if (Number.isNaN(pid)) continue;
    const parent = Number(fields(pid)[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const of = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(of)];
  return of(root);
}

/** Of /proc/PID/stat, from the state on: a program's name, before it, may have blanks. */
function fields(pid: number): string[] {
  return read(pid, "stat")
    .replace(/^.*\) /, "")
    .split(" ");
}

function takenBy(pid: number): Taken | undefined {
  const [user, system] = fields(pid).slice(11, 13).map(Number);
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(read(pid, "status")) ?? [];
  if (user === undefined || system === undefined || peak === undefined) return undefined;
  return { cpuSeconds: (user + system) / TICKS_A_SECOND, peakBytes: Number(peak) * 1024 };
}

/** Nothing of a process that has ended. */
function read(pid: number, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
