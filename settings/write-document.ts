import * as fs from "node:fs";
import * as path from "node:path";
import { settingsDocument } from "./document";

fs.writeFileSync(path.join(__dirname, "../docs/settings.md"), settingsDocument());
