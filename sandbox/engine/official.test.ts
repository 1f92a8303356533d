import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { findOfficial, fits } from "./official.js";
import { engineVersions } from "./versions.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lookout-official-"));
  vi.stubEnv("PATH", `${folder}/bin:/usr/bin:/bin`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function install(name: string, says: string): void {
  mkdirSync(`${folder}/bin`, { recursive: true });
  writeFileSync(`${folder}/bin/${name}`, `#!/bin/sh\necho ${says}\n`, { mode: 0o755 });
}

test.each([
  ["v3.500.0", true],
  ["v3.500.9", true],
  ["v3.501.0", true],
  ["v3.1000.0", true],
  ["v3.501.0-alpha.1", true],
  ["v3.499.9", false],
  ["v3.99.0", false],
  ["v4.0.0", false],
  ["v2.300.0", false],
  ["3.500.0", false],
  ["", false],
])("where 3.500 is wanted, an installed %s is used: %s", (installed, used) => {
  expect(fits(installed, "v3.500.0")).toBe(used);
});

test("the version that would be built is used where it is installed with its language host", async () => {
  const { pulumi } = await engineVersions();
  install("pulumi", pulumi);
  install("pulumi-language-nodejs", "");
  expect(await findOfficial()).toEqual({ path: [`${folder}/bin`, `${folder}/bin`], version: pulumi, official: true });
});

test("a pulumi without its language host is not used", async () => {
  install("pulumi", (await engineVersions()).pulumi);
  expect(await findOfficial()).toBeUndefined();
});

test("an older pulumi is not used", async () => {
  install("pulumi", "v3.200.0");
  install("pulumi-language-nodejs", "");
  expect(await findOfficial()).toBeUndefined();
});

test("what go.mod names is a release of Pulumi and one of Go", async () => {
  expect(await engineVersions()).toEqual({
    pulumi: expect.stringMatching(/^v3\.\d+\.\d+$/) as string,
    go: expect.stringMatching(/^1\.\d+\.\d+$/) as string,
  });
});
