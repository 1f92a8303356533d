import { Command } from "commander";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import * as sites from "../datadog/links/sites";
import { stackWord } from "../datadog/mark";
import { ownedInState, without } from "../datadog/owned";
import { chosenStack, StackError, stacksIn } from "../describe/stacks";
import type { DatadogObjects, Found } from "./datadog";

const FOLDER = path.join(__dirname, "..");

interface Options {
  readonly stack?: string;
  readonly delete?: true;
  readonly yes?: true;
}

const command = new Command("orphans")
  .description(
    "What Datadog has of a stack and the stack's state does not know: an update that was killed made it. Reads only, unless told to delete.",
  )
  .option("--stack <name>", "whose objects; may be left out where there is only one")
  .option("--delete", "delete them, after a question")
  .option("--yes", "delete without the question")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const stack = chosenStack(options.stack, stacksIn(FOLDER));
    const project = projectIn(FOLDER);
    const mark = stackWord({ project, stack });
    const { settingsOf, stateOf } = await import("./engine.js");
    const {
      site,
      apiUrl = sites.apiUrl(site),
      appUrl = sites.appUrl(site),
      ...keys
    } = (await settingsOf(project, stack)).datadog;
    const { DatadogObjects } = await import("./datadog.js");
    const datadog = new DatadogObjects({ apiUrl, ...keys }, appUrl, mark);
    // Datadog first: what an update makes meanwhile is in the state when that is read.
    const found = await datadog.all();
    const orphans = without(found, ownedInState(await stateOf(stack), mark));
    console.log(report(orphans, found.length, `${project}/${stack}`));
    if (orphans.length === 0) return;
    if (options.delete !== true) console.log(`To delete: npm run -s orphans -- --stack ${stack} --delete`);
    else if (options.yes === true || (await isWanted(orphans.length))) await remove(orphans, datadog);
    else console.log("Nothing was deleted.");
  });

function projectIn(folder: string): string {
  const { name } = parse(fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")) as { name: string };
  return name;
}

function report(orphans: readonly Found[], all: number, of: string): string {
  if (orphans.length === 0) return `Of ${of} Datadog has ${all} objects, and the state knows each of them.`;
  const lines = orphans.map(({ kind, resource, id, title, url, made, by }) => {
    const origin = [made && `made ${made.toISOString()}`, by && `by ${by}`].filter(Boolean).join(" ");
    return `${kind} ${resource} (${id})  ${title}\n  ${url}${origin === "" ? "" : `  ${origin}`}`;
  });
  const head = `Of ${of} Datadog has ${all} objects; the state does not know ${orphans.length} of them:`;
  const doubt = `Another stack that is called ${of} too may have made them: look before you delete.`;
  return [head, ...lines, doubt].join("\n");
}

async function isWanted(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw new StackError("there is nobody to ask; to delete without a question add --yes");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Delete ${count === 1 ? "it" : `these ${count}`} in Datadog? Type yes: `);
  terminal.close();
  return answer.trim() === "yes";
}

/** Whatever is named by another goes after it: a downtime before its monitor, a composite before its parts. */
async function remove(orphans: readonly Found[], datadog: DatadogObjects): Promise<void> {
  const rank = ({ kind, isComposite }: Found) => (kind === "monitor" ? (isComposite ? 1 : 2) : 0);
  for (const orphan of [...orphans].sort((a, b) => rank(a) - rank(b))) {
    await datadog.delete(orphan);
    console.log(`deleted ${orphan.kind} ${orphan.resource} (${orphan.id})`);
  }
}

function refuse(error: unknown): void {
  process.exitCode = 1;
  console.error(isPlain(error) ? `error: ${error.message}` : error);
}

/** Mistakes of whoever runs it, and what Datadog or the network says: a message is enough. */
function isPlain(error: unknown): error is Error {
  return (
    error instanceof StackError ||
    pulumi.RunError.isInstance(error) ||
    (error instanceof Error && ("code" in error || error.message.startsWith("request to ")))
  );
}

command.parseAsync().catch(refuse);
