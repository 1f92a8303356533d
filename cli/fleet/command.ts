import { Command } from "commander";
import { setTimeout as pause } from "node:timers/promises";
import { stackWord } from "../../datadog/mark";
import type { Fleet } from "../../settings/fleet";
import { confirmed } from "../confirmed";
import { inTurns } from "../in-turns";
import { Progress } from "../progress";
import { inFolder } from "../stack/options";
import { type Project, projectOf } from "../stack/project";
import { ownName } from "../stack/stacks";
import { terminal } from "../terminal";
import type { Engine } from "./engine";
import type { PreviewRow } from "./report";
import type { Surroundings } from "./waves";

interface Options {
  readonly file: string;
  readonly json?: true;
  readonly yes?: true;
}

const ofFleet = (name: string) =>
  inFolder(new Command(name))
    .option("-f, --file <file>", "the fleet: its stacks, in waves", "fleet.yaml")
    .option("--json", "for programs")
    .helpOption("--help", "show this");

const previewCommand = ofFleet("preview")
  .description(
    "Previews all stacks of a fleet, some at once, and says of each how much would be made, changed and deleted. Changes nothing. Ends with 1 where one fails.",
  )
  .action(async (options: Options) => {
    const { fleet, engine } = await opened(options);
    const { previewText, json } = await import("./report.js");
    const progress = new Progress();
    const all = fleet.waves.flatMap(({ name, stacks }) => stacks.map((stack) => ({ wave: name, stack })));
    let done = 0;
    let isInterrupted = false;
    const release = onSignals(engine, () => {
      isInterrupted = true;
    });
    const rows = await inTurns(all, fleet.atOnce, async (one): Promise<PreviewRow> => {
      if (isInterrupted) return { ...one, changes: {}, seconds: 0, errors: ["not begun: interrupted"] };
      const ran = await engine.preview(one.stack, (count) => {
        progress.say(`${done} of ${all.length} stacks previewed; ${one.stack}: ${count} resources looked at`);
      });
      done++;
      return { ...one, ...ran };
    }).finally(release);
    progress.end();
    process.stdout.write(options.json === true ? json({ stacks: rows }) : previewText(rows, terminal()));
    if (rows.some(({ errors }) => errors.length > 0)) process.exitCode = 1;
  });

const upCommand = ofFleet("up")
  .description(
    "Brings a fleet up in waves: the next begins when all stacks of one are done, their hosts' checks are OK and nothing alerts. Where one fails it stops, and says what is done, what failed, what has not begun. Run again, it goes on from there.",
  )
  .option("--yes", "without a question")
  .action(async (options: Options) => {
    const { fleet, engine, project } = await opened(options);
    const { waves } = fleet;
    const count = waves.reduce((sum, { stacks }) => sum + stacks.length, 0);
    // Keys that are not known are said before anything is changed.
    const alerts = await alertsOf(fleet, project);
    if (
      options.yes !== true &&
      !(await confirmed(`Bring up ${count} stacks in ${waves.length} waves?`, "bring it up"))
    ) {
      console.log("Nothing was changed.");
      return;
    }
    const [{ upInWaves }, { standsText, json }] = await Promise.all([import("./waves.js"), import("./report.js")]);
    const progress = new Progress();
    // In JSON, what goes on is no part of the answer.
    const say = (line: string) => {
      progress.end();
      (options.json === true ? process.stderr : process.stdout).write(`${line}\n`);
    };
    const interruption = new AbortController();
    const release = onSignals(engine, () => {
      interruption.abort();
      say("interrupted: what is begun is finished, and nothing more is begun; once more ends it at once");
    });
    const report = await upInWaves(fleet, {
      ...{ engine, alerts, say, now: () => new Date(), isInterrupted: () => interruption.signal.aborted },
      progress: (words) => {
        progress.say(words);
      },
      sleep: (milliseconds) => pause(milliseconds, undefined, { signal: interruption.signal }).catch(() => undefined),
    }).finally(release);
    progress.end();
    const again = commandOf(options);
    process.stdout.write(options.json === true ? json({ ...report, again }) : standsText(report, again));
    if (report.result !== "done") process.exitCode = 1;
  });

async function opened({ file }: Options): Promise<{ fleet: Fleet; engine: Engine; project: Project }> {
  // They are of one stack, and would be taken as each one's.
  for (const name of ["PULUMI_STACK", "PULUMI_OPTION_CONFIG_FILE", "PULUMI_OPTION_STACK"]) {
    Reflect.deleteProperty(process.env, name);
  }
  const project = projectOf(process.cwd());
  const { readFleet } = await import("./file.js");
  const fleet = await readFleet(file, project);
  const { Automation } = await import("./engine.js");
  return { fleet, project, engine: new Automation(project.folder) };
}

/** @throws StackError where the monitors can't be asked. */
async function alertsOf({ monitorsOf }: Fleet, { name: project }: Project): Promise<Surroundings["alerts"]> {
  if (monitorsOf === undefined) return undefined;
  const [{ accessOf }, { alertsNow }, { failureOf }] = await Promise.all([
    import("../datadog/access.js"),
    import("./alerts.js"),
    import("../datadog/failure.js"),
  ]);
  const { refuseUnknownKeys } = await import("../../components/access/keys.js");
  const access = await accessOf(project, monitorsOf);
  const mark = stackWord({ project, stack: ownName(monitorsOf) });
  const asked = async (hosts: ReadonlySet<string>) => {
    try {
      return await alertsNow(access, mark, hosts);
    } catch (error) {
      const said = failureOf(error, access.apiUrl, { rights: "read monitors" });
      if (said === undefined) throw error;
      return [`the monitors of ${monitorsOf} can't be asked: ${said}`];
    }
  };
  await refuseUnknownKeys(access);
  return asked;
}

/** One press of Ctrl-C comes from the terminal, and once more from npm: what comes within is the same. */
const PRESS_MS = 1000;

/** @returns what lets signals have their own way again. */
function onSignals(engine: Engine, told: () => void): () => void {
  let last = -Infinity;
  const interrupted = () => {
    const [before, now] = [last, performance.now()];
    last = now;
    if (now - before < PRESS_MS) return;
    if (before === -Infinity) told();
    engine.interrupt();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, interrupted);
  return () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
}

function commandOf({ file, yes }: Options): string {
  return [
    "lookout fleet up",
    ...(file === "fleet.yaml" ? [] : ["--file", file]),
    ...(yes === true ? ["--yes"] : []),
  ].join(" ");
}

/** Many stacks as one. */
export const fleet = new Command("fleet")
  .description("A fleet of several stacks, previewed at once and brought up in waves, as fleet.yaml says.")
  .helpOption("--help", "show this")
  .helpCommand(false)
  .addCommand(previewCommand)
  .addCommand(upCommand);
