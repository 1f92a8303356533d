import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stackFile } from "../stack/configuration";
import { stackOf, type StackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { textOf } from "./plans";

/**
 * Runs `pulumi` with a stack, shown as it prints.
 *
 * @param options which stack, and what of its configuration is said otherwise; no file is changed by it.
 * @returns its exit code.
 * @throws StackError where it is not installed.
 */
export async function pulumi(options: StackOptions, ...args: readonly string[]): Promise<number> {
  const { project, stack } = stackOf(options);
  const file = options.configFile ?? path.join(project.folder, stackFile(project, stack));
  return withConfiguration(file, options, (configuration) => run([...args, "--stack", stack, ...configuration]));
}

/** The engine's CLI saves what `--config` says in the stack's file: in a copy of it, lest a commit's files differ. */
async function withConfiguration<T>(
  file: string,
  { config = [], configPath, configFile }: StackOptions,
  use: (args: readonly string[]) => Promise<T>,
): Promise<T> {
  if (config.length === 0) return use(configFile === undefined ? [] : ["--config-file", path.resolve(configFile)]);
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-ci-"));
  const copy = path.join(folder, path.basename(file));
  try {
    fs.writeFileSync(copy, textOf(file), { mode: 0o600 });
    const said = config.flatMap((one) => ["--config", one]);
    return await use(["--config-file", copy, ...said, ...(configPath === true ? ["--config-path"] : [])]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function run(args: readonly string[]): Promise<number> {
  const child = spawn("pulumi", [...args, "--non-interactive", "--suppress-progress"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // With it the engine takes `--event-log`, as the SDK's Automation API runs it.
      PULUMI_DEBUG_COMMANDS: "true",
      // A preview writes no state, and still the engine puts the whole of it into words at each resource. Of an `up` that
      // is what a killed one leaves behind.
      ...(args[0] === "preview" && { PULUMI_SKIP_CHECKPOINTS: "true" }),
    },
  });
  // Ctrl-C reaches the engine, too, which ends what it is at.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) => {
        reject(error.code === "ENOENT" ? new StackError("pulumi is not on PATH; install it") : error);
      });
      child.on("close", (code) => {
        resolve(code ?? 1);
      });
    });
  } finally {
    process.off("SIGINT", wait);
  }
}
