import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsDocument } from "../../../settings/document";
import { settingsSchema } from "../../../components/environment/settings";

const ROOT = path.join(__dirname, "../../..");
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

test("docs/settings.md is what the schema says; `npm run docs` writes it", () => {
  expect(read("docs/settings.md")).toBe(settingsDocument(settingsSchema));
});

test("every setting is described", () => {
  const undescribed = settingsDocument(settingsSchema)
    .split("\n")
    .filter((line) => /^\| `[^`]+` \|\s+\|/.test(line));
  expect(undescribed).toEqual([]);
});

test("Pulumi.yaml declares the settings' top-level keys, each with words and a default", () => {
  const { config } = parse(read("Pulumi.yaml")) as {
    config: Record<string, { description?: string; default?: unknown }>;
  };
  for (const [key, { description, default: standard }] of Object.entries(config)) {
    expect(["overlay", ...Object.keys(settingsSchema.shape)]).toContain(key);
    expect(description, key).toMatch(/\S/);
    // Without one the engine would ask for it in each stack, whatever the overlay says.
    expect(standard, key).toBeDefined();
  }
});
