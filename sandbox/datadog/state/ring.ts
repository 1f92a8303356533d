import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { parsedLine } from "./journal.js";

interface Part<T> {
  readonly number: number;
  readonly entries: T[];
  bytes: number;
}

interface RingSize {
  readonly parts: number;
  readonly partBytes: number;
}

/** The latest entries, in memory and as lines in numbered files; with more than fits, the oldest file goes. */
export class Ring<T> {
  private readonly parts: Part<T>[];

  constructor(
    private readonly folder: string,
    private readonly size: RingSize,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.parts = this.read();
  }

  *entries(): Generator<T> {
    for (const { entries } of this.parts) yield* entries;
  }

  /** @returns the entries that had to go. */
  append(entries: readonly T[]): T[] {
    const dropped: T[] = [];
    for (const entry of entries) {
      const line = `${JSON.stringify(entry)}\n`;
      const part = this.partFor(line.length);
      part.entries.push(entry);
      part.bytes += line.length;
      appendFileSync(this.file(part.number), line, { mode: 0o600 });
      dropped.push(...this.dropOldest());
    }
    return dropped;
  }

  private partFor(bytes: number): Part<T> {
    const last = this.parts.at(-1);
    if (last && last.bytes + bytes <= this.size.partBytes) return last;
    const part = { number: (last?.number ?? 0) + 1, entries: [], bytes: 0 };
    this.parts.push(part);
    return part;
  }

  private dropOldest(): T[] {
    const old = this.parts.splice(0, Math.max(0, this.parts.length - this.size.parts));
    for (const { number } of old) rmSync(this.file(number));
    return old.flatMap(({ entries }) => entries);
  }

  private read(): Part<T>[] {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(".jsonl"))
      .map((file) => Number.parseInt(file, 10))
      .sort((a, b) => a - b)
      .map((number) => {
        const text = readFileSync(this.file(number), "utf8");
        const entries = text
          .split("\n")
          .map(parsedLine)
          .filter((entry) => entry !== undefined) as T[];
        return { number, entries, bytes: text.length };
      });
  }

  private file(number: number): string {
    return join(this.folder, `${number}.jsonl`);
  }
}
