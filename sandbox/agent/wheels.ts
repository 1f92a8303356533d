import { readFile } from "node:fs/promises";
import path from "node:path";

import { cachedFolder } from "../cache.js";
import { run } from "../command.js";
import { repositoryRoot } from "../instance.js";
import { type Target, wheelOptions } from "./libraries.js";

/** The locked requirements of every application that the environment declares. */
const requirements = path.join(repositoryRoot, "apps", "flask", "requirements.txt");

/** What hosts without a way to the package index install the applications' requirements from: a folder of wheels. */
export async function ensureWheels(cache: string, target: Target, say: (line: string) => void): Promise<string> {
  const recipe = [await readFile(requirements, "utf8"), target.python, target.machine];
  return cachedFolder(cache, "wheels", recipe, async (folder) => {
    say("fetching the applications' Python packages (once)");
    await run(
      "pip3",
      ["download", ...wheelOptions(target), "--require-hashes", "--dest", folder, "--requirement", requirements],
      { timeoutSeconds: 900 },
    );
  });
}
