import { findEngine } from "../engine/engine.js";
import { goRelease } from "../engine/build.js";
import { attempt, run } from "../command.js";
import { missingPackages } from "../hosts/packages.js";
import type { Say } from "./say.js";

/** Looks for what the sandbox needs of this machine before any of it starts, and installs Debian packages. */
export async function ensurePrerequisites(cache: string, say: Say): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new Error("the sandbox starts whole machines and needs root; run it as root (`sudo make up`)");
  }

  const missing = [...(await missingPackages()), ...(await missingPython())];
  if (missing.length > 0) {
    say(`installing Debian packages: ${missing.join(", ")}`);
    await install(missing);
  }

  if (!(await findEngine(cache))) say(`the Pulumi engine will be built with ${await goRelease()}`);
}

/** Python that can make a virtual environment: the Agent stand-in runs checks with Datadog's own Python base. */
async function missingPython(): Promise<string[]> {
  const python = await attempt("sh", ["-c", "python3 -m pip --version && python3 -c 'import ensurepip, venv'"]);
  return python.exitCode === 0 ? [] : ["python3", "python3-pip", "python3-venv"];
}

async function install(packages: readonly string[]): Promise<void> {
  const options = { timeoutSeconds: 600, environment: { DEBIAN_FRONTEND: "noninteractive" } };
  await run("apt-get", ["--quiet", "update"], options);
  await run("apt-get", ["--quiet", "--yes", "--no-install-recommends", "install", ...packages], options);
}
