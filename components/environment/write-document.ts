import * as fs from "node:fs";
import * as path from "node:path";
import { settingsSchema } from "./settings";
import { settingsDocument } from "../../settings/document";

fs.writeFileSync(path.join(__dirname, "../../docs/settings.md"), settingsDocument(settingsSchema));
