import { Command, InvalidArgumentError, Option } from "commander";
import * as fs from "node:fs";
import { failureOf, type Purpose } from "../datadog/failure";
import { Progress } from "../progress";
import { shown } from "../shown";
import { asArguments, stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { terminal } from "../terminal";
import { version } from "../version";
import { writeFile } from "../write-file";
import { compared } from "./baseline";
import { findingsIn, lintJson } from "./formats/json";
import { inOrder, type Found, type Linted } from "./found";
import { lineOf } from "./line-of";

const FORMATS = ["text", "json", "sarif", "github", "junit"] as const;

interface Options extends StackOptions {
  readonly account?: true;
  readonly format: (typeof FORMATS)[number];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly against?: string;
  readonly maxWarnings?: number;
}

/** Exit codes: nothing to mend, something, and a command that can't be carried out. */
const FOUND = 1;
const MISUSE = 2;

const PURPOSE: Purpose = { rights: "read monitors, dashboards, downtimes and SLOs" };

/** Whether a preview would have something against a stack. */
export const lint = withStackOptions(new Command("lint"), "whose settings")
  .description(
    "Checks a stack's settings and all it declares as a preview does, every error at once; or what Datadog exported. Needs no engine, no host, no key and no network; but with --account, which asks Datadog what is there, reading only.",
  )
  .argument(
    "[file...]",
    "instead of a stack: JSON that Datadog exports, or that terraform show -json prints; - is stdin",
  )
  .option("--account", "instead of the stack: all that its Datadog account has now, by the stack's keys")
  .addOption(new Option("--format <format>", "how it is said").choices(FORMATS).default("text"))
  .option("--baseline <file>", "leave out what the file knows, and say what of it is gone")
  .option("--write-baseline <file>", "write all that is found there, to be left out from then on")
  .option("--against <ref|file>", "only what is new since a git ref, or since what --format json wrote")
  .option("--max-warnings <count>", "fail, too, where there are more warnings than these", wholeNumber)
  .helpOption("--help", "show this")
  .addHelpText("after", "\nExits with 0 where no error is found, 1 where one is, 2 where it can't be carried out.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSE))
  .action(async (files: readonly string[], options: Options) => {
    try {
      await lintAsSaid(files, options);
    } catch (error) {
      console.error(await shown(error));
      process.exitCode = MISUSE;
    }
  });

async function lintAsSaid(files: readonly string[], options: Options): Promise<void> {
  if (options.account) refuseBesideAccount(files, options);
  // What the shell has set is not said of these.
  if (files.length > 0 && options.stack !== undefined && options.stack !== process.env.PULUMI_STACK)
    throw new StackError("--stack is of no file; leave out one of them");
  const linted = await lintedAsSaid(files, options);
  const all = inOrder(linted.found);
  if (options.writeBaseline !== undefined) {
    writeFile(options.writeBaseline, lintJson({ ...linted, found: all }));
    return;
  }
  const known = options.baseline === undefined ? [] : readFound(options.baseline);
  const before = options.against === undefined ? [] : await foundBefore(options.against, files, options);
  const { fresh, gone } = compared(all, known);
  for (const { rule, of, problem } of gone) {
    console.error(`gone from ${options.baseline ?? ""}: ${of === undefined ? "" : `${of}: `}${problem} [${rule}]`);
  }
  const found = compared(fresh, before).fresh;
  process.stdout.write(await printed({ ...linted, found }, options));
  const count = (severity: Found["severity"]) => found.filter((one) => one.severity === severity).length;
  const tooMany = options.maxWarnings !== undefined && count("warning") > options.maxWarnings;
  process.exitCode = count("error") > 0 || tooMany ? FOUND : 0;
}

function lintedAsSaid(files: readonly string[], options: Options): Promise<Linted> {
  if (files.length > 0) return lintedFiles(files);
  return options.account ? lintedAccount(options) : lintedStack(options);
}

/** Before anybody is asked. */
function refuseBesideAccount(files: readonly string[], { against }: Options): void {
  if (files.length > 0) throw new StackError("--account is of no file; leave out one of them");
  if (against !== undefined && !isFile(against)) {
    throw new StackError(
      `${against} is no file, and git knows nothing of an account; with --account, --against takes what --format json wrote`,
    );
  }
}

async function lintedFiles(files: readonly string[]): Promise<Linted> {
  const { lintFiles } = await import("./files.js");
  return lintFiles(files);
}

async function lintedStack(options: StackOptions): Promise<Linted> {
  const { project, stack } = stackOf(options);
  // What takes long to load is loaded when it is known to be wanted.
  const [{ lintStack }, { programOf }] = await Promise.all([import("./stack.js"), import("../stack/load.js")]);
  return lintStack(project.folder, stack, programOf(project.folder), options);
}

/** @throws StackError with what Datadog refused, or why it can't be reached. */
async function lintedAccount(options: StackOptions): Promise<Linted> {
  const { project, stack } = stackOf(options);
  const [{ accessOf }, { lintAccount }] = await Promise.all([import("../datadog/access.js"), import("./account.js")]);
  const access = await accessOf(project.name, stack, options);
  const progress = new Progress();
  try {
    return await lintAccount(access, (words) => {
      progress.say(words);
    });
  } catch (error) {
    const said = failureOf(error, access.apiUrl, PURPOSE);
    throw said === undefined ? error : new StackError(said);
  } finally {
    progress.end();
  }
}

async function foundBefore(refOrFile: string, files: readonly string[], options: Options): Promise<readonly Found[]> {
  if (isFile(refOrFile)) return readFound(refOrFile);
  const { foundAt } = await import("./ref.js");
  const ofStack = options.stack === undefined ? [] : ["--stack", options.stack];
  return foundAt(refOrFile, files.length > 0 ? files : [...ofStack, ...asArguments(options, process.cwd())]);
}

function isFile(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}

async function printed(linted: Linted, { format, account }: Options): Promise<string> {
  switch (format) {
    case "json":
      return lintJson(linted);
    case "sarif": {
      const { lintSarif } = await import("./formats/sarif.js");
      return lintSarif(linted, version());
    }
    case "github": {
      const { lintGithub } = await import("./formats/github.js");
      return lintGithub(linted, await folderInRepository());
    }
    case "junit": {
      const { lintJunit } = await import("./formats/junit.js");
      return lintJunit(linted);
    }
    case "text": {
      const { lintText, textOfCounts } = await import("./formats/text.js");
      const text = lintText(linted, terminal(), lineOf);
      return account && linted.found.length > 0 ? `${textOfCounts(linted.found)}\n${text}` : text;
    }
  }
}

/** `infra/`, or nothing at its root or without one. */
async function folderInRepository(): Promise<string> {
  const { execFile } = await import("node:child_process");
  const { promisify } = await import("node:util");
  return promisify(execFile)("git", ["rev-parse", "--show-prefix"]).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
}

function readFound(file: string): readonly Found[] {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    throw new StackError(`${file} can't be read; write it with lookout lint --write-baseline ${file}`);
  }
  const found = findingsIn(text);
  if (found === undefined)
    throw new StackError(`${file} is not what lookout lint writes; write it anew with --format json`);
  return found;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}
