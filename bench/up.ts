import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { markdownTable } from "markdown-table";
import { Team } from "../tests/sandbox/team";
import { SECRETS } from "./hosts";
import { simulatedHosts } from "./simulated-hosts";
import { BenchStack } from "./stack";
import { bytes, machine, takenBy } from "./words";

const HEAD = [
  ...["hosts", "what", "time", "a host", "commands", "at once", "engine: CPU", "engine: memory"],
  ...["program: CPU", "state written", "times", "state, by host"],
];

/** What an `up` of many hosts takes, each a real SSH server on loopback that takes some seconds for a command. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      hosts: { type: "string", default: "1,10,20,50,100" },
      seconds: { type: "string", default: "2" },
      parallel: { type: "string", default: "20" },
    },
  });
  const team = await Team.fresh();
  const rows: string[][] = [];
  try {
    for (const count of values.hosts.split(",").map(Number)) {
      rows.push(...(await upOf(team.folder, count, Number(values.seconds), Number(values.parallel))));
    }
  } finally {
    team.remove();
  }
  console.log(`${machine()}; each command takes ${values.seconds} s on its host, ${values.parallel} at once\n`);
  console.log(markdownTable([HEAD, ...rows], { align: HEAD.map(() => "r") }));
}

/** The first `up`, and the one after it. */
async function upOf(project: string, count: number, seconds: number, parallel: number): Promise<string[][]> {
  const stack = await BenchStack.fresh();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-bench-"));
  const hosts = await simulatedHosts(count, seconds);
  const datadog = await startDatadog(folder);
  try {
    const secrets = { ssh: { privateKey: hosts.privateKey }, datadog: SECRETS.datadog };
    await stack.declare(project, { hosts: hosts.declared, secrets, datadogUrl: datadog.url });
    const rows: string[][] = [];
    for (const what of ["first up", "nothing to do"]) {
      const before = hosts.commands();
      const written = writesTo(stack.stateFile);
      const ran = await stack.up(project, parallel);
      const { times, sum } = written();
      const commands = hosts.commands() - before;
      const taken = [...takenBy("engine", ran), takenBy("program", ran)[0]];
      const state = fs.statSync(stack.stateFile).size / count;
      rows.push([
        ...[String(count), what, `${ran.seconds.toFixed(1)} s`, `${(ran.seconds / count).toFixed(2)} s`],
        ...[String(commands), commands === 0 ? "" : String(hosts.atOnce()), ...taken, bytes(sum), String(times)],
        bytes(state),
      ]);
    }
    return rows;
  } finally {
    await hosts.close();
    await datadog.stop();
    stack.remove();
    fs.rmSync(folder, { recursive: true });
  }
}

/** Counts how often a file is put into its place, and how many bytes that was, until it is told to stop. */
function writesTo(file: string): () => { readonly times: number; readonly sum: number } {
  let [times, sum] = [0, 0];
  const watcher = fs.watch(path.dirname(file), (event, name) => {
    if (event !== "rename" || name !== path.basename(file)) return;
    times++;
    sum += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  });
  return () => {
    watcher.close();
    return { times, sum };
  };
}

/** The sandbox's stand-in of Datadog, on loopback. */
async function startDatadog(folder: string): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const keys = path.join(folder, "keys.json");
  fs.writeFileSync(keys, JSON.stringify(SECRETS.datadog), { mode: 0o600 });
  const main = path.join(__dirname, "../sandbox/datadog/main.ts");
  const words = ["--import", "tsx", main, "--listen", "127.0.0.1:0", "--state", folder, "--keys", keys];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  return {
    url: said.trim().replace("listening on ", ""),
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}

void main();
