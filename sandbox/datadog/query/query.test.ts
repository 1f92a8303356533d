import { beforeEach, describe, expect, test } from "vitest";

import { createRig, type Rig } from "../rig.js";

interface Answered {
  series: {
    scope: string;
    tag_set: string[];
    interval: number;
    pointlist: [number, number][];
    band?: { lower: [number, number][]; upper: [number, number][] };
  }[];
}

const NOW = "2026-12-01T12:00:00Z";
let rig: Rig;
beforeEach(() => {
  rig = createRig(NOW);
});

async function query(text: string, seconds = 3600): Promise<Answered["series"]> {
  const to = Math.floor(rig.time.now / 1000);
  const path = `/api/v1/query?from=${to - seconds}&to=${to}&query=${encodeURIComponent(text)}`;
  const { status, body } = await rig.call("GET", path);
  expect([status, body]).toMatchObject([200, { status: "ok" }]);
  return (body as Answered).series;
}

/** The values of the only series. */
async function values(text: string, seconds?: number): Promise<number[]> {
  const series = await query(text, seconds);
  expect(series).toHaveLength(1);
  return (series[0]?.pointlist ?? []).map(([, value]) => value);
}

test("points come back in order, in milliseconds, with their group", async () => {
  await rig.send("my_metric", [
    [60, 2],
    [120, 1],
  ]);
  const [series] = await query("avg:my_metric{env:dev} by {host}");
  const now = Date.parse(NOW);
  expect(series).toMatchObject({
    scope: "env:dev,host:db1",
    tag_set: ["host:db1"],
    pointlist: [
      [now - 120_000, 1],
      [now - 60_000, 2],
    ],
  });
});

describe("a scope", () => {
  beforeEach(async () => {
    await rig.send("m", [[60, 1]], "db1");
    await rig.send("m", [[60, 10]], "db2");
    await rig.send("m", [[60, 100]], "web1");
  });

  test.each([
    ["*", 111],
    ["host:db1", 1],
    ["env:dev,!host:db1", 110],
    ["host:db*", 11],
    ["host:db1 OR host:web1", 101],
    ["env:dev AND NOT (host:db1 OR host:db2)", 100],
    ["host IN (db2, web1)", 110],
    ["host NOT IN (db2, web1)", 1],
    ["host:(db2 OR web1)", 110],
    ["-host:(db2 OR web1) AND env:dev", 1],
  ])("{%s}", async (scope, expected) => {
    expect(await values(`sum:m{${scope}}`)).toEqual([expected]);
  });

  test("sees the tags of the host, as they are when it is asked", async () => {
    await rig.call("POST", "/intake/", { internalHostname: "db1", "host-tags": { system: ["role:db"] } });
    expect(await values("sum:m{role:db}")).toEqual([1]);
  });
});

test.each([
  ["avg", 20],
  ["sum", 60],
  ["min", 10],
  ["max", 30],
  ["count", 3],
])("rollup(%s, 3600) makes one value of an hour", async (method, expected) => {
  await rig.send("m", [
    [3600, 10],
    [2000, 20],
    [1, 30],
  ]);
  expect(await values(`sum:m{*}.rollup(${method}, 3600)`, 3600)).toEqual([expected]);
});

test("an interval that would give more points than a graph has is made longer, for a day no longer than a minute", async () => {
  await rig.send("m", [[60, 1]]);
  expect((await query("avg:m{*}", 86_400))[0]?.interval).toBe(300);
  expect((await query("avg:m{*}.rollup(avg, 10)", 86_400))[0]?.interval).toBe(60);
  expect((await query("avg:m{*}.rollup(avg, 10)", 7 * 86_400))[0]?.interval).toBe(600);
});

test("hosts out of step are added up as lines, not as dots", async () => {
  await rig.send(
    "m",
    [120, 60, 0].map((ago) => [ago, 1] as const),
    "db1",
  );
  await rig.send(
    "m",
    [90, 30].map((ago) => [ago, 10] as const),
    "db2",
  );
  expect(await values("sum:m{*}", 600)).toEqual([1, 11, 11, 11, 1]);
});

