import { Command, Option } from "commander";
import { asArguments, stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { terminal } from "../terminal";
import { writeFile } from "../write-file";
import type { Declared } from "./declared";
import { declared } from "./described";
import type { Description } from "./description";

interface Options extends StackOptions {
  readonly markdown?: true;
  readonly svg?: string;
  readonly json?: string;
  readonly against?: string;
}

/** What a stack will mean, printed. */
export const describe = withStackOptions(new Command("describe"), "whose settings")
  .description(
    "What a stack will mean for people: its monitors in words, their messages as they will be read, its quiet hours and its dashboards. Needs no engine, no host, no key and no network.",
  )
  .option("--markdown", "as a pull request's comment")
  .addOption(
    new Option("--svg <file>", "write the picture of the week's quiet hours there instead").conflicts([
      "markdown",
      "json",
      "against",
    ]),
  )
  .addOption(
    new Option("--json <file>", "keep what the stack declares there instead, to be compared with later").conflicts([
      "markdown",
      "against",
    ]),
  )
  .option("--against <ref|file>", "only what changes: since this branch left that one, or since what --json kept")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const of = await declared(options);
    if (options.json !== undefined) await keep(of, options.json);
    else if (options.against !== undefined) await compare(of, options.against, options);
    else {
      const { describe: inWords } = await import("./description.js");
      const description = inWords(of, new Date());
      if (options.svg === undefined) await print(description, options.markdown === true);
      else await draw(description, options.svg);
    }
  });

async function keep(of: Declared, file: string): Promise<void> {
  const { savedText } = await import("./declared.js");
  writeFile(file, savedText(of));
}

async function compare(of: Declared, ref: string, options: Options): Promise<void> {
  const [{ declaredAgainst }, { changes }, { changesMarkdown, changesText }] = await Promise.all([
    import("./against.js"),
    import("./changes/changes.js"),
    import("./changes/text.js"),
  ]);
  const { stack } = of;
  const { folder } = stackOf(options).project;
  const { name, declared: before, notes } = await declaredAgainst(ref, folder, stack, asArguments(options, folder));
  const found = changes(before, of, new Date());
  process.stdout.write(
    options.markdown === true
      ? `${changesMarkdown(found, notes)}\n`
      : changesText(found, { stack, against: name, notes }, terminal()),
  );
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

async function draw({ stack, quietHours: [hours] }: Description, file: string): Promise<void> {
  if (hours === undefined) throw new StackError(`the stack ${stack} mutes nothing: there is no picture`);
  const { quietHoursSvg } = await import("./week.js");
  writeFile(file, quietHoursSvg(hours));
}
