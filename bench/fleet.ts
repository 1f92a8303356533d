import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import type { AddressInfo } from "node:net";
import { markdownTable } from "markdown-table";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { Team } from "../tests/sandbox/team";
import { manyHosts, SECRETS } from "./hosts";
import { mostAtATime } from "./processes";
import { surroundings } from "./stack";
import { bytes, machine } from "./words";

const HEAD = ["stacks", "hosts of each", "stacks at once", "time", "a host", "most memory at a time", "resources"];

/** What a preview takes of a whole fleet of hosts that nobody contacts: so many stacks of them, and the shared one. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stacks: { type: "string", default: "20" },
      hosts: { type: "string", default: "100" },
      "at-once": { type: "string", default: "1,2,4" },
    },
  });
  const [stacks, hosts] = [Number(values.stacks), Number(values.hosts)];
  const team = await Team.fresh();
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-bench-"));
  const { variables, datadog } = await surroundings(folder);
  try {
    const { port } = datadog.address() as AddressInfo;
    const names = declare(team, stacks, hosts, `http://127.0.0.1:${port}`);
    for (const name of names) await ran(team, variables, "pulumi", "stack", "init", name, "--no-select");
    const rows: string[][] = [];
    // The first run after a change checks the program's types, and keeps what it has compiled.
    for (const atOnce of ["", ...values["at-once"].split(",")]) {
      const waves = [
        { name: "shared", stacks: names.slice(0, 1) },
        ...(atOnce === "" ? [] : [{ name: "hosts", stacks: names.slice(1) }]),
      ];
      team.write("fleet.yaml", stringify({ atOnce: Number(atOnce || 1), waves }));
      const began = performance.now();
      const { printed, most } = await ran(team, variables, "npx", "lookout", "fleet", "preview", "--json");
      if (atOnce === "") continue;
      const seconds = (performance.now() - began) / 1000;
      const { stacks: previewed } = JSON.parse(printed) as { stacks: { changes: Record<string, number> }[] };
      const resources = previewed.reduce((sum, { changes }) => sum + (changes.create ?? 0), 0);
      rows.push([
        ...[`${stacks} and the shared one`, String(hosts), atOnce, `${seconds.toFixed(0)} s`],
        ...[`${((1000 * seconds) / stacks / hosts).toFixed(0)} ms`, bytes(most), String(resources)],
      ]);
    }
    console.log(`${machine()}\n`);
    console.log(markdownTable([HEAD, ...rows], { align: HEAD.map(() => "r") }));
  } finally {
    datadog.close();
    team.remove();
    fs.rmSync(folder, { recursive: true });
  }
}

/** @returns the stacks' names, the shared one's first. */
function declare(team: Team, stacks: number, hosts: number, apiUrl: string): string[] {
  const all = manyHosts(stacks * hosts);
  const common = {
    "lookout:env": "prod",
    "lookout:overlay": "secrets.yaml",
    "lookout:notify": ["@oncall@example.com"],
    "lookout:agent": { version: "1:7.70.1-1" },
  };
  team.write("secrets.yaml", stringify({ ...SECRETS, datadog: { ...SECRETS.datadog, apiUrl } }));
  fs.mkdirSync(path.join(team.folder, "hosts"));
  const names = Array.from({ length: stacks }, (_, i) => `hosts${i + 1}`);
  const write = (stack: string, config: object) => {
    team.write(`Pulumi.${stack}.yaml`, stringify({ config: { ...common, ...config } }));
  };
  for (const [i, name] of names.entries()) {
    team.write(`hosts/${name}.yaml`, stringify(all.slice(i * hosts, (i + 1) * hosts)));
    write(name, {
      "lookout:hostsFrom": `hosts/${name}.yaml`,
      "lookout:sharedStack": "organization/cache-monitoring/shared",
    });
  }
  write("shared", { "lookout:hostsFrom": "hosts/", "lookout:manageHosts": false });
  return ["shared", ...names];
}

async function ran(
  { folder }: Team,
  variables: NodeJS.ProcessEnv,
  program: string,
  ...args: readonly string[]
): Promise<{ printed: string; most: number }> {
  const child = spawn(program, args, { cwd: folder, env: variables, stdio: ["ignore", "pipe", "inherit"] });
  const stop = mostAtATime(child.pid ?? 0);
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const [code] = (await once(child, "close")) as [number | null];
  const most = stop();
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${String(code)}:\n${printed.slice(-2000)}`);
  return { printed, most };
}

void main();
