import { fork } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { atRef } from "../stack/at-ref";
import { projectOf } from "../stack/project";
import { StackError, stacksIn } from "../stack/stacks";
import { type Declared, readSaved } from "./declared";

/** What a stack is compared with. */
export interface Against {
  /** `main`, or a file. */
  readonly name: string;
  /** Nothing where it had no such stack. */
  readonly declared: Declared;
  /** What is to be known of it. */
  readonly notes: readonly string[];
}

/**
 * What a stack declared at another commit, from its own program, or in a description that was saved.
 *
 * @param against a git ref, or a file that `--json` wrote.
 * @param folder the project's.
 * @param options of the command line, which the run there gets too.
 * @throws StackError
 */
export async function declaredAgainst(
  against: string,
  folder: string,
  stack: string,
  options: readonly string[],
): Promise<Against> {
  const file = path.resolve(against);
  if (fs.existsSync(file) && fs.statSync(file).isFile()) {
    return { name: against, declared: readSaved(fs.readFileSync(file, "utf8"), against), notes: [] };
  }
  return atRef(against, folder, async ({ there, scratch, notes }) => {
    if (!fs.existsSync(path.join(there, "Pulumi.yaml")) || !hasStack(there, stack, options)) {
      return {
        name: against,
        declared: { stack, hosts: [], registrations: [], warnings: [] },
        notes: [...notes, `${against} has no Pulumi.${stack}.yaml: all of the stack is new`],
      };
    }
    return { name: against, declared: await describedIn(there, scratch, stack, { against, options }), notes };
  });
}

function hasStack(folder: string, stack: string, options: readonly string[]): boolean {
  const { configFolder } = projectOf(folder);
  if (options.includes("--config-file")) return true;
  return fs.existsSync(configFolder) && stacksIn(configFolder).includes(stack);
}

/** In a process of its own, in that folder: a program may read files by where it runs. */
async function describedIn(
  folder: string,
  scratch: string,
  stack: string,
  { against, options }: { readonly against: string; readonly options: readonly string[] },
): Promise<Declared> {
  const file = path.join(scratch, "described.json");
  const [, main = ""] = process.argv;
  const child = fork(main, ["describe", "--stack", stack, "--json", file, ...options], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new StackError(`${against} can't be described: ${said.trim().replace(/^error: /, "")}`);
  return readSaved(fs.readFileSync(file, "utf8"), file);
}
