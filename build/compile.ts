import * as fs from "node:fs";
import * as path from "node:path";
import * as peggy from "peggy";
import { readTable } from "./metrics-table";

const DATADOG = path.join(__dirname, "../datadog");

/** Each grammar of a notation, with the rules that a text may be parsed by beside its first. */
const GRAMMARS: Readonly<Record<string, readonly string[]>> = {
  "formula/formula": [],
  "message/expression": [],
  "message/template": [],
  "query/query": ["MetricQuery", "Graph", "MonitorQuery", "Expression"],
  "schedule/scope": [],
  "search/search": [],
};

const TABLES = ["agent", "mysql", "network", "postgresql", "system"];

/** Beside each grammar its parser, and beside the tables of metrics the data in them: a program reads no file for them. */
function compile(): void {
  for (const [grammar, rules] of Object.entries(GRAMMARS)) {
    const file = path.join(DATADOG, `${grammar}.peggy`);
    const source = peggy.generate(fs.readFileSync(file, "utf8"), {
      grammarSource: file,
      output: "source",
      format: "bare",
      ...(rules.length > 0 && { allowedStartRules: [...rules] }),
    });
    write(
      `${grammar}.generated.ts`,
      `// Made of ${path.basename(file)} by build/compile.ts.
// @ts-nocheck
import type { Parser } from "../grammar";

export const parser: Parser = ${source};
`,
    );
  }
  const tables = TABLES.map((table) => {
    const metrics = readTable(fs.readFileSync(path.join(DATADOG, `metrics/${table}.csv`), "utf8"));
    return `export const ${table}: readonly KnownMetric[] = ${JSON.stringify(metrics)};\n`;
  });
  write(
    "metrics/tables.generated.ts",
    `// Made of the tables beside this file by build/compile.ts.
import type { KnownMetric } from "./metric";

${tables.join("")}`,
  );
}

/** Only what is new: a watching tool would start anew for nothing. */
function write(name: string, text: string): void {
  const file = path.join(DATADOG, name);
  if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== text) fs.writeFileSync(file, text);
}

compile();
