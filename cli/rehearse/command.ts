import { Command, Option } from "commander";
import * as path from "node:path";
import type { Declared } from "../describe/declared";
import { declared } from "../describe/described";
import type { Found } from "../lint/found";
import { shown } from "../shown";
import { ownName, StackError, stacksIn } from "../stack/stacks";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { terminal } from "../terminal";
import { writeFile } from "../write-file";
import type { RehearsalFile } from "./files";
import type { Shown } from "./formats/shown";
import { type HistoryOptions, refuseWithoutSince, withHistoryOptions } from "./since/options";
import type { Outcome } from "./outcome";

const FORMATS = ["text", "json", "junit"] as const;

interface Options extends StackOptions, HistoryOptions {
  readonly format: (typeof FORMATS)[number];
  readonly junit?: string;
  readonly svg?: string;
  readonly watch?: true;
  readonly failOnMissing?: true;
}

/** Exit codes: all as expected, something not, and a command that can't be carried out. */
const FAILED = 1;
const MISUSE = 2;

/** In a project's folder. */
const FOLDER = "rehearsals";

/** Monitors, tested as rules are tested. */
export const rehearse = withHistoryOptions(withStackOptions(new Command("rehearse"), "whose monitors and downtimes"))
  .description(
    "Plays made or recorded series through a stack's monitors and downtimes, and says where what would be notified is not what rehearsals/*.yaml expect. Needs no engine, no host, no key and no network; but with --since, which asks Datadog what was, reading only.",
  )
  .argument("[file...]", "in place of the project's rehearsals/*.yaml and those that its packs bring")
  .addOption(new Option("--format <format>", "how it is said").choices(FORMATS).default("text"))
  .option("--junit <file>", "write it there as JUnit, too")
  .option("--svg <folder>", "draw a timeline of each rehearsal of a monitor there")
  .option("--watch", "once more whenever the rehearsals, the settings or the program change; Ctrl-C ends it")
  .option("--fail-on-missing", "fail, too, where a monitor of the stack has no rehearsal")
  .helpOption("--help", "show this")
  .addHelpText("after", "\nExits with 0 where all is as expected, 1 where not, 2 where it can't be carried out.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSE))
  .action(async (files: readonly string[], options: Options) => {
    try {
      if (options.since === undefined) refuseWithoutSince(options);
      if (options.since !== undefined) await rehearseSince(files, options);
      else if (options.watch === true) await watch(files, options);
      else await rehearseOnce(files, options);
    } catch (error) {
      console.error(await shown(error));
      process.exitCode = MISUSE;
    }
  });

async function rehearseSince(files: readonly string[], options: Options): Promise<void> {
  const { rehearseHistory } = await import("./since/command.js");
  await rehearseHistory(files, options);
}

async function rehearseOnce(files: readonly string[], options: Options): Promise<void> {
  const begun = performance.now();
  const of = await declared(options);
  const [{ ofStack, readRehearsals, unknownStacks }, { hasFailed, outcomesOf, withoutRehearsal }, { rehearse: play }] =
    await Promise.all([import("./files.js"), import("./outcome.js"), import("../../datadog/evaluate/rehearse.js")]);
  const all = files.length > 0 ? files.map((name) => ({ name, isOfPack: false })) : await filesOfProject(options);
  if (all.length === 0) {
    throw new StackError(`there is no ${FOLDER}/*.yaml; write a rehearsal into one (docs/rehearsals.md)`);
  }
  const { rehearsals, found } = readRehearsals(all);
  const known = [...new Set([ownName(of.stack), ...stacksIn(stackOf(options).project.configFolder)])];
  const mistakes = [...found, ...unknownStacks(rehearsals, known)];
  const ofThis = ofStack(rehearsals, of.stack);
  const result = outcomesOf(ofThis, of.registrations, await surroundingsOf(of), play, mistakes);
  if (result.found.length > 0) {
    process.stderr.write(await mistakesText(result.found, all));
    process.exitCode = MISUSE;
    return;
  }
  const { outcomes } = result;
  // Of some files alone, what others rehearse is not known.
  const missing = files.length > 0 ? [] : withoutRehearsal(outcomes, of.registrations);
  const said: Shown = { stack: of.stack, outcomes, missing, seconds: (performance.now() - begun) / 1000 };
  process.stdout.write(await printed(said, options.format));
  if (options.junit !== undefined) writeFile(options.junit, await printed(said, "junit"));
  if (options.svg !== undefined) await draw(outcomes, options.svg);
  const isMissing = options.failOnMissing === true && missing.length > 0;
  process.exitCode = outcomes.some(hasFailed) || isMissing ? FAILED : 0;
}

async function filesOfProject(options: StackOptions): Promise<RehearsalFile[]> {
  const { project } = stackOf(options);
  const [{ filesIn }, { rehearsalsOf }] = await Promise.all([import("./files.js"), import("../stack/load.js")]);
  const ofPacks = await rehearsalsOf(project.folder);
  return filesIn([
    { folder: path.join(project.folder, FOLDER), isOfPack: false },
    ...ofPacks.map((folder) => ({ folder, isOfPack: true })),
  ]);
}

async function surroundingsOf(of: Declared) {
  const { surroundingsOf: read } = await import("./surroundings.js");
  return read(of);
}

async function mistakesText(found: readonly Found[], files: readonly RehearsalFile[]): Promise<string> {
  const [{ lintText }, { inOrder }, { lineOf }, { countInWords }] = await Promise.all([
    import("../lint/formats/text.js"),
    import("../lint/found.js"),
    import("../lint/line-of.js"),
    import("../../datadog/metrics/value-words.js"),
  ]);
  return lintText({ of: countInWords(files.length, "file"), found: inOrder(found) }, terminal(), lineOf);
}

async function printed(said: Shown, format: Options["format"]): Promise<string> {
  switch (format) {
    case "json":
      return (await import("./formats/json.js")).rehearsedJson(said);
    case "junit":
      return (await import("./formats/junit.js")).rehearsedJunit(said);
    case "text":
      return (await import("./formats/text.js")).rehearsedText(said, terminal());
  }
}

async function draw(outcomes: readonly Outcome[], folder: string): Promise<void> {
  const { drawings } = await import("./formats/drawings.js");
  for (const { name, svg } of drawings(outcomes)) writeFile(path.join(folder, name), svg);
}

async function watch(files: readonly string[], options: Options): Promise<void> {
  const { project } = stackOf(options);
  const { againAtChanges } = await import("./watch.js");
  const made = [options.svg, options.junit].filter((one) => one !== undefined);
  await againAtChanges(project.folder, files, made);
}
