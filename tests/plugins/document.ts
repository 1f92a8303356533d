import * as fs from "node:fs";
import * as path from "node:path";
import { knownDifferences } from "./known-differences.js";
import { type PluginName, pluginVersions } from "../../sandbox/plugins/versions.js";
import { recordedVersions, recordings } from "./recording.js";

const FILE = path.join(__dirname, "../../docs/conformance.md");
const BEGIN = "<!-- counted from the recordings: npm run docs -->";
const END = "<!-- end of what is counted -->";

/** What can happen to a resource, by what a case is called. The first that fits counts. */
const BEHAVIOURS: readonly (readonly [title: string, cases: RegExp])[] = [
  ["added", /\/added$/],
  ["changed", /\/changed$/],
  ["removed", /\/removed$/],
  ["null", /\/null$/],
  ["unknown", /\/unknown-at-preview$/],
  ["secret", /\/secret$/],
  ["wrong type", /\/wrong-type$/],
  ["too long", /\/too-long$/],
  ["another's change", /\/behind-the-back\//],
  ["import", /\/import/],
  ["429, 5xx, dropped, refused", /\/(trouble|refused|connecting)\//],
  ["of the stack", /^stack\//],
  ["other courses", /./],
];

/** The document with its counted part made anew. */
export function conformanceDocument(): string {
  const text = readDocument();
  const [before = "", rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  return `${before}${BEGIN}\n\n${counted()}\n\n${END}${after}`;
}

export function readDocument(): string {
  return fs.readFileSync(FILE, "utf8");
}

export function writeConformanceDocument(): void {
  fs.writeFileSync(FILE, conformanceDocument());
}

function counted(): string {
  const cases = recordings.names().map((name) => ({ name, type: recordings.read(name)?.type ?? "" }));
  const types = [...new Set(cases.map(({ type }) => type))].sort();
  const rows = types.map((type) => {
    const counts = new Map<string, number>();
    for (const one of cases.filter((recorded) => recorded.type === type)) {
      const title = BEHAVIOURS.find(([, fits]) => fits.test(one.name))?.[0] ?? "";
      counts.set(title, (counts.get(title) ?? 0) + 1);
    }
    return [`\`${type}\``, ...BEHAVIOURS.map(([title]) => String(counts.get(title) ?? "–"))];
  });
  const differing = cases.filter(({ name }) => knownDifferences.some(({ cases: fits }) => fits.test(name)));
  const reasons = knownDifferences.map(({ cases: fits, reason }) => {
    const count = cases.filter(({ name }) => fits.test(name)).length;
    return `- ${reason} (${count} ${count === 1 ? "case" : "cases"})`;
  });
  return [
    `${cases.length} cases; in ${cases.length - differing.length} the local plugin does what the official one did, in ${differing.length} it is known to differ.`,
    table([["resource type", ...BEHAVIOURS.map(([title]) => title)], ...rows]),
    `The official plugins were ${[...recordedVersions()].map(inWords).sort().join(", ")}.`,
    ...(reasons.length > 0 ? [`Known differences:\n\n${reasons.join("\n")}`] : []),
  ].join("\n\n");
}

function inWords([plugin, versions]: [string, ReadonlySet<string>]): string {
  const asked = pluginVersions[plugin as PluginName];
  const recorded = `\`${plugin}\` ${[...versions].join(" and ")}`;
  return versions.has(asked) ? recorded : `${recorded} (the stack's packages ask for ${asked})`;
}

/** As prettier writes one. */
function table([head = [], ...rows]: readonly string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
