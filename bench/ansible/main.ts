import { markdownTable } from "markdown-table";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { run } from "../../sandbox/command";
import { findInstance, type Instance } from "../../sandbox/instance";
import { machine } from "../words";
import { Ansible } from "./ansible";
import { counted, type Counted, madeAnew } from "./counted";
import { Lookout } from "./lookout";
import { type Step, STEPS, type Tool } from "./tool";

const HEAD = [
  ...["hosts", "what is done", "Ansible", "Lookout", "ratio"],
  ...["CPU here", "CPU on a host", "logins a host", "restarts a host"].flatMap((what) => [
    `Ansible: ${what}`,
    `Lookout: ${what}`,
  ]),
];

/** One tool's step on all hosts. */
interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** On a host. */
  readonly hostCpuSeconds: number;
  /** Logins by key that the hosts' sshd counted, a host. */
  readonly logins: number;
  /** Of the Agent, a host. */
  readonly starts: number;
}

const TAGS: Readonly<Record<Step, readonly string[]>> = {
  "first install": ["team:sre"],
  "nothing to do": ["team:sre"],
  "one changed tag": ["team:dba"],
};

/** The same work by both, on the same hosts made anew for each, one after the other, the first one in turns. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { hosts: { type: "string", default: "2,10" }, rounds: { type: "string", default: "3" } },
  });
  const rows: string[][] = [];
  for (const hosts of values.hosts.split(",").map(Number)) rows.push(...(await compared(hosts, Number(values.rounds))));
  console.log(`${machine()}; medians of ${values.rounds} rounds, the hosts on the same machine\n`);
  console.log(markdownTable([HEAD, ...rows], { align: HEAD.map(() => "r") }));
}

async function compared(hosts: number, rounds: number): Promise<string[][]> {
  const name = `bench${hosts}`;
  await sandbox("up", "--no-stack", "--instance", name);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-bench-"));
  try {
    const instance = await findInstance(name);
    if (instance === undefined) throw new Error(`the sandbox ${name} is not up`);
    const tools: Tool[] = [await Ansible.on(instance, folder), await Lookout.on(instance, folder)];
    const all = new Map<string, Measured[]>();
    for (let round = 0; round < rounds; round++) {
      for (const tool of round % 2 === 0 ? tools : [...tools].reverse()) {
        await madeAnew(instance);
        await tool.prepare();
        for (const step of STEPS) {
          const measured = await measure(tool, step, instance);
          process.stderr.write(
            `${hosts} hosts, round ${round + 1}, ${tool.name}, ${step}: ${JSON.stringify(measured)}\n`,
          );
          const key = `${tool.name} ${step}`;
          all.set(key, [...(all.get(key) ?? []), measured]);
        }
      }
    }
    return STEPS.map((step) => row(hosts, step, all.get(`Ansible ${step}`) ?? [], all.get(`Lookout ${step}`) ?? []));
  } finally {
    fs.rmSync(folder, { recursive: true });
    await sandbox("down", "--instance", name);
  }
}

async function measure(tool: Tool, step: Step, instance: Instance): Promise<Measured> {
  const before = await counted(instance);
  const { seconds, cpuSeconds } = await tool.run(TAGS[step]);
  const after = await counted(instance);
  const each = (key: keyof Counted) => (after[key] - before[key]) / instance.hosts.length;
  return { seconds, cpuSeconds, logins: each("logins"), starts: each("starts"), hostCpuSeconds: each("cpuSeconds") };
}

function row(hosts: number, step: Step, ansible: readonly Measured[], lookout: readonly Measured[]): string[] {
  const ratios = lookout.map(({ seconds }, i) => seconds / (ansible[i]?.seconds ?? NaN));
  const of = (key: keyof Measured, digits: number) =>
    [ansible, lookout].map((all) => median(all.map((one) => one[key])).toFixed(digits));
  return [
    ...[String(hosts), step],
    ...of("seconds", 1).map((seconds) => `${seconds} s`),
    median(ratios).toFixed(2),
    ...[
      ...[of("cpuSeconds", 1), of("hostCpuSeconds", 1)].map((both) => both.map((seconds) => `${seconds} s`)),
      of("logins", 0),
      of("starts", 0),
    ].flat(),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function sandbox(...args: string[]): Promise<void> {
  await run("npm", ["run", "--silent", "sandbox", "--", ...args], { timeoutSeconds: 900 });
}

void main();
