import { Command } from "commander";
import * as fs from "node:fs";
import type { Description } from "./description";
import { chosenStack, StackError, stacksIn } from "./stacks";
import type { Terminal } from "./terminal";

/** Of a pipe, which has no width. */
const COLUMNS = 100;

interface Options {
  readonly stack?: string;
  readonly markdown?: true;
  readonly svg?: string;
}

/** What a stack will mean, printed. */
export const describe = new Command("describe")
  .description(
    "What a stack will mean for people: its monitors in words, their messages as they will be read, its quiet hours and its dashboards. Needs no engine, no host, no key and no network.",
  )
  .option("--stack <name>", "whose settings, Pulumi.<name>.yaml; may be left out where there is only one")
  .option("--markdown", "as a pull request's comment")
  .option("--svg <file>", "write the picture of the week's quiet hours there instead")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const description = await described(options.stack);
    if (options.svg === undefined) await print(description, options.markdown === true);
    else await draw(description, options.svg);
  });

/** Whether a preview would have something against a stack. */
export const lint = new Command("lint")
  .description(
    "Checks a stack's settings and all it declares as a preview does. Needs no engine, no host, no key and no network.",
  )
  .option("--stack <name>", "whose settings, Pulumi.<name>.yaml; may be left out where there is only one")
  .helpOption("--help", "show this")
  .action(async (options: Pick<Options, "stack">) => {
    const description = await described(options.stack);
    const { findingsText } = await import("./terminal.js");
    process.stdout.write(findingsText(description, terminal()));
  });

/** By which an editor completes and checks a stack's file. */
export const schema = new Command("schema")
  .description(
    "The JSON schema of Pulumi.<stack>.yaml with the project's own packs: `lookout schema > stack.schema.json`.",
  )
  .helpOption("--help", "show this")
  .action(async () => {
    const [{ settingsOf }, { stackSchema }] = await Promise.all([
      import("./load.js"),
      import("../settings/stack-schema.js"),
    ]);
    const settings = await settingsOf(process.cwd());
    if (settings === undefined) throw new StackError("the project's program exports no environment(…); expected it");
    process.stdout.write(`${JSON.stringify(stackSchema(settings), null, 2)}\n`);
  });

async function described(name: string | undefined): Promise<Description> {
  const folder = process.cwd();
  const stack = chosenStack(name, stacksIn(folder));
  // What takes long to load is loaded when it is known to be wanted.
  const [{ describeStack }, { programOf }] = await Promise.all([import("./stack.js"), import("./load.js")]);
  return describeStack(folder, stack, new Date(), programOf(folder));
}

async function print(description: Description, asMarkdown: boolean): Promise<void> {
  if (asMarkdown) {
    const { markdownText } = await import("./markdown.js");
    process.stdout.write(markdownText(description));
    return;
  }
  const { terminalText } = await import("./terminal.js");
  process.stdout.write(terminalText(description, terminal()));
}

function terminal(): Terminal {
  const { isTTY } = process.stdout;
  return {
    // A terminal may not know its width, and says 0.
    columns: (isTTY && process.stdout.columns) || COLUMNS,
    // Knows of NO_COLOR, and of terminals that have none.
    colour: isTTY && process.stdout.hasColors(),
  };
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
