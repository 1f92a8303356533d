import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { type Clock, seconds } from "../clock.js";
import { KEPT_SECONDS } from "./points.js";

/** Entries appended as lines, a file per hour of arrival, so that whole hours can be dropped. */
export class Journal<T> {
  private openHour = -1;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  append(entries: readonly T[]): void {
    if (entries.length === 0) return;
    const hour = Math.floor(seconds(this.clock) / 3600);
    if (hour !== this.openHour) this.dropOldHours(hour);
    this.openHour = hour;
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    appendFileSync(join(this.folder, `${hour}.jsonl`), lines, { mode: 0o600 });
  }

  *entries(): Generator<T> {
    for (const hour of this.hours()) {
      for (const line of readFileSync(join(this.folder, `${hour}.jsonl`), "utf8").split("\n")) {
        const entry = parsedLine(line);
        if (entry !== undefined) yield entry as T;
      }
    }
  }

  private hours(): number[] {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(".jsonl"))
      .map((file) => Number.parseInt(file, 10))
      .sort((a, b) => a - b);
  }

  private dropOldHours(hour: number): void {
    for (const old of this.hours()) {
      if (old < hour - KEPT_SECONDS / 3600) rmSync(join(this.folder, `${old}.jsonl`));
    }
  }
}

/** The last line is cut where the process was killed while it wrote. */
export function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
