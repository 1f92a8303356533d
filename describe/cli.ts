import { Command } from "commander";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Description } from "./description";
import { chosenStack, StackError, stacksIn } from "./stacks";

const FOLDER = path.join(__dirname, "..");

/** Of a pipe, which has no width. */
const COLUMNS = 100;

interface Options {
  readonly stack?: string;
  readonly markdown?: true;
  readonly svg?: string;
}

const command = new Command("describe")
  .description(
    "What a stack will mean for people: its monitors in words, their messages as they will be read, its quiet hours and its dashboards. Needs no engine, no host, no key and no network.",
  )
  .option("--stack <name>", "whose settings, Pulumi.<name>.yaml; may be left out where there is only one")
  .option("--markdown", "as a pull request's comment")
  .option("--svg <file>", "write the picture of the week's quiet hours there instead")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const stack = chosenStack(options.stack, stacksIn(FOLDER));
    // What takes long to load is loaded when it is known to be wanted.
    const { describeStack } = await import("./stack.js");
    const description = await describeStack(FOLDER, stack, new Date());
    if (options.svg === undefined) await print(description, options.markdown === true);
    else await draw(description, options.svg);
  });

async function print(description: Description, asMarkdown: boolean): Promise<void> {
  if (asMarkdown) {
    const { markdownText } = await import("./markdown.js");
    process.stdout.write(markdownText(description));
    return;
  }
  const { terminalText } = await import("./terminal.js");
  const { isTTY } = process.stdout;
  // A terminal may not know its width, and says 0.
  const columns = (isTTY && process.stdout.columns) || COLUMNS;
  // Knows of NO_COLOR, and of terminals that have none.
  const colour = isTTY && process.stdout.hasColors();
  process.stdout.write(terminalText(description, { columns, colour }));
}

async function draw({ stack, quietHours: [hours] }: Description, file: string): Promise<void> {
  if (hours === undefined) throw new StackError(`the stack ${stack} mutes nothing: there is no picture`);
  const { quietHoursSvg } = await import("./week.js");
  try {
    fs.writeFileSync(file, quietHoursSvg(hours));
  } catch (error) {
    throw new StackError(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuse(error: unknown): void {
  process.exitCode = 1;
  console.error(error instanceof StackError ? `error: ${error.message}` : error);
}

command.parseAsync().catch(refuse);
