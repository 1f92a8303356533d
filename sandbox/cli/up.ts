import path from "node:path";

import { ensureAgentRepository } from "../agent/repository.js";
import { cacheFolder } from "../cache.js";
import { type Engine, ensureEngine } from "../engine/engine.js";
import { startHosts } from "../hosts/hosts.js";
import { ensureRootDirectory } from "../hosts/root-directory.js";
import { type Instance, instanceFolder, loadOrMakeInstance } from "../instance.js";
import { installPlugins } from "../plugins/install.js";
import type { PluginName } from "../plugins/versions.js";
import { pulumiHome } from "./environment.js";
import { outputLines } from "./outputs.js";
import { writeOverlay } from "./overlay.js";
import { ensurePrerequisites } from "./prerequisites.js";
import { claim } from "./processes.js";
import { datadogUrl, startDatadog, startRepository } from "./servers.js";
import { Stack } from "./stack.js";
import { standIns } from "./stand-ins.js";
import { one, shown, type Step, together } from "./steps.js";

const again = "what is done is kept: mend it and run this again";

/** Starts the sandbox's parts and, unless told not to, brings the stack up. What runs already is left as it is. */
export async function up(name: string, options: { stack: boolean }): Promise<void> {
  claim(path.join(instanceFolder(name), "run", "cli.pid"));
  const { instance, engine, localPlugins } = await start(name);
  if (options.stack) await deploy(instance, engine);
  console.log(`\n${standIns(datadogUrl(instance), engine, localPlugins)}`);
}

interface Started {
  readonly instance: Instance;
  readonly engine: Engine;
  readonly localPlugins: readonly PluginName[];
}

async function start(name: string): Promise<Started> {
  const cache = cacheFolder();
  const folder = instanceFolder(name);
  const instance = await one(folder, {
    title: "This machine",
    part: "machine",
    remedy: again,
    run: async (say) => {
      await ensurePrerequisites(cache, say);
      return loadOrMakeInstance(name);
    },
  });
  const [engine, localPlugins, files] = await together(folder, [
    { title: "Pulumi engine", part: "engine", remedy: again, run: (say) => ensureEngine(cache, say) },
    {
      title: "Provider plugins",
      part: "plugins",
      remedy: again,
      run: (say) => installPlugins(pulumiHome(instance), say),
    },
    hostFiles(cache),
  ]);
  const hosts = await one(folder, {
    title: "Hosts",
    part: "hosts",
    remedy: `\`make down\` clears hosts that started halfway; ${again}`,
    run: (say) => startHosts(instance, { bookworm: files.rootDirectory }, say),
  });
  await together(folder, [
    { title: "Datadog stand-in", part: "datadog", remedy: again, run: (say) => startDatadog(instance, say) },
    {
      title: "Agent's apt repository",
      part: "repository",
      remedy: again,
      run: (say) => startRepository(instance, files, say),
    },
  ]);
  await one(folder, {
    title: "Stack's settings and state",
    part: "pulumi",
    remedy: again,
    run: async (say) => {
      writeOverlay(instance, hosts, files.publicKey);
      await new Stack(instance, engine).select(say);
    },
  });
  return { instance, engine, localPlugins };
}

interface HostFiles {
  readonly rootDirectory: string;
  /** Folder of the apt repository. */
  readonly repository: string;
  /** Folder of the applications' Python packages. */
  readonly wheels: string;
  readonly publicKey: string;
}

/** One after the other: the Agent's package is built with the root directory's own Python. */
function hostFiles(cache: string): Step<HostFiles> {
  return {
    title: "Hosts' root directory and Agent stand-in",
    part: "host-files",
    remedy: again,
    run: async (say) => {
      const rootDirectory = await ensureRootDirectory(cache, "bookworm", say);
      const { folder, wheels, publicKey } = await ensureAgentRepository(cache, rootDirectory, say);
      return { rootDirectory, repository: folder, wheels, publicKey };
    },
  };
}

async function deploy(instance: Instance, engine: Engine): Promise<void> {
  const stack = new Stack(instance, engine);
  await shown(instance.folder, {
    title: "Stack",
    part: "pulumi",
    remedy: `the engine's messages above name the resource and the reason; ${again}`,
    run: () => stack.up(),
  });
  console.log(`\n${outputLines(await stack.outputs()).join("\n")}`);
}
