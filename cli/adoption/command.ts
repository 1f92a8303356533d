import { Command } from "commander";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { terminal } from "../terminal";
import type { Standing } from "./rows";

interface Options extends StackOptions {
  readonly host?: readonly string[];
  readonly json?: true;
}

/** What an `up` would change of Agents that hosts have already. */
export const adoption = withStackOptions(new Command("adoption"), "whose hosts")
  .description(
    "Logs in on each host as the settings have it, before any `up`, and says what a takeover of the Agent there would change and what it would leave. Reads only. Ends with 1 where a host could not be read.",
  )
  .option("--host <names...>", "only these")
  .option("--json", "for programs")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { project, stack } = stackOf(options);
    const [{ openConfig }, { openRun }, { programOf }, { agentsOf }, { askHosts }, rowsOf, report] = await Promise.all([
      import("../stack/engine.js"),
      import("../stack/offline.js"),
      import("../stack/load.js"),
      import("./declared.js"),
      import("../drift/ask.js"),
      import("./rows.js"),
      import("./report.js"),
    ]);
    const config = await openConfig(project.name, stack, options);
    // As the engine runs a program: its files are found from there on.
    process.chdir(project.folder);
    const agents = chosen(agentsOf(await openRun(project, stack, programOf(project.folder), config)), options.host);
    const standings = new Map<string, Standing>();
    const rows = await askHosts(
      agents.map(({ host, connection, sudoPassword, agent }) => ({
        ...{ host, connection, sudoPassword },
        questions: [rowsOf.adoptionQuestion(agent, (standing) => standings.set(host, standing))],
      })),
    );
    const hosts = agents.map(({ host, adopts }) => ({ host, adopts, standing: standings.get(host) }));
    const found = { stack, hosts, rows };
    process.stdout.write(options.json === true ? report.reportJson(found) : report.reportText(found, terminal()));
    process.exitCode = hosts.some(({ standing }) => standing === undefined) ? 1 : 0;
  });

function chosen<T extends { readonly host: string }>(all: readonly T[], names: readonly string[] | undefined): T[] {
  const known = all.map(({ host }) => host);
  const strange = (names ?? []).filter((name) => !known.includes(name));
  if (strange.length > 0) {
    throw new StackError(
      `--host names ${strange.join(", ")}, which the stack does not have; it has ${known.join(", ")}`,
    );
  }
  return all.filter(({ host }) => names?.includes(host) ?? true);
}
