import { type Command, Option } from "commander";
import * as path from "node:path";
import { type Project, projectOf } from "./project";
import { chosenStack, stacksIn } from "./stacks";

/** Which stack a command is of, and what of its configuration is said otherwise, as `pulumi up` takes it. */
export interface StackOptions {
  readonly stack?: string;
  /** `key=value` each. */
  readonly config?: readonly string[];
  /** Whether keys are paths: `lookout:agent.logLevel=debug`. */
  readonly configPath?: true;
  /** The stack's own file, where it is not found by the stack's name. */
  readonly configFile?: string;
  readonly cwd?: string;
}

/**
 * The options of every command that takes a stack; the variables are those by which Pulumi's CLI takes them.
 *
 * @param whose what of the stack it is: `whose settings`.
 */
export function withStackOptions(command: Command, whose: string): Command {
  const taking = command
    .addOption(
      new Option("-s, --stack <name>", `${whose}; may be left out where there is only one`).env("PULUMI_STACK"),
    )
    .addOption(
      new Option("-c, --config <key=value>", "in place of what the stack's file says; may be repeated")
        .default([])
        .argParser((value, before: string[]) => [...before, value]),
    )
    .option("--config-path", "the keys of --config are paths: lookout:agent.logLevel=debug")
    .addOption(
      new Option("--config-file <file>", "the stack's file, in place of Pulumi.<name>.yaml").env(
        "PULUMI_OPTION_CONFIG_FILE",
      ),
    );
  return inFolder(taking);
}

/** `--cwd`: of a command that takes no stack, too. */
export function inFolder(command: Command): Command {
  return command.option("-C, --cwd <folder>", "run as if it were started there").hook("preAction", (_, action) => {
    const { cwd } = action.opts<StackOptions>();
    // By the command itself, which has its own exit code for what it can't carry out.
    if (cwd !== undefined && !enters(cwd)) action.error(`error: --cwd ${cwd} is not a folder that can be entered`);
  });
}

function enters(folder: string): boolean {
  try {
    process.chdir(folder);
    return true;
  } catch {
    return false;
  }
}

/**
 * The stack that is meant, as it is named, and its project.
 *
 * @throws StackError
 */
export function stackOf({ stack, configFile }: StackOptions): { readonly project: Project; readonly stack: string } {
  const project = projectOf(process.cwd());
  // A stack whose file is named need not have one under its own name.
  if (stack !== undefined && configFile !== undefined) return { project, stack };
  return { project, stack: chosenStack(stack, stacksIn(project.configFolder)) };
}

/**
 * The options as words of a command line that runs in the project's folder, of this commit or another.
 *
 * @param folder the project's, from which on a file in it is named.
 */
export function asArguments({ config = [], configPath, configFile }: StackOptions, folder: string): string[] {
  const inProject = configFile === undefined ? "" : path.relative(folder, path.resolve(configFile));
  return [
    ...config.flatMap((one) => ["--config", one]),
    ...(configPath === true ? ["--config-path"] : []),
    ...(configFile === undefined
      ? []
      : ["--config-file", inProject.startsWith("..") ? path.resolve(configFile) : inProject]),
  ];
}

/** The names of the stacks of the folder in which a command is typed; none where there is no project. */
export function stacksHere(): string[] {
  try {
    return stacksIn(projectOf(process.cwd()).configFolder);
  } catch {
    return [];
  }
}
