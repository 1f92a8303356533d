import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { cachedFolder } from "../cache.js";
import { run } from "../command.js";
import { type Target, ensureLibraries, targetOf } from "./libraries.js";
import { buildPackage, stagePackage } from "./package.js";
import { readSources } from "./sources.js";
import { ensureWheels } from "./wheels.js";

/** The first is what the sandbox's environment asks for; the second is there to upgrade to. */
export const agentVersions = ["1:7.70.1-1", "1:7.71.0-1"] as const;

/** As in Datadog's own repository: `deb … <url> stable 7`. */
const suite = "stable";
const component = "7";

const buildFiles = ["repository.ts", "package.ts"].map((name) => path.join(import.meta.dirname, name));

export interface AgentRepository {
  /** To be served over HTTP as it is. */
  readonly folder: string;
  /** Wheels, to be served beside it. */
  readonly wheels: string;
  /** ASCII-armoured OpenPGP key that the repository is signed with. */
  readonly publicKey: string;
}

/** A signed apt repository with the Agent's stand-in, for the Python of the hosts' root directory. */
export async function ensureAgentRepository(
  cache: string,
  rootDirectory: string,
  say: (line: string) => void,
): Promise<AgentRepository> {
  const target = await targetOf(rootDirectory);
  const libraries = await ensureLibraries(cache, target, say);
  const build = await Promise.all(buildFiles.map((file) => readFile(file, "utf8")));
  const recipe = [...(await readSources()), ...build, path.basename(libraries)];
  const folder = await cachedFolder(cache, "agent-repository", recipe, async (temporary) => {
    say("building and signing the Agent stand-in's packages");
    await makeRepository(temporary, libraries, target);
  });
  return {
    folder: path.join(folder, "repository"),
    wheels: await ensureWheels(cache, target, say),
    publicKey: await readFile(path.join(folder, "key.asc"), "utf8"),
  };
}

async function makeRepository(folder: string, libraries: string, target: Target): Promise<void> {
  const repository = path.join(folder, "repository");
  const pool = path.join(repository, "pool/d/da");
  const staging = path.join(folder, "staging");
  await mkdir(pool, { recursive: true });
  await stagePackage(staging, libraries, target);
  for (const version of agentVersions) await buildPackage(staging, version, target, pool);
  await rm(staging, { recursive: true });

  await writeIndexes(repository, target.architecture);
  await sign(path.join(repository, "dists", suite), path.join(folder, "key.asc"));
}

async function writeIndexes(repository: string, architecture: string): Promise<void> {
  const folder = path.join(repository, "dists", suite);
  const packages = path.join(folder, component, `binary-${architecture}`);
  await mkdir(packages, { recursive: true });
  const inRepository = { directory: repository };
  await writeFile(path.join(packages, "Packages"), await run("apt-ftparchive", ["packages", "pool"], inRepository));
  const fields = {
    Origin: "Lookout",
    Label: "Lookout sandbox",
    Suite: suite,
    Codename: suite,
    Architectures: architecture,
    Components: component,
  };
  const options = Object.entries(fields).flatMap(([name, value]) => [
    "-o",
    `APT::FTPArchive::Release::${name}=${value}`,
  ]);
  await writeFile(path.join(folder, "Release"), await run("apt-ftparchive", [...options, "release", folder]));
}

/** With a key that lives as long as the signing: what it signed can be checked for ever, and nobody can sign more. */
async function sign(folder: string, publicKeyFile: string): Promise<void> {
  // Short: gpg-agent's socket is in there.
  const home = await mkdtemp(path.join(tmpdir(), "lookout-gpg-"));
  const gpg = (...args: string[]) => run("gpg", ["--homedir", home, "--batch", "--quiet", "--yes", ...args]);
  const release = path.join(folder, "Release");
  try {
    await gpg("--passphrase", "", "--quick-generate-key", "Lookout sandbox", "ed25519", "sign", "never");
    await gpg("--armor", "--detach-sign", "--output", `${release}.gpg`, release);
    await gpg("--clear-sign", "--output", path.join(folder, "InRelease"), release);
    await gpg("--armor", "--export", "--output", publicKeyFile);
  } finally {
    await run("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]);
    await rm(home, { recursive: true, force: true });
  }
}
