import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { commandsDocument } from "../../../cli/document";
import { lookout } from "../../../cli/program";

test("docs/commands.md says what the commands are", async () => {
  const file = path.join(__dirname, "../../../docs/commands.md");
  const written = await format(commandsDocument(lookout), { ...(await resolveConfig(file)), filepath: file });
  expect(fs.readFileSync(file, "utf8"), "npm run docs writes it").toBe(written);
});

test("each command says what it is for, and each option what it does", () => {
  for (const command of lookout.commands) {
    expect(command.description()).toMatch(/^[A-Z].*\.$/s);
    for (const { flags, description } of command.options)
      expect(description, `${command.name()} ${flags}`).not.toBe("");
  }
});
