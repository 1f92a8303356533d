import * as fs from "node:fs";
import * as path from "node:path";
import { policiesDocument } from "./document";
import { lintRules } from "./lint";
import { ownRules } from "./policies";

const FILE = path.join(__dirname, "../docs/policies.md");

fs.writeFileSync(FILE, policiesDocument(fs.readFileSync(FILE, "utf8"), ownRules, lintRules));
