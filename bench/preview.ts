import { markdownTable } from "markdown-table";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../sandbox/instance";
import { Team } from "../tests/sandbox/team";
import { BenchStack, type Ran } from "./stack";
import { stateSize } from "./state-size";
import { bytes, machine, takenBy } from "./words";

/** What the engine does at each resource grows with all of them: 1,000 hosts would take it a quarter of an hour, and 20 GiB. */
const MOST_WITH_CHECKPOINTS = 100;

/** As `lookout ci preview` runs it. */
const WITHOUT_CHECKPOINTS = { PULUMI_SKIP_CHECKPOINTS: "true" };

const HEAD = [
  "hosts",
  "what is previewed",
  "time",
  "to the first",
  ...["program", "engine"].flatMap((kind) => [`${kind}: CPU`, `${kind}: memory`]),
  "resources",
  "state, by host",
];

/** What a preview of hosts that nobody contacts takes, side by side. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { hosts: { type: "string", default: "1,10,100,1000" } } });
  const [team, stack] = [await Team.fresh(), await BenchStack.fresh()];
  const rows: string[][] = [];
  try {
    // The first run after a change checks the program's types, and keeps what it has compiled.
    for (const project of [team.folder, repositoryRoot]) await stack.preview(project, 1, WITHOUT_CHECKPOINTS);
    for (const hosts of values.hosts.split(",").map(Number)) {
      const first = await stack.preview(team.folder, hosts, WITHOUT_CHECKPOINTS);
      const { all, commands } = await stateSize(hosts);
      const state = `${bytes(all.clear + all.encrypted)}, ${bytes((commands.clear + commands.encrypted) / hosts)}`;
      rows.push([...row("a team's repository", hosts, first, first), state]);
      if (hosts > MOST_WITH_CHECKPOINTS) continue;
      rows.push(row("its plain `pulumi preview`", hosts, await stack.preview(team.folder, hosts, {}), first));
      rows.push(row("this repository", hosts, await stack.preview(repositoryRoot, hosts, WITHOUT_CHECKPOINTS), first));
    }
  } finally {
    team.remove();
    stack.remove();
  }
  console.log(`${machine()}\n`);
  console.log(markdownTable([HEAD, ...rows], { align: ["r", "l", ...HEAD.slice(2).map(() => "r")] }));
}

function row(what: string, hosts: number, ran: Ran, first: Ran): string[] {
  const { resources, seconds } = ran;
  const ratio = (seconds / first.seconds).toFixed(2);
  const taken = (["program", "engine"] as const).flatMap((kind) => takenBy(kind, ran));
  return [String(hosts), what, `${seconds.toFixed(1)} s`, ratio, ...taken, String(resources)];
}

void main();
