import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { settingsDocument } from "../../settings/document";
import { stackSchema } from "../../settings/stack-schema";
import { settingsSchema } from "./settings";

/** `docs/settings.md` and the schema of a stack's file, as the settings' own schema says them. */
async function write(): Promise<void> {
  const root = path.join(__dirname, "../..");
  fs.writeFileSync(path.join(root, "docs/settings.md"), settingsDocument(settingsSchema));
  const schema = JSON.stringify(stackSchema(settingsSchema));
  const file = path.join(root, "settings/stack.schema.json");
  fs.writeFileSync(file, await format(schema, { ...(await resolveConfig(file)), filepath: file }));
}

void write();
