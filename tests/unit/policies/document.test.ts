import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { policiesDocument } from "../../../policies/document";
import { lintRules } from "../../../policies/lint";
import { ownRules } from "../../../policies/policies";

const text = (file: string) => fs.readFileSync(path.join(__dirname, "../../../docs", file), "utf8");

test("docs/policies.md has every rule as the pack has it; `npm run docs` writes it", () => {
  expect(text("policies.md")).toBe(policiesDocument(text("policies.md"), ownRules, lintRules));
});

test("it points to each rule where docs/lint.md has it", () => {
  const lint = text("lint.md");
  for (const [, anchor = ""] of text("policies.md").matchAll(/\(lint\.md#([^)]+)\)/g))
    expect(lint).toContain(`(#${anchor})`);
});
