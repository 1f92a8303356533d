import { readFile } from "node:fs/promises";
import { arch } from "node:process";
import path from "node:path";

import { cachedFolder } from "../cache.js";
import { run } from "../command.js";

const requirements = path.join(import.meta.dirname, "requirements.txt");

/** What Python and pip call the processor, and what Debian calls it. */
const architectures = { x64: ["x86_64", "amd64"], arm64: ["aarch64", "arm64"] } as const;

/** What the libraries are built for: the hosts' own Python, not this machine's. */
export interface Target {
  /** For example `3.11`. */
  readonly python: string;
  readonly machine: string;
  /** Debian's word for `machine`. */
  readonly architecture: string;
}

export async function targetOf(rootDirectory: string): Promise<Target> {
  const [machine, architecture] = architectures[arch as keyof typeof architectures];
  const interpreter = (await run("readlink", [path.join(rootDirectory, "usr/bin/python3")])).trim();
  return { python: path.basename(interpreter).replace(/^python/, ""), machine, architecture };
}

/** A site-packages folder with the Agent's Python libraries, Datadog's real `datadog-checks-base` among them. */
export async function ensureLibraries(cache: string, target: Target, say: (line: string) => void): Promise<string> {
  const recipe = [await readFile(requirements, "utf8"), target.python, target.machine];
  return cachedFolder(cache, "agent-libraries", recipe, async (folder) => {
    say("fetching the Agent stand-in's Python libraries (once)");
    await run(
      "pip3",
      [
        "install",
        "--no-compile",
        "--root-user-action=ignore",
        ...wheelOptions(target),
        "--target",
        folder,
        "--requirement",
        requirements,
      ],
      {
        timeoutSeconds: 900,
      },
    );
  });
}

/** Ready-made wheels alone: nothing has to be compiled, and this machine's Python can be any. */
export function wheelOptions({ python, machine }: Target): string[] {
  const platforms = ["manylinux_2_28", "manylinux_2_17", "manylinux2014"].map((name) => `${name}_${machine}`);
  const abis = [`cp${python.replace(".", "")}`, "abi3", "none"];
  return [
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "--only-binary=:all:",
    "--implementation=cp",
    `--python-version=${python}`,
    ...abis.map((abi) => `--abi=${abi}`),
    ...platforms.map((platform) => `--platform=${platform}`),
  ];
}
