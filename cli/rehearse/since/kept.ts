import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** A series of a day, as Datadog gave it. */
export interface Answered {
  /** Of its groups: `["host:db1"]`. */
  readonly tags: readonly string[];
  /** Seconds between points, as Datadog says. */
  readonly interval: number;
  /** Seconds since 1970; where several series have points at the same times, the same array. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

type Written = readonly [
  tags: readonly string[],
  interval: number,
  times: readonly number[],
  values: readonly number[],
];

/** Most series of an answer have points at the same times: of a thousand hosts and a month that is a third of a gigabyte. */
export class SharedTimes {
  readonly #known = new Map<string, Float64Array>();

  of(times: Float64Array): Float64Array {
    const key = `${times.length} ${times[0] ?? ""} ${times.at(-1) ?? ""}`;
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, times);
    else if (times.every((time, index) => time === known[index])) return known;
    return times;
  }
}

/** Days of history in files that only their owner reads: a day that is over is asked for once. */
export class Kept {
  /**
   * @param folder made where it is missing.
   * @param whose of which account the history is; only a digest of it is written.
   */
  constructor(
    private readonly folder: string,
    private readonly whose: string,
  ) {}

  /** @param day its first second since 1970. */
  read(query: string, day: number): readonly Answered[] | undefined {
    try {
      const text = gunzipSync(fs.readFileSync(this.#file(query, day))).toString();
      const shared = new SharedTimes();
      return (JSON.parse(text) as readonly Written[]).map(([tags, interval, times, values]) => ({
        ...{ tags, interval, times: shared.of(Float64Array.from(times)), values: Float64Array.from(values) },
      }));
    } catch {
      // Not there, or not whole: it is asked for again.
      return undefined;
    }
  }

  write(query: string, day: number, answered: readonly Answered[]): void {
    const file = this.#file(query, day);
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const written = answered.map(({ tags, interval, times, values }): Written => [
      tags,
      interval,
      [...times],
      [...values],
    ]);
    const half = `${file}.${process.pid}`;
    fs.writeFileSync(half, gzipSync(JSON.stringify(written), { level: 1 }), { mode: 0o600 });
    fs.renameSync(half, file);
  }

  #file(query: string, day: number): string {
    const name = createHash("sha256").update(`${this.whose}\n${query}`).digest("hex").slice(0, 32);
    return path.join(this.folder, name, `${new Date(day * 1000).toISOString().slice(0, 10)}.json.gz`);
  }
}
