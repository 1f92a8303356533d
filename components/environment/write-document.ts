import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { settingsDocument } from "../../settings/document";
import { fleetJsonSchema } from "../../settings/fleet";
import { rehearsalsJsonSchema } from "../../settings/rehearsal/schema";
import { hostsSchema, stackSchema } from "../../settings/stack-schema";
import { settingsSchema } from "./settings";

/** `docs/settings.md` and the schemas of a stack's file, of one with hosts, of a fleet's and of one with rehearsals, as the settings' own schema says them. */
async function write(): Promise<void> {
  const root = path.join(__dirname, "../..");
  fs.writeFileSync(path.join(root, "docs/settings.md"), settingsDocument(settingsSchema));
  for (const [name, schema] of [
    ["stack", stackSchema(settingsSchema)],
    ["hosts", hostsSchema(settingsSchema)],
    ["fleet", fleetJsonSchema()],
    ["rehearsal", rehearsalsJsonSchema()],
  ] as const) {
    const file = path.join(root, `settings/${name}.schema.json`);
    fs.writeFileSync(file, await format(JSON.stringify(schema), { ...(await resolveConfig(file)), filepath: file }));
  }
}

void write();
