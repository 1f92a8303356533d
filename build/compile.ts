import * as fs from "node:fs";
import * as path from "node:path";
import * as peggy from "peggy";
import { readTable } from "./metrics-table";
import { providerInputs } from "./provider-inputs";

const ROOT = path.join(__dirname, "..");
const DATADOG = path.join(ROOT, "datadog");

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

/** Whose inputs an import writes, and where the provider's package declares them. */
const RESOURCES = {
  MonitorArgs: "monitor.d.ts",
  DashboardArgs: "dashboard.d.ts",
  DowntimeScheduleArgs: "downtimeSchedule.d.ts",
  ServiceLevelObjectiveArgs: "serviceLevelObjective.d.ts",
};

/**
 * Beside each grammar its parser, beside the tables of metrics the data in them, and the types of the provider's inputs: a
 * program reads no file for them.
 */
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
      `datadog/${grammar}.generated.ts`,
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
    "datadog/metrics/tables.generated.ts",
    `// Made of the tables beside this file by build/compile.ts.
import type { KnownMetric } from "./metric";

${tables.join("")}`,
  );
  const types = providerInputs(path.dirname(require.resolve("@pulumi/datadog/package.json")), RESOURCES);
  write(
    "cli/import/provider-inputs.generated.ts",
    `// Made of the declarations of @pulumi/datadog by build/compile.ts.
export const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(types)};
`,
  );
}

/** Only what is new: a watching tool would start anew for nothing. */
function write(name: string, text: string): void {
  const file = path.join(ROOT, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== text) fs.writeFileSync(file, text);
}

compile();
