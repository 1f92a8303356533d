import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { markdownTable } from "markdown-table";
import { type Load, memoryHeld, sentBy } from "../sandbox/datadog/load.js";
import { createStandIn, type StandIn } from "../sandbox/datadog/server.js";
import { bytes, machine } from "./words";

const { values } = parseArgs({
  options: {
    hosts: { type: "string", default: "1000" },
    series: { type: "string", default: "50" },
    hours: { type: "string", default: "24" },
    // What an Agent sends in one request. A real one sends after 15 s: the same points in shorter bodies, and more of them.
    minutes: { type: "string", default: "5" },
  },
});
const load: Load = { hosts: Number(values.hosts), series: Number(values.series), everySeconds: 15 };
const [hours, payloadSeconds] = [Number(values.hours), 60 * Number(values.minutes)];
const KEYS = { apiKey: "0123456789abcdef".repeat(2), appKey: "0123456789".repeat(4) };
const HEADERS = { "DD-API-KEY": KEYS.apiKey, "DD-APPLICATION-KEY": KEYS.appKey };
const ANSWERS = ["avg:load.metric7{*}.rollup(avg, 3600)", "max:load.metric7{host:host3}.rollup(max, 3600)"];

/** A day of a thousand Agents' load, with time compressed, through the stand-in's intake and its monitors. */
async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-stand-in-"));
  try {
    const time = { now: Date.parse("2026-12-01T00:00:00Z") };
    const open = () => createStandIn({ keys: KEYS, folder, clock: () => time.now, say: () => undefined });
    let standIn: StandIn | undefined = open();
    await monitor(standIn);
    const rows = [["hour", "points", "a second", "evaluation", "memory", "process", "kept whole", "on disk"]];
    for (let hour = 1; hour <= hours; hour += 1) {
      rows.push([String(hour), ...(await anHour(standIn, time, folder))]);
      console.log(rows.at(-1)?.join("\t"));
    }
    const day = await answers(standIn, time.now);
    standIn = undefined;
    const began = performance.now();
    const again = open();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const isSame = JSON.stringify(await answers(again, time.now)) === JSON.stringify(day);
    console.log(`\n${load.hosts} hosts, ${load.series} series each, ${hours} hours; ${machine()}\n`);
    console.log(markdownTable(rows, { align: rows[0]?.map(() => "r") ?? [] }));
    console.log(
      `\na restart takes ${seconds} s; the day's queries have ${isSame ? "the same" : "OTHER"} answers after it`,
    );
    if (!isSame) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** @returns what the hour took, and what is held after it. */
async function anHour(standIn: StandIn, time: { now: number }, folder: string): Promise<string[]> {
  const began = performance.now();
  let [points, evaluating] = [0, 0];
  for (const end = time.now + 3_600_000; time.now < end;) {
    const from = time.now / 1000;
    time.now += 1000 * payloadSeconds;
    for (let host = 0; host < load.hosts; host += 1) {
      const body = JSON.stringify(payload(host, from));
      points += (load.series * payloadSeconds) / load.everySeconds;
      const answer = await standIn.app.request("/api/v2/series", { method: "POST", headers: HEADERS, body });
      if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`);
    }
    const before = performance.now();
    standIn.evaluator.evaluateAll();
    evaluating += performance.now() - before;
  }
  const seconds = (performance.now() - began) / 1000;
  const evaluations = 3600 / payloadSeconds;
  return [
    points.toLocaleString("en"),
    Math.round(points / seconds).toLocaleString("en"),
    `${Math.round(evaluating / evaluations)} ms`,
    bytes(memoryHeld()),
    bytes(process.memoryUsage().rss),
    standIn.stores.series.size.wholePoints.toLocaleString("en"),
    bytes(sizeOf(folder)),
  ];
}

function payload(host: number, from: number): object {
  return {
    series: sentBy(host, load, from, from + payloadSeconds).map(({ metric, host: name, tags, points }) => ({
      metric,
      type: 3,
      resources: [{ type: "host", name }],
      tags,
      points: points.map(([timestamp, value]) => ({ timestamp, value })),
    })),
  };
}

/** One that judges each host on its own. */
async function monitor({ app }: StandIn): Promise<void> {
  const body = JSON.stringify({
    name: "load",
    type: "query alert",
    query: "avg(last_5m):avg:load.metric3{env:load} by {host} > 1000",
    message: "high @oncall@example.com",
    options: { thresholds: { critical: 1000 }, require_full_window: false },
  });
  const answer = await app.request("/api/v1/monitor", { method: "POST", headers: HEADERS, body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function answers({ app }: StandIn, now: number): Promise<unknown> {
  const span = { from: String(now / 1000 - 86_400), to: String(now / 1000) };
  return Promise.all(
    ANSWERS.map(async (query) => {
      const asked = new URLSearchParams({ ...span, query }).toString();
      return ((await (await app.request(`/api/v1/query?${asked}`, { headers: HEADERS })).json()) as { series: unknown })
        .series;
    }),
  );
}

function sizeOf(folder: string): number {
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.reduce((total, file) => total + fs.statSync(path.join(folder, file)).size, 0);
}

void main();