test("arithmetic works with numbers and between groups", async () => {
  await rig.send("used", [[60, 20]], "db1");
  await rig.send("used", [[60, 30]], "db2");
  await rig.send("limit", [[60, 80]], "db1");
  await rig.send("limit", [[60, 60]], "db2");
  const series = await query("100 * (avg:used{*} by {host} + 0.5) / avg:limit{*} by {host} - 1");
  expect(series.map(({ tag_set, pointlist }) => [tag_set[0], pointlist[0]?.[1]])).toEqual([
    ["host:db1", (100 * 20.5) / 80 - 1],
    ["host:db2", (100 * 30.5) / 60 - 1],
  ]);
});

describe("arithmetic between queries", () => {
  test("joins groups whatever the order of their keys", async () => {
    const tagged = (metric: string, value: number) => ({
      metric,
      type: "gauge",
      points: [[Math.floor(rig.time.now / 1000) - 60, value]],
      host: "db1",
      tags: ["port:3306"],
    });
    await rig.call("POST", "/api/v1/series", { series: [tagged("used", 30), tagged("limit", 60)] });
    expect(await values("avg:used{*} by {host,port} / avg:limit{*} by {port,host}")).toEqual([0.5]);
  });

  test("gives every group what has no group, on either side", async () => {
    await rig.send("used", [[60, 20]], "db1");
    await rig.send("used", [[60, 30]], "db2");
    const shares = async (text: string) =>
      (await query(text)).map(({ tag_set, pointlist }) => [tag_set[0], pointlist[0]?.[1]]);
    expect(await shares("avg:used{*} by {host} / sum:used{*}")).toEqual([
      ["host:db1", 0.4],
      ["host:db2", 0.6],
    ]);
    expect(await shares("sum:used{*} / avg:used{*} by {host}")).toEqual([
      ["host:db1", 2.5],
      ["host:db2", 50 / 30],
    ]);
  });

  test("has no group that one side lacks", async () => {
    await rig.send("used", [[60, 20]], "db1");
    await rig.send("limit", [[60, 80]], "db2");
    expect(await query("avg:used{*} by {host} / avg:limit{*} by {host}")).toEqual([]);
  });

  test("draws a line between the points of checks that run out of step", async () => {
    await rig.send("used", [[60, 20]]);
    await rig.send("limit", [
      [90, 40],
      [30, 80],
    ]);
    expect(await values("avg:used{*} / avg:limit{*}", 600)).toEqual([20 / 60]);
  });
});

test("top() keeps the highest", async () => {
  for (const [index, host] of ["a", "b", "c"].entries()) await rig.send("m", [[60, index]], host);
  const series = await query("top(avg:m{*} by {host}, 2, 'mean', 'desc')");
  expect(series.map(({ tag_set }) => tag_set[0])).toEqual(["host:c", "host:b"]);
});

test("anomalies() brings a band that holds the usual and not the unusual", async () => {
  const usual = Array.from({ length: 100 }, (_, index) => [(100 - index) * 60, 50 + (index % 5)] as const);
  await rig.send("m", [...usual, [0, 90]]);
  const [series] = await query("anomalies(avg:m{*}, 'basic', 2)", 3600);
  const upper = new Map(series?.band?.upper);
  const lower = new Map(series?.band?.lower);
  const outside = (series?.pointlist ?? []).filter(
    ([time, value]) => value > (upper.get(time) ?? Infinity) || value < (lower.get(time) ?? -Infinity),
  );
  expect(outside).toEqual([[Date.parse(NOW), 90]]);
  expect(lower.size).toBe(series?.pointlist.length);
});

test("anomalies() has a point for each of its intervals", async () => {
  await rig.send(
    "m",
    Array.from({ length: 60 }, (_, index) => [index * 30, index] as const),
  );
  expect((await query("anomalies(avg:m{*}, 'basic', 2, interval=120)", 1200))[0]?.interval).toBe(120);
});

test.each([
  ["avg:m", "expected a scope"],
  ["avg:m{$host}", "a template variable has no value here"],
  ["median:m{*}", "expected an aggregator"],
  ["ewma_3(avg:m{*})", "no functions but"],
  ["avg:m{*}.fill(zero)", "only .rollup()"],
  ["avg:m{*} avg:m{*}", "expected the end"],
])("%s is refused with its place", async (text, expected) => {
  const { status, body } = await rig.call("GET", `/api/v1/query?from=0&to=60&query=${encodeURIComponent(text)}`);
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(expected)]);
  expect(JSON.stringify(body)).toContain("at character");
});
