import { Temporal } from "@js-temporal/polyfill";
import { Command, Option } from "commander";
import * as path from "node:path";
import { countInWords } from "../../datadog/metrics/value-words";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { writeFile } from "../write-file";
import type { Book, Checked } from "./book";

interface Options extends StackOptions {
  readonly out: string;
  readonly format: "site" | "markdown";
  readonly preview?: true;
}

/** What the person who is woken reads. */
export const runbooks = withStackOptions(new Command("runbooks"), "whose")
  .description(
    "Renders the runbooks with a stack's values: a page for each monitor, with the links of the stack's outputs, and an index with who hears of what and when it is quiet.",
  )
  .requiredOption("--out <folder>", "where the pages go; made where it is not there")
  .addOption(
    new Option("--format <format>", "a site that needs no network, or Markdown")
      .choices(["site", "markdown"])
      .default("site"),
  )
  .option("--preview", "before there are outputs: needs no engine, no host, no key and no network")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { out, format } = options;
    const { project, stack } = stackOf(options);
    const { book, mistakes, warnings } = await checked(project.folder, stack, options);
    const files = mistakes.length === 0 ? await filesOf(book, format) : new Map<string, string>();
    if (mistakes.length > 0) {
      throw new StackError(`${countInWords(mistakes.length, "mistake")} in runbooks\n  ${mistakes.join("\n  ")}`);
    }
    write(out, files);
    for (const warning of warnings) console.error(`warning: ${warning}`);
    console.log(`${countInWords(book.pages.length, "runbook")} of ${stack}: ${path.join(out, firstFile(format))}`);
  });

function firstFile(format: Options["format"]): string {
  return format === "site" ? "index.html" : "README.md";
}

async function checked(folder: string, stack: string, options: Options): Promise<Checked> {
  const isPreview = options.preview === true;
  const [{ offline }, { bookOf }, { coverageOf }, { momentsOf }, { programOf, runbooksOf }] = await Promise.all([
    import("./offline.js"),
    import("./book.js"),
    import("../coverage/coverage.js"),
    import("../coverage/moments.js"),
    import("../stack/load.js"),
  ]);
  const { declared, outputs } = await offline(folder, stack, programOf(folder), options);
  const now = Temporal.Now.instant();
  return bookOf({
    declared,
    outputs: isPreview ? outputs : await realOutputs(stack),
    isReal: !isPreview,
    folders: {
      own: [path.join(folder, "runbooks"), ...(await runbooksOf(folder))],
      lookout: path.join(__dirname, "../../runbooks"),
    },
    coverage: coverageOf(declared, momentsOf(declared, now)),
    now: new Date(now.epochMilliseconds),
  });
}

async function realOutputs(stack: string): Promise<Readonly<Record<string, unknown>>> {
  const { outputsOf } = await import("../stack/engine.js");
  const outputs = await outputsOf(stack);
  if (Object.keys(outputs).length > 0) return outputs;
  throw new StackError(`the stack ${stack} has no outputs: it has not been up; for a look before, add --preview`);
}

async function filesOf(book: Book, format: Options["format"]): Promise<ReadonlyMap<string, string>> {
  const { siteFiles, deadEnds } = await import("./site.js");
  const site = await siteFiles(book);
  const dead = deadEnds(site);
  if (dead.length > 0) throw new StackError(`${countInWords(dead.length, "dead link")}\n  ${dead.join("\n  ")}`);
  return format === "site" ? site : (await import("./markdown.js")).markdownFiles(book);
}

/** A page of a monitor that is no more would stay: what is there and not Lookout's stays as it is. */
function write(out: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) writeFile(path.join(out, file), text);
}
