import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { createStandIn } from "../server.js";
import { HEADERS, KEYS, METRIC_MONITOR } from "../rig.js";
import { type MadeUp, MadeUpPast, PAST_SECONDS } from "./made-up-past.js";
import type { Point, SentPoints } from "./series.js";

const NOW = Date.parse("2026-12-01T12:00:00Z") / 1000;
const NOTHING = { of: () => [] };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "past-"));
  onTestFinished(() => {
    rmSync(made, { recursive: true });
  });
  return made;
}

function sent(metric: string, value: number, host = "db1"): SentPoints {
  return { metric, host, tags: [], type: "gauge", points: [[NOW, value]] };
}

describe("the past of a host's first value", () => {
  test.each(["db1", "db2", "another-host"])("of my_metric on %s warns nobody, at any hour of the day", (host) => {
    for (let hour = 0; hour < 24; hour += 1) {
      const first: Point = [NOW + hour * 3600, 1000];
      const past = new MadeUpPast(join(folder(), "past.json")).before(
        { ...sent("my_metric", 0, host), points: [first] },
        NOTHING,
      );
      const values = past.map(([, value]) => value);
      expect(Math.min(...values)).toBeGreaterThan(100);
      expect(Math.max(...values)).toBeLessThan(500);
      expect(new Set(values).size).toBeGreaterThan(20);
      const times = past.map(([time]) => time);
      expect(times).toEqual(times.map((_, index) => first[0] - (times.length - index) * 45));
      expect(first[0] - (times[0] ?? 0)).toBeGreaterThan(PAST_SECONDS - 45);
    }
  });

  test("is higher by day than by night", () => {
    const mean = (hour: number) => {
      const points: Point[] = [[Date.parse("2026-12-01T00:00:00Z") / 1000 + hour * 3600, 500]];
      const past = new MadeUpPast(join(folder(), "past.json")).before({ ...sent("my_metric", 0), points }, NOTHING);
      return past.reduce((sum, [, value]) => sum + value, 0) / past.length;
    };
    expect(mean(14)).toBeGreaterThan(mean(2) + 80);
  });

  test("of what is drawn with its band leads to what was measured", () => {
    const past = new MadeUpPast(join(folder(), "past.json")).before(
      sent("postgresql.percent_usage_connections", 0.04),
      NOTHING,
    );
    expect(past).toHaveLength(PAST_SECONDS / 15);
    for (const [, value] of past) expect(Math.abs(value - 0.04)).toBeLessThan(0.01);
    expect(Math.abs((past.at(-1)?.[1] ?? 0) - 0.04)).toBeLessThan(0.0025);
  });

  test("is made once for a host, also by a stand-in that starts anew, and not where there is a real one", () => {
    const file = join(folder(), "past.json");
    const made = (name: string, value: number, host?: string) =>
      new MadeUpPast(file).before(sent(name, value, host), NOTHING).length;
    expect(made("my_metric", 1)).toBeGreaterThan(0);
    expect(made("my_metric", 2)).toBe(0);
    expect(made("my_metric", 2, "db2")).toBeGreaterThan(0);
    expect(made("system.cpu.user", 2)).toBe(0);
    const measured = { of: () => [{ ...sent("my_metric", 1, "db3"), latest: NOW, visit: () => undefined }] };
    expect(new MadeUpPast(file).before(sent("my_metric", 1, "db3"), measured)).toEqual([]);
    expect(new MadeUpPast(file).all()).toEqual<MadeUp[]>([
      { metric: "my_metric", host: "db1", until: NOW },
      { metric: "my_metric", host: "db2", until: NOW },
    ]);
  });
});

describe("a stand-in that makes up a past", () => {
  function standIn(where: string, makesUpPast = true) {
    return createStandIn({ keys: KEYS, folder: where, clock: () => NOW * 1000, say: () => undefined, makesUpPast });
  }

  async function send({ app }: ReturnType<typeof standIn>): Promise<void> {
    const metrics = ["my_metric", "postgresql.percent_usage_connections"];
    const series = metrics.map((metric) => ({
      metric,
      type: "gauge",
      host: "db1",
      tags: ["env:dev"],
      points: [[NOW, 1]],
    }));
    const answer = await app.request("/api/v1/series", {
      method: "POST",
      headers: HEADERS,
      body: JSON.stringify({ series }),
    });
    expect(answer.status).toBe(202);
  }

  const BAND = "anomalies(avg:postgresql.percent_usage_connections{env:dev} by {host}, 'basic', 2)";

  test("draws the band of the last hour at once, fires nothing, and says on the page what is made up", async () => {
    const where = folder();
    const made = standIn(where);
    await made.app.request("/api/v1/monitor", {
      method: "POST",
      headers: HEADERS,
      body: JSON.stringify(METRIC_MONITOR),
    });
    const widgets = [{ definition: { type: "timeseries", requests: [{ q: BAND, display_type: "line" }] } }];
    const dashboard = { title: "t", layout_type: "ordered", widgets };
    const created = await made.app.request("/api/v1/dashboard", {
      method: "POST",
      headers: HEADERS,
      body: JSON.stringify(dashboard),
    });
    const { id } = (await created.json()) as { id: string };
    await send(made);
    made.evaluator.evaluateAll();
    expect(made.stores.notifications.all()).toEqual([]);

    const asked = `/api/v1/query?from=${NOW - 3600}&to=${NOW}&query=${encodeURIComponent(BAND)}`;
    const { series } = (await (await made.app.request(asked, { headers: HEADERS })).json()) as {
      series: { band: { lower: [number, number][]; upper: [number, number][] } }[];
    };
    const [lower, upper] = [series[0]?.band.lower ?? [], series[0]?.band.upper ?? []];
    expect(lower).toHaveLength(181);
    expect(lower[0]?.[0]).toBe((NOW - 3600) * 1000);
    for (const [index, [, low]] of lower.entries()) expect(upper[index]?.[1]).toBeGreaterThan(low);

    expect(await (await made.app.request(`/dashboard/${id}`)).text()).toMatch(
      /Made up by the sandbox: what my_metric and postgresql\.percent_usage_connections were\s+before 2026-12-01 12:00:00 UTC/,
    );
    const [monitor] = made.stores.monitors.all();
    expect(await (await made.app.request(`/monitors/${monitor?.id}`)).text()).toMatch(/what my_metric was\s+before/);

    // Neither a second value nor a restart makes more of it.
    const size = made.stores.series.size;
    await send(made);
    const again = standIn(where);
    await send(again);
    expect(again.stores.series.size).toEqual(size);
    expect(again.stores.hosts.get("db1")?.firstSeen).toBe(NOW);
  });

  test("does so only where it is told to", async () => {
    const plain = standIn(folder(), false);
    await send(plain);
    expect(plain.stores.series.size.wholePoints).toBe(2);
    expect(plain.stores.madeUpPast.all()).toEqual([]);
  });
});
