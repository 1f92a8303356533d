import type { Log, ReportingDescriptor, Result } from "sarif";
import { FAMILIES } from "../../../datadog/lint/rules";
import { severityOf } from "../../../datadog/lint/rule";
import { fingerprintOf, type Found, type Linted, type Place, sentenceOf } from "../found";

/**
 * For code scanning.
 *
 * @param version of Lookout.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function lintSarif({ found }: Linted, version: string): string {
  const ids = [...new Set(found.map(({ rule }) => rule))].sort();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "lookout", version, rules: ids.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: found.map((one) => resultOf(one, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const RULES = new Map(FAMILIES.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule]));

/** Of a team's own rule, and of what no rule says, nothing more is known. */
function descriptor(id: string): ReportingDescriptor {
  const rule = RULES.get(id);
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.because },
    helpUri: rule.source,
    defaultConfiguration: { level: severityOf(rule) },
  };
}

function resultOf(one: Found, ids: readonly string[]): Result {
  const { rule, severity, of, urn, setting, url, place } = one;
  const logicalName = urn ?? setting ?? url;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: severity,
    message: { text: of === undefined ? sentenceOf(one) : `${of}: ${sentenceOf(one)}` },
    locations: [
      {
        ...(place !== undefined && { physicalLocation: physical(place) }),
        ...(logicalName !== undefined && { logicalLocations: [{ fullyQualifiedName: logicalName }] }),
      },
    ],
    partialFingerprints: { "lookout/v1": fingerprintOf(one) },
  };
}

function physical({ file, line, column, endColumn }: Place) {
  const region = { startLine: line, startColumn: column, ...(endColumn !== undefined && { endColumn }) };
  return { artifactLocation: { uri: encodeURI(file) }, region };
}
