import { Command, Option } from "commander";
import * as path from "node:path";
import type { UserDataArgs } from "../../components/environment/user-data";
import { FAMILIES, type Family } from "../../components/agent/family";
import { CLOUD_NAMES, type CloudName } from "../../components/user-data/clouds";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { writeFile } from "../write-file";

interface Options extends StackOptions {
  readonly group?: string;
  readonly apiKeyCommand?: string;
  readonly apiKeyFile?: string;
  readonly inlineApiKey?: true;
  readonly withoutProof?: true;
  readonly family?: Family;
  readonly cloud?: CloudName;
  readonly out?: string;
}

/** The Agent of machines that nobody names, for a launch template. */
export const userData = withStackOptions(new Command("user-data"), "whose settings")
  .description(
    "Prints the settings as cloud-init user data, for machines that a group scales: the same Agent at their first boot, without SSH.",
  )
  .option(
    "--group <name>",
    "the group of the settings that the machines are of; without it they have what defaults says",
  )
  .addOption(
    new Option("--api-key-command <command>", "a shell command that prints the API key on the machine").conflicts([
      "apiKeyFile",
      "inlineApiKey",
    ]),
  )
  .addOption(
    new Option("--api-key-file <file>", "a file of the image with the API key, of mode 0600").conflicts("inlineApiKey"),
  )
  .option("--inline-api-key", "the API key itself: whoever may read a machine's metadata reads it")
  .option("--without-proof", "half the size: no machine proves its Agent, whose checks Datadog alone then knows")
  .addOption(
    new Option(
      "--family <family>",
      "the package manager of the machines' image, so that others' is left out; without it, whichever a machine has",
    ).choices(FAMILIES),
  )
  .addOption(
    new Option("--cloud <cloud>", "as this cloud's API takes it, and no larger; without it, the text").choices(
      CLOUD_NAMES,
    ),
  )
  .option("--out <file>", "where it goes, for its owner alone, in place of the standard output")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { project, stack } = stackOf(options);
    const [{ environmentOf }, { openSettings }, { inlineWarning, userDataText }] = await Promise.all([
      import("../stack/load.js"),
      import("../stack/engine.js"),
      import("../../components/environment/user-data.js"),
    ]);
    await openSettings(project.name, stack, options);
    const program = await environmentOf(project.folder);
    if (program === undefined) throw new StackError("the project's program exports no environment(…); expected it");
    const { group, family, cloud } = options;
    const out = options.out === undefined ? undefined : path.resolve(options.out);
    // As the engine runs a program: its files are found from there on.
    process.chdir(project.folder);
    const args = { group, family, cloud, apiKey: sourceOf(options), proof: options.withoutProof !== true };
    const text = userDataText(program, args);
    if (args.apiKey === "inline") console.error(`warning: ${inlineWarning(args)}`);
    write(text, out);
  });

function sourceOf({ apiKeyCommand: command, apiKeyFile: file, inlineApiKey }: Options): UserDataArgs["apiKey"] {
  if (command !== undefined) return { command };
  if (file !== undefined) return { file };
  return inlineApiKey === true ? "inline" : undefined;
}

function write(text: string, out: string | undefined): void {
  if (out === undefined) process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  else writeFile(out, text, 0o600);
}
