import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { pulumi } from "../../../../cli/ci/pulumi";

/** What the engine is run with, by a `pulumi` that only writes that down. */
async function variablesOf(command: string): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-pulumi-"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true });
  });
  fs.writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\nenv >${folder}/variables\n`, { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}:${process.env.PATH ?? ""}`);
  expect(await pulumi({ stack: "prod" }, command)).toBe(0);
  return fs.readFileSync(path.join(folder, "variables"), "utf8").split("\n");
}

test("a preview puts no state into words at each resource", async () => {
  expect(await variablesOf("preview")).toContain("PULUMI_SKIP_CHECKPOINTS=true");
});

test("an up keeps its state at each resource: a killed one has it", async () => {
  expect((await variablesOf("up")).join("\n")).not.toContain("PULUMI_SKIP_CHECKPOINTS");
});
