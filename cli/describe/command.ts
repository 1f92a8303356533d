import { Command } from "commander";
import * as fs from "node:fs";
import { StackError } from "../stack/stacks";
import { terminal } from "../terminal";
import { described } from "./described";
import type { Description } from "./description";

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

async function print(description: Description, asMarkdown: boolean): Promise<void> {
  if (asMarkdown) {
    const { markdownText } = await import("./markdown.js");
    process.stdout.write(markdownText(description));
    return;
  }
  const { terminalText } = await import("./terminal.js");
  process.stdout.write(terminalText(description, terminal()));
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
