import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { lintDocument } from "../../../../datadog/lint/document";
import { type Family, FAMILIES } from "../../../../datadog/lint/rules";

test("docs/lint.md is what the rules say; `npm run docs` writes it", { timeout: 60_000 }, () => {
  expect(fs.readFileSync(path.join(__dirname, "../../../../docs/lint.md"), "utf8")).toBe(lintDocument(FAMILIES));
});

const RULE = {
  id: "colour/red",
  verdict: "may-be-meant",
  because: "Red | green are hard to tell apart.",
  source: "https://example.com/colours",
} as const;

const family = (passes: object, fails: object): Family => ({
  title: "Colours",
  rules: [{ ...RULE, passes, fails }],
  lint: (example) =>
    example === fails
      ? [{ rule: RULE.id, severity: "warning", problem: "the line * is red", remedy: "write <blue>" }]
      : [],
});

test("a rule is a row that links to its section: the mistake, what is said of it, and only what is otherwise where it is right", () => {
  expect(
    lintDocument([family({ line: "*", colour: "blue" }, { line: "*", colour: "red" })])
      .split("\n")
      .slice(8),
  ).toEqual([
    "| rule | severity | known | why |",
    "| --- | --- | --- | --- |",
    "| [colour/red](#colourred) | warning | may be meant | Red \\| green are hard to tell apart. |",
    "",
    "## Colours",
    "",
    "### colour/red",
    "",
    "Warning: may be meant. Red | green are hard to tell apart. [Source](https://example.com/colours)",
    "",
    "```yaml",
    'line: "*"',
    "colour: red",
    "```",
    "",
    "> the line \\* is red; write \\<blue>",
    "",
    "Right:",
    "",
    "```yaml",
    "colour: blue",
    "```",
    "",
  ]);
});

test("what is right without a setting says which", () => {
  expect(lintDocument([family({ line: "a" }, { line: "a", colour: "red" })])).toContain("\nRight without `colour`.\n");
});
