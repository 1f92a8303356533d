import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { commandsDocument } from "./document";
import { lookout } from "./program";

async function write(): Promise<void> {
  const file = path.join(__dirname, "../docs/commands.md");
  fs.writeFileSync(file, await format(commandsDocument(lookout), { ...(await resolveConfig(file)), filepath: file }));
}

void write();
