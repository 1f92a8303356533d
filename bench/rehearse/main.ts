import { fork } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { markdownTable } from "markdown-table";
import { parseArgs } from "node:util";
import { bytes, machine } from "../words";
import type { Taken } from "./alone";
import { type Load, pointsOf } from "./load";
import { promtool, testedRules } from "./promtool";

interface Scenario {
  readonly name: string;
  readonly load: Load;
  /** Of 30 days, on a machine with nothing else to do. */
  readonly goal: string;
}

const HEAD = [
  ...["what is played", "points", "goal", "Lookout: time", "Lookout: CPU", "Lookout: memory", "notifications"],
  ...["promtool: time", "promtool: CPU", "promtool: memory", "CPU, promtool's in Lookout's"],
];

function scenarios(days: number): Scenario[] {
  return [
    { name: `100 monitors, ${days} days`, load: { monitors: 100, groups: 1, days }, goal: "5 s, 500 MB" },
    { name: "1 monitor, 365 days", load: { monitors: 1, groups: 1, days: 365 }, goal: "2 s" },
    ...[250, 500, 1000].map((groups) => ({
      name: `${groups.toLocaleString("en-GB")} groups, ${days} days`,
      load: { monitors: 1, groups, days },
      goal: groups === 1000 ? "60 s" : "",
    })),
  ];
}

/** Rehearsals of histories with a point a minute, beside `promtool test rules` on the same, one after the other. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      days: { type: "string", default: "30" },
      /** Points above which promtool, which takes a hundred times as long, is left out. */
      "promtool-points": { type: "string", default: "5000000" },
    },
  });
  const peer = await promtool().catch((error: unknown) => {
    console.log(`promtool can't be had, so that Lookout's figures stand alone: ${String(error)}\n`);
    return undefined;
  });
  const rows: string[][] = [];
  for (const { name, load, goal } of scenarios(Number(values.days))) {
    console.error(name);
    const own = await alone(load);
    const isBeside = peer !== undefined && pointsOf(load) <= Number(values["promtool-points"]);
    const beside = isBeside ? besides(own, await testedRules(peer, load)) : ["", "", "", ""];
    const points = pointsOf(load).toLocaleString("en-GB");
    rows.push([name, points, goal, ...taken(own), own.notifications.toLocaleString("en-GB"), ...beside]);
  }
  console.log(`${machine()}\n`);
  console.log(markdownTable([HEAD, ...rows], { align: HEAD.map((_, index) => (index === 0 ? "l" : "r")) }));
}

/** In a process of its own: memory is what one load takes, and nothing is warm. */
async function alone(load: Load): Promise<Taken> {
  const child = fork(path.join(__dirname, "alone.ts"), [JSON.stringify(load)]);
  const [taken] = (await Promise.race([once(child, "message"), failed(child)])) as [Taken];
  return taken;
}

async function failed(child: ReturnType<typeof fork>): Promise<never> {
  const [exitCode] = (await once(child, "exit")) as [number | null];
  throw new Error(`the rehearsal ended with ${exitCode} before it had an answer`);
}

function besides(own: Taken, theirs: Parameters<typeof taken>[0]): string[] {
  return [...taken(theirs), (theirs.cpuSeconds / own.cpuSeconds).toFixed(0)];
}

function taken({ seconds, cpuSeconds, peakBytes }: Pick<Taken, "seconds" | "cpuSeconds" | "peakBytes">): string[] {
  return [`${seconds.toFixed(1)} s`, `${cpuSeconds.toFixed(1)} s`, bytes(peakBytes)];
}

void main();
