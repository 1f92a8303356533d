import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { HistoryAccount } from "../../../../../cli/rehearse/since/account";
import { type Answered, Kept } from "../../../../../cli/rehearse/since/kept";
import type { Registry } from "../../../../../cli/rehearse/since/parts";
import { type From, readHistory } from "../../../../../cli/rehearse/since/read";

const DAY = 86_400;
/** 12:00 UTC of a day. */
const NOW = Date.parse("2026-11-10T12:00:00Z") / 1000;
const MIDNIGHT = NOW - DAY / 2;
const SPAN = { from: NOW - 2 * DAY, to: NOW };
const QUERY = "avg:m{*} by {host}.rollup(avg, 60)";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-kept-"));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function registry(query = QUERY, lead = 0): Registry {
  const part = { metric: "history.1", query, type: "gauge", tags: ["env:dev"], by: ["host"] } as const;
  return new Map([[query, { part, lead }]]);
}

type Points = From["account"]["points"];

function points(
  tags: readonly string[],
  interval: number,
  times: readonly number[],
  values: readonly number[],
): Answered {
  return { tags, interval, times: Float64Array.from(times), values: Float64Array.from(values) };
}

const point: Points = (_, from) => Promise.resolve([points(["host:db1"], 60, [from], [1])]);

function from(asking: Points, more: Partial<From> = {}): From {
  return {
    account: { points: asking },
    apiUrl: "https://api.example.com",
    kept: new Kept(folder, "somebody"),
    now: NOW,
    progress: () => undefined,
    ...more,
  };
}

/** What is asked for, as days before today. */
function noting(asked: [number, number][]): Points {
  return (query, first, last) => {
    asked.push([(first - MIDNIGHT) / DAY, (last - MIDNIGHT) / DAY]);
    return point(query, first, last);
  };
}

test("a span is asked for by whole days, what lies before it with it; a day that is over is not asked for again", async () => {
  const asked: [number, number][] = [];
  const { history } = await readHistory(registry(QUERY, 3600), SPAN, from(noting(asked)));
  expect(asked).toEqual([
    [-2, -1],
    [-1, 0],
    [0, 0.5],
  ]);
  expect(history.series.map(({ tags, times }) => [tags, [...times]])).toEqual([
    [
      ["host:db1", "env:dev"],
      [MIDNIGHT - 2 * DAY, MIDNIGHT - DAY, MIDNIGHT],
    ],
  ]);
  asked.length = 0;
  await readHistory(registry(QUERY, DAY), SPAN, from(noting(asked)));
  expect(asked).toEqual([
    [-3, -2],
    [0, 0.5],
  ]);
});

test("a day for which points may still come late is not kept", async () => {
  const [asked, again]: [number, number][][] = [[], []];
  if (asked === undefined || again === undefined) throw new Error("two lists");
  const soon = { now: MIDNIGHT + 1800 };
  const span = { from: MIDNIGHT - DAY, to: MIDNIGHT };
  await readHistory(registry(), span, from(noting(asked), soon));
  await readHistory(registry(), span, from(noting(again), soon));
  expect(again).toEqual(asked);
});

test("another account's days, and another query's, are not its own; a broken file is none", () => {
  const answered = [points([], 60, [1], [2])];
  const kept = new Kept(folder, "somebody");
  kept.write(QUERY, MIDNIGHT, answered);
  expect(kept.read(QUERY, MIDNIGHT)).toEqual(answered);
  expect(kept.read(QUERY, MIDNIGHT - DAY)).toBeUndefined();
  expect(kept.read("avg:n{*}", MIDNIGHT)).toBeUndefined();
  expect(new Kept(folder, "another").read(QUERY, MIDNIGHT)).toBeUndefined();
  const [file = ""] = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((one) => one.endsWith(".gz"));
  fs.writeFileSync(path.join(folder, file), "half");
  expect(kept.read(QUERY, MIDNIGHT)).toBeUndefined();
});

test("a query that Datadog can't answer is that part's alone, any other refusal is all's", async () => {
  const refusing = (code: number) => () =>
    Promise.reject(Object.assign(new Error("no"), { code, body: { errors: ["unknown function"] } }));
  const { refused } = await readHistory(registry(), SPAN, from(refusing(400)));
  expect(refused.get("history.1")).toBe(`https://api.example.com answers with 400 (unknown function): ${QUERY}`);
  await expect(readHistory(registry(), SPAN, from(refusing(403)))).rejects.toMatchObject({ code: 403 });
});

test("where points are further apart than asked for, or there is none, that is said", async () => {
  const answering = (answered: readonly Answered[]) => () => Promise.resolve([...answered]);
  const coarse = await readHistory(registry(), SPAN, from(answering([points([], 300, [1], [1])])));
  expect(coarse.coarse).toEqual([`of ${QUERY} Datadog gave a point each 5 minutes`]);
  const none = await readHistory(registry("avg:n{*}"), SPAN, from(answering([])));
  expect(none.coarse).toEqual(["of avg:n{*} Datadog has no point"]);
});

/** An API that gives those headers with its answers, in their order. */
async function datadog(answers: readonly { status?: number; headers?: Record<string, string>; body: object }[]) {
  const asked: { readonly at: number; readonly url: string }[] = [];
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = answers[Math.min(asked.length, answers.length - 1)] ?? { body: {} };
    asked.push({ at: Date.now(), url: request.url ?? "" });
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const said: string[] = [];
  const keys = { apiUrl: `http://127.0.0.1:${port}`, apiKey: "0".repeat(32), appKey: "0".repeat(40) };
  return { asked, said, account: new HistoryAccount(keys, (words) => said.push(words)) };
}

const series = (pointlist: readonly (readonly [number, number | null])[], interval: number) => ({
  series: [{ tag_set: ["host:db1"], interval, pointlist }],
});

test("points come as Datadog has them, without minutes that have none", async () => {
  const { account, asked } = await datadog([
    {
      body: series(
        [
          [60_000, 1],
          [120_000, null],
          [180_000, 3],
          [240_000, 4],
        ],
        60,
      ),
    },
    {
      body: series(
        [
          [0, 1],
          [300_000, 2],
        ],
        300_000,
      ),
    },
  ]);
  expect(await account.points(QUERY, 60, 300)).toEqual([points(["host:db1"], 60, [60, 180, 240], [1, 3, 4])]);
  expect(new URL(asked[0]?.url ?? "", "http://a").searchParams.get("query")).toBe(QUERY);
  expect(await account.points(QUERY, 0, 600)).toMatchObject([{ interval: 300 }]);
});

test("who has spent the requests of a period waits for the next one, and says so", async () => {
  const spent = { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1" };
  const { account, asked, said } = await datadog([{ headers: spent, body: series([], 60) }, { body: series([], 60) }]);
  await account.points(QUERY, 0, 60);
  await account.points(QUERY, 0, 60);
  const [first, second] = asked.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(900);
  expect(said.join()).toContain("no more requests for 1 s");
});

test("who is told to wait asks once more, and no sooner", async () => {
  const late = { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1" };
  const { account, asked } = await datadog([
    { status: 429, headers: late, body: { errors: ["slow down"] } },
    { body: series([[0, 1]], 60) },
  ]);
  expect(await account.points(QUERY, 0, 60)).toHaveLength(1);
  const [first, second] = asked.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(900);
});
