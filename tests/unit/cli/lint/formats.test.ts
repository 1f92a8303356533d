import { DOMParser } from "@xmldom/xmldom";
import Ajv from "ajv-draft-04";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { compared } from "../../../../cli/lint/baseline";
import { lintGithub } from "../../../../cli/lint/formats/github";
import { findingsIn, lintJson } from "../../../../cli/lint/formats/json";
import { lintJunit } from "../../../../cli/lint/formats/junit";
import { lintSarif } from "../../../../cli/lint/formats/sarif";
import { lintText } from "../../../../cli/lint/formats/text";
import type { Found } from "../../../../cli/lint/found";

const GAP: Found = {
  rule: "downtime/gap",
  severity: "warning",
  problem: "Monday is not muted",
  remedy: "closeGaps: true mutes it",
  of: "QuietHours nights",
  urn: "urn:pulumi:dev::lookout::lookout:downtimes:QuietHours::nights",
  place: { file: "Pulumi.dev.yaml", line: 2, column: 3, endColumn: 9 },
};
const SETTING: Found = {
  rule: "settings/mistake",
  severity: "error",
  problem: 'tags[1] is 100% no <tag>,\nnot "a:b"\u0001',
  setting: "tags[1]",
  place: { file: "infra/with space.yaml", line: 7, column: 1 },
};
const IN_DATADOG: Found = {
  rule: "house/own",
  severity: "error",
  problem: "no team",
  of: "monitor 1",
  url: "https://x",
};
const ALL = { of: "The stack dev: 2 monitors", found: [GAP, SETTING, IN_DATADOG] };
const NONE = { of: "The stack dev: 2 monitors", found: [] };

const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "sarif-2.1.0.schema.json"), "utf8")) as object;
// A pattern of its own is none with the flag `u`.
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

test.each([ALL, NONE])("SARIF is valid by its own schema: $found.length", (linted) => {
  const log = JSON.parse(lintSarif(linted, "0.2.0")) as object;
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  expect(isSarif({ ...log, version: "1.0" })).toBe(false);
});

test("SARIF has the rule's reason and source, the place and what is about it", () => {
  expect(JSON.parse(lintSarif(ALL, "0.2.0"))).toMatchObject({
    runs: [
      {
        tool: {
          driver: { rules: [{ id: "downtime/gap", helpUri: expect.stringMatching(/^https:/) as string }, {}, {}] },
        },
        results: [
          {
            ...{ ruleId: "downtime/gap", ruleIndex: 0, level: "warning" },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "Pulumi.dev.yaml" },
                  region: { startLine: 2, startColumn: 3, endColumn: 9 },
                },
                logicalLocations: [{ fullyQualifiedName: GAP.urn }],
              },
            ],
          },
          { locations: [{ physicalLocation: { artifactLocation: { uri: "infra/with%20space.yaml" } } }] },
          { locations: [{ logicalLocations: [{ fullyQualifiedName: "https://x" }] }] },
        ],
      },
    ],
  });
});

test("GitHub's commands are a line each, with what it would read otherwise escaped, from the repository's root", () => {
  expect(lintGithub(ALL, "ops/").split("\n")).toEqual([
    "::warning file=ops/Pulumi.dev.yaml,line=2,col=3,endColumn=9,title=QuietHours nights [downtime/gap]::Monday is not muted; closeGaps: true mutes it",
    '::error file=ops/infra/with space.yaml,line=7,col=1,title=settings/mistake::tags[1] is 100%25 no <tag>,%0Anot "a:b"\u0001',
    "::error title=monitor 1 [house/own]::no team",
    "",
  ]);
  const titled = { ...IN_DATADOG, of: "a,b:c\r" };
  expect(lintGithub({ of: "", found: [titled] })).toBe("::error title=a%2Cb%3Ac%0D [house/own]::no team\n");
});

test.each([ALL, NONE])("JUnit is XML that counts what is in it: $found.length", (linted) => {
  const failed: string[] = [];
  const parser = new DOMParser({ onError: (_, message) => void failed.push(message) });
  const xml = parser.parseFromString(lintJunit(linted), "text/xml");
  expect(failed).toEqual([]);
  const count = (name: string) => String(xml.getElementsByTagName(name).length);
  const suite = xml.getElementsByTagName("testsuite")[0];
  expect(suite?.getAttribute("tests")).toBe(count("testcase"));
  expect(suite?.getAttribute("failures")).toBe(count("failure"));
  expect(count("failure")).toBe(linted === ALL ? "2" : "0");
});

test("a text has the place as compilers have it, and a caret under it", () => {
  const lineOf = () => "  nights: 19:00-09:00";
  expect(lintText({ ...ALL, found: [GAP, IN_DATADOG] }, { columns: 80, colour: false }, lineOf)).toBe(
    [
      "Pulumi.dev.yaml:2:3: warning: QuietHours nights: Monday is not muted; closeGaps: true mutes it [downtime/gap]",
      "  2 |   nights: 19:00-09:00",
      "    |   ^^^^^^",
      "error: monitor 1: no team [house/own]",
      "  https://x",
      "The stack dev: 2 monitors; 1 error, 1 warning",
      "",
    ].join("\n"),
  );
  expect(lintText(NONE, { columns: 80, colour: false }, lineOf)).toBe("The stack dev: 2 monitors; nothing to mend\n");
});

test("JSON has how often each rule says something, errors and what is most first", () => {
  const counts = (found: Found[]) => (JSON.parse(lintJson({ of: "", found })) as { counts: unknown }).counts;
  expect(counts([GAP, IN_DATADOG, SETTING, GAP, SETTING])).toEqual([
    { rule: "settings/mistake", severity: "error", count: 2 },
    { rule: "house/own", severity: "error", count: 1 },
    { rule: "downtime/gap", severity: "warning", count: 2 },
  ]);
  expect(counts([])).toEqual([]);
});

test("JSON is read back, and nothing else is", () => {
  expect(findingsIn(lintJson(ALL))).toMatchObject(ALL.found);
  expect([findingsIn("{}"), findingsIn("no JSON"), findingsIn('{"form":2,"findings":[]}')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("what is known is left out wherever it stands now, as often as it is known; what is gone is named", () => {
  const moved: Found = { ...GAP, place: { file: "Pulumi.dev.yaml", line: 40, column: 3 } };
  expect(compared([moved, SETTING], [GAP, IN_DATADOG])).toEqual({ fresh: [SETTING], gone: [IN_DATADOG] });
  expect(compared([GAP, GAP], [GAP]).fresh).toEqual([GAP]);
  const other: Found = { ...GAP, urn: "urn:pulumi:dev::lookout::lookout:downtimes:QuietHours::weekend" };
  expect(compared([other], [GAP])).toEqual({ fresh: [other], gone: [GAP] });
});

test.each([
  ["sudoPassword: hunter2", false],
  ["  - { name: a, privateKeyPassword: 'hunter2' }", false],
  ['"api_key": "hunter2"', false],
  ["password: { secure: AAAB }", true],
  ["password:", true],
  ["tags: [team:sre]", true],
])("of a line with a secret in clear nothing is shown: %s", (line, isShown) => {
  const said = lintText({ ...ALL, found: [GAP] }, { columns: 80, colour: false }, () => line);
  expect(said.includes(line)).toBe(isShown);
  expect(said).not.toContain("hunter2");
});
