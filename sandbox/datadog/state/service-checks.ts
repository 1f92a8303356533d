import { type Clock, seconds } from "../clock.js";
import { Journal } from "./journal.js";
import { KEPT_SECONDS } from "./points.js";

/** OK, warning, critical, unknown. */
export type CheckStatus = 0 | 1 | 2 | 3;

export interface CheckRun {
  readonly check: string;
  readonly host: string;
  readonly tags: readonly string[];
  readonly status: CheckStatus;
  readonly message: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** The most that `.last(n)` of a monitor can ask for. */
export const RUNS_KEPT = 100;

/** The latest runs of every service check, by check, host and tags. */
export class ServiceCheckStore {
  private readonly runs = new Map<string, CheckRun[]>();
  private readonly journal: Journal<CheckRun>;

  constructor(folder: string, clock: Clock) {
    this.journal = new Journal(folder, clock);
    const oldest = seconds(clock) - KEPT_SECONDS;
    for (const run of this.journal.entries()) if (run.time >= oldest) this.insert(run);
  }

  add(run: CheckRun): void {
    this.insert(run);
    this.journal.append([run]);
  }

  /** Each list is one source's runs, oldest first. */
  of(check: string): CheckRun[][] {
    return [...this.runs.values()].filter((runs) => runs[0]?.check === check);
  }

  latest(): CheckRun[] {
    return [...this.runs.values()].flatMap((runs) => runs.slice(-1));
  }

  private insert(run: CheckRun): void {
    const key = `${run.check}|${run.host}|${run.tags.join(",")}`;
    const runs = this.runs.get(key) ?? [];
    this.runs.set(key, runs);
    runs.push(run);
    runs.sort((a, b) => a.time - b.time);
    runs.splice(0, runs.length - RUNS_KEPT);
  }
}
