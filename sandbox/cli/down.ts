import { rm } from "node:fs/promises";
import path from "node:path";

import { cacheFolder } from "../cache.js";
import { findEngine } from "../engine/engine.js";
import { stopHosts } from "../hosts/hosts.js";
import { findInstance, type Instance } from "../instance.js";
import { leftovers } from "./leftovers.js";
import { claim } from "./processes.js";
import { stopEngine } from "./pulumi.js";
import { servers, stopServers } from "./servers.js";
import { hasState, Stack } from "./stack.js";
import { one } from "./steps.js";

/** Destroys the stack, stops the sandbox's parts and removes its folder; says what, if anything, is left. */
export async function down(name: string): Promise<void> {
  const instance = await findInstance(name);
  if (!instance) {
    console.log(`there is no sandbox "${name}"; nothing to do`);
    return;
  }
  claim(path.join(instance.folder, "run", "cli.pid"));

  await destroyStack(instance);
  await one(instance.folder, {
    title: "Engine and servers",
    part: "servers",
    remedy: "stop the processes that `npm run sandbox -- status` shows",
    run: async (say) => {
      await stopEngine(instance, say);
      await stopServers(instance);
    },
  });
  await one(instance.folder, {
    title: "Hosts",
    part: "hosts",
    remedy: `\`podman ps --all --filter name=${instance.prefix}\` shows them`,
    run: (say) => stopHosts(instance, say),
  });
  await one(instance.folder, {
    title: "Looking for what is left",
    part: "leftovers",
    remedy: "remove what is named, then run this again",
    run: async () => {
      const left = await leftovers(instance);
      if (left.length > 0) throw new Error(`these remain: ${left.join("; ")}`);
    },
  });
  await rm(instance.folder, { recursive: true });
  console.log(`\nThe sandbox "${name}" is gone: no container, network, route, mount or process of it is left.`);
}

/** The hosts and the stand-in go away with all that the stack made: a failure is told and does not stop that. */
async function destroyStack(instance: Instance): Promise<void> {
  if (!hasState(instance)) return;
  try {
    const engine = await findEngine(cacheFolder());
    if (!engine) throw new Error("the engine is no longer in the cache");
    const stopped = servers(instance).find(({ pid }) => pid === undefined);
    if (stopped) throw new Error(`the server "${stopped.name}" does not run`);
    const stack = new Stack(instance, engine);
    await stack.select(console.log);
    await stack.destroy();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`warning: the stack was not destroyed (${reason}); its hosts and servers are removed all the same`);
  }
}
