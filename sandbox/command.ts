import { spawn } from "node:child_process";

export interface CommandOptions {
  /** What the program reads on its standard input; the only way for a secret. */
  readonly input?: string;
  /** Seconds before the program is ended. @default 60 */
  readonly timeoutSeconds?: number;
  /** Where the program runs. @default our own working directory */
  readonly directory?: string;
  /** Variables on top of our own environment; not for secrets, which others on the machine could read there. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program and returns what it printed.
 *
 * @throws Error that names the program and holds the end of what it said, where it did not exit with 0.
 */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(program, args, options);
  if (result.exitCode === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-15).join("\n");
  throw new Error(`\`${[program, ...args].join(" ")}\` failed (${result.exitCode}):\n${said}`);
}

/** Runs a program whose failure is an answer and not an error. */
export function attempt(
  program: string,
  args: readonly string[],
  { input = "", timeoutSeconds = 60, directory = process.cwd(), environment = {} }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      timeout: timeoutSeconds * 1000,
      cwd: directory,
      env: { ...process.env, ...environment },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // A program that ends before it has read everything says why on stderr: the broken pipe adds nothing.
    child.stdin.on("error", () => undefined).end(input);
    child.on("error", (error) => {
      reject(new Error(`cannot run ${program}: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      if (signal) stderr += `\nended by ${signal}`;
      resolve({ exitCode: code ?? 128, stdout, stderr });
    });
  });
}
