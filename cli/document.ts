import type { Command, Option } from "commander";

/** `docs/commands.md`: each command with its options, from the program that reads them. */
export function commandsDocument(program: Command): string {
  return [
    "# Commands",
    "",
    "Run in a project's folder: `npx lookout COMMAND` where Lookout is installed as a package, `npm run -s lookout -- COMMAND` in its",
    "own repository. Generated from the program itself by `npm run docs`. A mistake is said in a line, and the exit code is not 0.",
    "Nothing is coloured that is no terminal's, nor where `NO_COLOR` is set.",
    "",
    "`lookout completion bash|zsh|fish|powershell` prints what completes commands, options and the stacks of the folder:",
    '`eval "$(npx lookout completion bash)"`.',
    ...program.commands.flatMap((command) => section(command, program.name())),
    "",
  ].join("\n");
}

function section(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`;
  const options = command.options.filter(({ hidden }) => !hidden);
  const usage = [
    name,
    ...command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)),
  ];
  return [
    "",
    `## \`${usage.join(" ")}\``,
    "",
    text(command.description()),
    ...(options.length === 0
      ? []
      : ["", "| option | what it does | default |", "| --- | --- | --- |", ...options.map(row)]),
    ...command.commands.flatMap((one) => section(one, name)),
  ];
}

function row({ flags, description, defaultValue, mandatory }: Option): string {
  const value: unknown = defaultValue;
  const hasDefault = typeof value === "string" || typeof value === "number";
  const standard = hasDefault ? `\`${value}\`` : mandatory ? "must be said" : "";
  return `| \`${flags.replaceAll("|", "\\|")}\` | ${text(description)} | ${standard} |`;
}

/** As Markdown shows it: `Pulumi.<name>.yaml` is no element. */
function text(words: string): string {
  return words.replaceAll("<", "&lt;").replaceAll("|", "\\|");
}
