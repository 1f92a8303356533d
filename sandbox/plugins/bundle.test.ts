import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

import { bundlePlugin } from "./bundle.js";
import { answerTo, connectPlugin, methods } from "./rpc/test-engine.js";
import { marshal } from "./rpc/value.js";
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

// field/plugins.md 1, field/faults.md 8
test("a plugin finishes what it was asked before its engine was killed, repeated attempts included", async () => {
  const posts: number[] = [];
  const datadog = createServer((request, response) => {
    const isCreate = request.method === "POST" && request.url === "/api/v1/monitor";
    const status = isCreate && posts.push(Date.now()) === 1 ? 500 : 200;
    response.writeHead(status, { "Content-Type": "application/json" }).end('{"id": 1}');
  });
  datadog.listen(0, "127.0.0.1");
  await once(datadog, "listening");
  const { port } = datadog.address() as AddressInfo;
  const script = `"${scriptOf("datadog")}" ${engineAddress} & wait`;
  const engine = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
  started.push(engine);
  const [line] = (await once(engine.stdout, "data")) as [Buffer];
  const client = connectPlugin(Number(line.toString()));
  const settings = { apiKey: "0", appKey: "1", apiUrl: `http://127.0.0.1:${port}`, validate: "false" };
  await answerTo(client, methods.configure, new proto.ConfigureRequest().setArgs(marshal(settings)));
  const urn = "urn:pulumi:dev::test::datadog:index/monitor:Monitor::one";
  const monitor = { name: "one", type: "metric alert", query: "avg(last_5m):avg:a{*} > 1", message: "a" };
  const create = new proto.CreateRequest().setUrn(urn).setProperties(marshal(monitor));
  const answer = answerTo(client, methods.create, create).catch(() => "nobody takes it");
  await vi.waitUntil(() => posts.length === 1, { timeout: 10_000 });
  const killed = Date.now();
  engine.kill("SIGKILL");
  client.close();
  await once(engine.stdout, "close");
  await answer;
  datadog.close();
  expect(posts).toHaveLength(2);
  // The provider's first pause: a plugin that ended with its engine would be gone by then.
  expect((posts[1] ?? 0) - killed).toBeGreaterThan(1_500);
});

test("a plugin that is started by hand says what to run instead", async () => {
  const plugin = spawn(scriptOf("random"), [], { stdio: ["ignore", "ignore", "pipe"] });
  started.push(plugin);
  const [text] = (await once(plugin.stderr, "data")) as [Buffer];
  expect(text.toString()).toContain("run `pulumi preview` instead");
  expect(await once(plugin, "close")).toEqual([1, null]);
});
