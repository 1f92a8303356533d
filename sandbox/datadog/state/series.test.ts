import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { type Point, type Series, SeriesStore } from "./series.js";

const START = Date.parse("2026-12-01T00:00:00Z") / 1000;

/** A store whose time is that of the latest point that a test sends. */
function rig(bounds?: { wholePoints: number; series: number }) {
  const folder = mkdtempSync(join(tmpdir(), "series-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const time = { now: START };
  const open = () => new SeriesStore(folder, () => time.now * 1000, bounds);
  const store = open();
  const send = (host: string, points: readonly Point[]) => {
    time.now = Math.max(time.now, ...points.map(([at]) => at));
    store.add([{ metric: "m", host, tags: ["env:dev"], type: "gauge", points }]);
  };
  return { store, open, send, time };
}

function seen(series: Series | undefined, from = 0, to = Infinity): number[][] {
  const all: number[][] = [];
  series?.visit(from, to, (...one) => all.push(one));
  return all;
}

test("points that come late stand where they belong, and a second value for a second is the one that counts", () => {
  const { store, send } = rig();
  send("db1", [
    [START, 1],
    [START + 30, 3],
  ]);
  send("db1", [
    [START + 15, 2],
    [START + 30, 4],
  ]);
  expect(seen(store.of("m")[0]).map(([time = 0, value]) => [time - START, value])).toEqual([
    [0, 1],
    [15, 2],
    [30, 4],
  ]);
  expect(seen(store.of("m")[0], START + 15, START + 29)).toHaveLength(1);
});

test("what is summed up tells its mean, how many there were, the least and the most, also of what comes late", () => {
  const { store, open, send } = rig({ wholePoints: 100, series: 10 });
  const day = Array.from({ length: 240 }, (_, index): Point => [START + 60 * index, index]);
  send("db1", day.slice(0, 120));
  send("db1", day.slice(120));
  expect(store.size.wholePoints).toBeLessThanOrEqual(100);
  send("db1", [[START + 1, 50]]);
  const first = seen(store.of("m")[0], START, START + 299);
  expect(first.map(([, sum, count, min, max]) => [sum, count, min, max])).toEqual([
    [0 + 1 + 2 + 3 + 4, 5, 0, 4],
    [50, 1, 50, 50],
  ]);
  const total = seen(store.of("m")[0]).reduce((sum, [, one = 0]) => sum + one, 0);
  expect(total).toBeCloseTo((239 * 240) / 2 + 50, 0);
  expect(seen(open().of("m")[0])).toEqual(seen(store.of("m")[0]));
});

test("of too many series those go that were silent longest, for good", () => {
  const { store, open, send } = rig({ wholePoints: 1000, series: 20 });
  for (let host = 0; host < 21; host += 1) send(`host${host}`, [[START + host, 1]]);
  const hosts = (of: SeriesStore) => of.of("m").map(({ host }) => host);
  expect(hosts(store)).toEqual(Array.from({ length: 19 }, (_, index) => `host${index + 2}`));
  const again = open();
  expect(hosts(again)).toEqual(hosts(store));
  again.add([{ metric: "m", host: "host1", tags: ["env:dev"], type: "gauge", points: [[START + 21, 2]] }]);
  expect(hosts(open())).toContain("host1");
});

test("a silence of more than a day leaves nothing of what was before", () => {
  const { store, send, time } = rig({ wholePoints: 10, series: 10 });
  send(
    "db1",
    Array.from({ length: 100 }, (_, index): Point => [START + 60 * index, 1]),
  );
  time.now += 3 * 86_400;
  store.forgetOld();
  expect(store.of("m")).toEqual([]);
  send("db1", [[time.now, 7]]);
  expect(seen(store.of("m")[0])).toEqual([[time.now, 7, 1, 7, 7]]);
});
