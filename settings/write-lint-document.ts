import * as fs from "node:fs";
import * as path from "node:path";
import { lintDocument } from "../datadog/lint/document";
import { FAMILIES } from "../datadog/lint/rules";

fs.writeFileSync(path.join(__dirname, "../docs/lint.md"), lintDocument(FAMILIES));
