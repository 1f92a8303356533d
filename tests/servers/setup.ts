import { cacheFolder } from "../../sandbox/cache.js";
import { ensurePrerequisites } from "../../sandbox/cli/prerequisites.js";
import { startHosts, stopHosts } from "../../sandbox/hosts/hosts.js";
import { ensureRootDirectory } from "../../sandbox/hosts/root-directory.js";
import { loadOrMakeInstance } from "../../sandbox/instance.js";

const say = (line: string): void => {
  console.log(`  ${line}`);
};

/** Hosts with every server, and neither an engine nor a stack. */
export async function setup(): Promise<void> {
  const cache = cacheFolder();
  await ensurePrerequisites(cache, say);
  const instance = await loadOrMakeInstance("servers");
  const directories: Record<string, string> = {};
  for (const { release } of instance.hosts) directories[release] = await ensureRootDirectory(cache, release, say);
  await startHosts(instance, directories, say);
}

export async function teardown(): Promise<void> {
  if (process.env.KEEP_SANDBOX === undefined) await stopHosts(await loadOrMakeInstance("servers"), say);
}
