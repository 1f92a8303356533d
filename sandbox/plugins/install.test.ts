import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { installPlugins } from "./install.js";
import { pluginFile, pluginVersions, type PluginName } from "./versions.js";

// What a bundle holds is bundle.test.ts's matter.
vi.mock("./bundle.js", () => ({
  bundlePlugin: (name: string) => Promise.resolve(`#!/usr/bin/env node\n// ${name}\n`),
}));

let folder: string;
let home: string;
let officialFolder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lookout-plugins-"));
  home = path.join(folder, "home");
  officialFolder = path.join(folder, "official");
  said = [];
  // These tests choose for themselves, whatever the whole run was told.
  vi.stubEnv("PLUGINS", "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const install = () => installPlugins(home, (line) => said.push(line), officialFolder);
const installed = (name: PluginName) => path.join(home, "plugins", pluginFile(name));

/** The first bytes of a Linux program are all that tells it from a script. */
function putOfficial(pluginsFolder: string, name: PluginName): string {
  const file = path.join(pluginsFolder, pluginFile(name));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.from("7f454c4602010100", "hex"));
  return file;
}

test("a stand-in is an executable script; one that is up to date is left alone", async () => {
  await install();
  expect(said).toContain(`plugin command ${pluginVersions.command}: local stand-in (sandbox/plugins/command)`);
  const file = installed("command");
  expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(file).mode & 0o777).toBe(0o755);

  utimesSync(file, 1, 1);
  await install();
  expect(said).toContain(
    `plugin command ${pluginVersions.command}: local stand-in (sandbox/plugins/command), up to date`,
  );
  expect(statSync(file).mtimeMs).toBe(1000);

  writeFileSync(file, "older");
  await install();
  expect(readFileSync(file, "utf8")).toMatch(/^#!/);
});

test("an official plugin of this user is linked, also in place of a stand-in, and said to be official", async () => {
  await install();
  const official = putOfficial(officialFolder, "random");
  await install();
  expect(readlinkSync(installed("random"))).toBe(official);
  expect(said.at(-2)).toBe(`plugin random ${pluginVersions.random}: official (${official})`);
});

test("a stand-in returns where the official plugin is gone", async () => {
  putOfficial(officialFolder, "random");
  await install();
  rmSync(officialFolder, { recursive: true });
  await install();
  expect(readFileSync(installed("random"), "utf8")).toMatch(/^#!/);
});

test("an official plugin in this PULUMI_HOME stays as it is", async () => {
  const own = putOfficial(path.join(home, "plugins"), "datadog");
  await install();
  expect(said).toContain(`plugin datadog ${pluginVersions.datadog}: official (${own})`);
  expect(statSync(own).size).toBe(8);
});

// field/plugins.md 5
test("official plugins in a PULUMI_HOME of one's own are found, before those of ~/.pulumi", async () => {
  vi.stubEnv("PULUMI_HOME", officialFolder);
  vi.stubEnv("HOME", folder);
  const own = putOfficial(path.join(officialFolder, "plugins"), "random");
  putOfficial(path.join(folder, ".pulumi", "plugins"), "random");
  const usual = putOfficial(path.join(folder, ".pulumi", "plugins"), "command");
  const local = await installPlugins(home, () => undefined);
  expect(readlinkSync(installed("random"))).toBe(own);
  expect(readlinkSync(installed("command"))).toBe(usual);
  expect(local).toEqual(["datadog"]);
});

test("a PULUMI_HOME that is the sandbox's own leaves those of ~/.pulumi to be found", async () => {
  vi.stubEnv("PULUMI_HOME", home);
  vi.stubEnv("HOME", folder);
  const usual = putOfficial(path.join(folder, ".pulumi", "plugins"), "random");
  for (let run = 0; run < 2; run++) {
    expect(await installPlugins(home, () => undefined)).toEqual(["command", "datadog"]);
    expect(readlinkSync(installed("random"))).toBe(usual);
  }
});

test("a download that did not finish is not used", async () => {
  const official = putOfficial(officialFolder, "random");
  writeFileSync(`${path.dirname(official)}.partial`, "");
  await install();
  expect(said).toContain(`plugin random ${pluginVersions.random}: local stand-in (sandbox/plugins/random)`);
});

test("PLUGINS=official names every plugin that is missing and how to install it, and puts nothing", async () => {
  vi.stubEnv("PLUGINS", "official");
  putOfficial(officialFolder, "random");
  const { command, datadog } = pluginVersions;
  await expect(install()).rejects.toThrow(
    `run\n  pulumi plugin install resource command ${command}\n  pulumi plugin install resource datadog ${datadog}`,
  );
  expect(existsSync(home)).toBe(false);
});

test("PLUGINS=local takes no official plugin, and never removes one", async () => {
  vi.stubEnv("PLUGINS", "local");
  putOfficial(officialFolder, "random");
  await install();
  expect(said).toContain(`plugin random ${pluginVersions.random}: local stand-in (sandbox/plugins/random)`);

  putOfficial(path.join(home, "plugins"), "random");
  await expect(install()).rejects.toThrow("holds official plugins (random)");
});

test("another value of PLUGINS is an error", async () => {
  vi.stubEnv("PLUGINS", "none");
  await expect(install()).rejects.toThrow('PLUGINS=none is neither "official" nor "local"');
});
