import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type Load, memoryHeld, sentBy } from "./load.js";
import { createRig } from "./rig.js";
import { SeriesStore, type Series } from "./state/series.js";

const MIB = 1024 * 1024;
const START = Date.parse("2026-12-01T00:00:00Z") / 1000;
const HOUR = 3600;

/** A tenth of what is measured by `npm run bench:stand-in`, with an eighth of the room. */
const LOAD: Load = { hosts: 100, series: 50, everySeconds: 15 };
const BOUNDS = { wholePoints: 1_000_000, series: 100_000 };

interface Sums {
  sum: number;
  count: number;
  min: number;
  max: number;
}

function summed(series: readonly Series[], from: number, to: number): Sums {
  const all = { sum: 0, count: 0, min: Infinity, max: -Infinity };
  for (const one of series) {
    one.visit(from, to, (_, sum, count, min, max) => {
      all.sum += sum;
      all.count += count;
      all.min = Math.min(all.min, min);
      all.max = Math.max(all.max, max);
    });
  }
  return all;
}

function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
  return files.reduce((total, file) => total + statSync(file).size, 0);
}

test("a day of 5,000 series takes no more memory and disk than is allowed, sums up right, and outlives a restart", () => {
  const rig = createRig("2026-12-01T00:00:00Z");
  const folder = join(rig.folder, "series-of-load");
  let now = START;
  const before = memoryHeld();
  let store = new SeriesStore(folder, () => now * 1000, BOUNDS);
  const held: number[] = [];
  for (let hour = 1; hour <= 24; hour += 1) {
    for (let end = now + 600; now < START + hour * HOUR; end += 600) {
      for (let host = 0; host < LOAD.hosts; host += 1) store.add(sentBy(host, LOAD, now, end));
      now = end;
    }
    held.push((memoryHeld() - before) / MIB);
    expect(store.size).toMatchObject({ series: 5000 });
    expect(store.size.wholePoints).toBeLessThanOrEqual(BOUNDS.wholePoints);
  }
  // 1 million points of 12 bytes with room to grow, and of 5,000 series a day's steps of 16 bytes, and their names.
  expect(Math.max(...held)).toBeLessThan(64);
  expect(bytesIn(folder) / MIB).toBeLessThan(100);

  // Each hour of a series has each value from 0 to 239 once, whether or not it was summed up.
  const hours = [1, 12, 22, 23].map((hour) => START + hour * HOUR);
  const seen = () => hours.map((from) => summed(store.of("load.metric7"), from, from + HOUR - 1));
  const day = seen();
  expect(day).toEqual(
    hours.map(() => ({ sum: expect.closeTo(100 * 28_680, 0) as number, count: 100 * 240, min: 0, max: 239 })),
  );

  store = new SeriesStore(folder, () => now * 1000, BOUNDS);
  expect(store.size.wholePoints).toBeLessThanOrEqual(BOUNDS.wholePoints);
  expect(seen()).toEqual(day);

  now += 25 * HOUR;
  store.forgetOld();
  expect(store.metrics()).toEqual([]);
});
