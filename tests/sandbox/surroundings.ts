import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "../../sandbox/cache.js";
import { engineEnvironment } from "../../sandbox/cli/environment.js";
import { findEngine } from "../../sandbox/engine/engine.js";
import { findInstance, type Instance } from "../../sandbox/instance.js";
import { TestDatadog } from "./datadog.js";
import { TestHost } from "./host.js";
import { INSTANCE } from "./instance.js";

/** What stacks of a test have around them. */
export interface Surroundings {
  readonly instance: Instance;
  /** By name. */
  readonly hosts: ReadonlyMap<string, TestHost>;
  readonly datadog: TestDatadog;
  /** With a state in it, and nothing else. */
  readonly folder: string;
  readonly state: string;
  /** The engine's, with that state. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Nothing on the hosts, nothing in Datadog, nothing in the state.
 *
 * @param what the folder's name, below the instance's.
 */
export async function freshSurroundings(names: readonly string[], what: string): Promise<Surroundings> {
  const instance = await findInstance(INSTANCE);
  const engine = await findEngine(cacheFolder());
  if (instance === undefined || engine === undefined) throw new Error(`the sandbox ${INSTANCE} is not up`);
  const hosts = await Promise.all(names.map(async (name) => [name, await TestHost.fresh(instance, name)] as const));
  const datadog = new TestDatadog(instance);
  await datadog.clear();
  const folder = path.join(instance.folder, what);
  fs.rmSync(folder, { recursive: true, force: true });
  const state = path.join(folder, "state");
  fs.mkdirSync(state, { recursive: true, mode: 0o700 });
  const environment = { ...engineEnvironment(instance, engine), PULUMI_BACKEND_URL: `file://${state}` };
  return { instance, hosts: new Map(hosts), datadog, folder, state, environment };
}

/** @throws Error where it is none of them. */
export function hostNamed({ hosts }: Pick<Surroundings, "hosts">, name: string): TestHost {
  const host = hosts.get(name);
  if (host === undefined) throw new Error(`${name} is not of this test's hosts`);
  return host;
}
