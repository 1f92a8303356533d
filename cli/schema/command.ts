import { Command, Option } from "commander";
import { StackError } from "../stack/stacks";

/** By which an editor completes and checks a stack's file. */
export const schema = new Command("schema")
  .description(
    "The JSON schema of Pulumi.<stack>.yaml with the project's own packs: `lookout schema > stack.schema.json`.",
  )
  .option("--hosts", "of a file with a list of hosts, which hostsFrom names")
  .addOption(new Option("--rehearsals", "of a file with rehearsals, in rehearsals/").conflicts("hosts"))
  .helpOption("--help", "show this")
  .action(async ({ hosts, rehearsals }: { readonly hosts?: true; readonly rehearsals?: true }) => {
    if (rehearsals === true) {
      const { rehearsalsJsonSchema } = await import("../../settings/rehearsal/schema.js");
      print(rehearsalsJsonSchema());
      return;
    }
    const [{ settingsOf }, { hostsSchema, stackSchema }] = await Promise.all([
      import("../stack/load.js"),
      import("../../settings/stack-schema.js"),
    ]);
    const settings = await settingsOf(process.cwd());
    if (settings === undefined) throw new StackError("the project's program exports no environment(…); expected it");
    print(hosts === true ? hostsSchema(settings) : stackSchema(settings));
  });

function print(schema: object): void {
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}
