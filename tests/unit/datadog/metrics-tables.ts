import * as fs from "node:fs";
import * as path from "node:path";
import type { KnownMetric } from "../../../datadog/metrics/metric";
import { readTable } from "../../../build/metrics-table";

const FOLDER = path.join(__dirname, "../../../datadog/metrics");

/** Of each table, its metrics. */
export function tables(): Record<string, KnownMetric[]> {
  const files = fs.readdirSync(FOLDER).filter((file) => file.endsWith(".csv"));
  return Object.fromEntries(files.map((file) => [file, readTable(fs.readFileSync(path.join(FOLDER, file), "utf8"))]));
}
