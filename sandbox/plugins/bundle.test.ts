import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { bundlePlugin } from "./bundle.js";
import { answerTo, connectPlugin, methods } from "./rpc/test-engine.js";
import { pluginVersions, type PluginName } from "./versions.js";

const names = Object.keys(pluginVersions) as PluginName[];
const started: ChildProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "lookout-bundle-"));
  for (const name of names) writeFileSync(scriptOf(name), await bundlePlugin(name), { mode: 0o755 });
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const scriptOf = (name: PluginName) => path.join(folder, `pulumi-resource-${name}`);
const engineAddress = "127.0.0.1:1";

test.each(names)("%s runs on its own and tells its port and version", async (name) => {
  const plugin = spawn(scriptOf(name), [engineAddress], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(plugin);
  const [line] = (await once(plugin.stdout, "data")) as [Buffer];
  expect(line.toString()).toMatch(/^\d+\n$/);
  const client = connectPlugin(Number(line.toString()));
  const info = await answerTo(client, methods.getPluginInfo, new emptyProto.Empty());
  expect(info.getVersion()).toBe(pluginVersions[name]);
  client.close();
});

test("a plugin ends after its engine was killed", async () => {
  const script = `"${scriptOf("random")}" ${engineAddress} & wait`;
  const engine = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(engine);
  await once(engine.stdout, "data");
  engine.kill("SIGKILL");
  // The pipe closes when its last writer, the plugin, is gone.
  await once(engine.stdout, "close");
});

test("a plugin that is started by hand says what to run instead", async () => {
  const plugin = spawn(scriptOf("random"), [], { stdio: ["ignore", "ignore", "pipe"] });
  started.push(plugin);
  const [text] = (await once(plugin.stderr, "data")) as [Buffer];
  expect(text.toString()).toContain("run `pulumi preview` instead");
  expect(await once(plugin, "close")).toEqual([1, null]);
});
