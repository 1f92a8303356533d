import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePlugin } from "../../../sandbox/plugins/bundle.js";
import { configurations } from "../corpus/configurations.js";
import { Session } from "../drive/session.js";
import { comparable, recordings } from "../recording.js";

const folder = mkdtempSync(path.join(tmpdir(), "replay-"));
const file = path.join(folder, "pulumi-resource-datadog");

beforeAll(async () => {
  writeFileSync(file, await bundlePlugin("datadog"), { mode: 0o755 });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each(configurations)("$name", async ({ name, settings }) => {
  const steps = [await Session.configured("datadog", file, settings)];
  expect(comparable(steps)).toBe(comparable(recordings.read(name)?.steps ?? []));
});
