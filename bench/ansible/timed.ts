import { spawn } from "node:child_process";
import { once } from "node:events";

/** One run of a tool, as the machine that it runs on sees it. */
export interface Timed {
  readonly seconds: number;
  /** Of the tool and all that it started and waited for: not what the hosts do. */
  readonly cpuSeconds: number;
  readonly output: string;
}

/** Bash says at the end what its children have taken. */
const TIMED = 'TIMEFORMAT="lookout %R %U %S"; time "$@"';

/** @throws Error with the end of what it said, where it does not end with 0. */
export async function timed(words: readonly string[], folder: string, environment: NodeJS.ProcessEnv): Promise<Timed> {
  const child = spawn("bash", ["-c", TIMED, "bash", ...words], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const [code] = (await once(child, "close")) as [number | null];
  const [, seconds, user, system] = /^lookout ([\d.]+) ([\d.]+) ([\d.]+)$/m.exec(output) ?? [];
  if (code !== 0) throw new Error(`${words.slice(0, 2).join(" ")} ended with ${String(code)}:\n${output.slice(-4000)}`);
  return { seconds: Number(seconds), cpuSeconds: Number(user) + Number(system), output };
}
