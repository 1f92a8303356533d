import { describe, expect, test } from "vitest";
import { type PluginName, pluginVersions } from "../../sandbox/plugins/versions.js";
import type { Properties } from "../../sandbox/plugins/rpc/value.js";
import { configurations } from "./corpus/configurations.js";
import { corpus } from "./corpus/corpus.js";
import { specimens } from "./corpus/specimens.js";
import { declaredByStack, providerInputs, stackCases, type Declared } from "./corpus/stack.js";
import { inputPaths } from "./corpus/variations.js";
import { conformanceDocument, readDocument } from "./document.js";
import { fromPlain } from "./drive/plain.js";
import { recordedStackCases, recordedVersions, recordings } from "./recording.js";

const REMEDY = "record it: npm run conformance -- --official DIR --record (docs/conformance.md)";

/** Names that a program makes up; any of them is as good as the other. */
const OWN_NAMES = /^(keepers|environment)\..*/;

/** `widgets[].noteDefinition.content`: where in the list, and by which name of its own, is all the same. */
function general(path: string): string {
  return path.replace(/\[\d+\]/g, "[]").replace(OWN_NAMES, "$1.*");
}

/** Every element of a list, not only the first. */
function pathsOf(inputs: Properties): Set<string> {
  return new Set(inputPaths(inputs, "", Infinity).map(general));
}

/** What the recordings' first declarations hold, by type. */
function recordedInputs(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of recordings.names()) {
    const recording = recordings.read(name);
    const declared = recording?.steps[0]?.up;
    if (!recording || declared === undefined) continue;
    const known = found.get(recording.type) ?? new Set();
    for (const path of pathsOf(fromPlain(declared) as Properties)) known.add(path);
    found.set(recording.type, known);
  }
  return found;
}

/** What the variations vary, by type. */
function variedInputs(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { type, inputs, elsewhere = [] } of specimens) {
    const known = found.get(type) ?? new Set();
    for (const path of inputPaths(inputs)) if (!elsewhere.includes(path)) known.add(general(path));
    found.set(type, known);
  }
  return found;
}

function uncovered(declared: readonly Declared[], covered: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [
    ...new Set(
      declared.flatMap(({ type, inputs }) =>
        [...pathsOf(inputs)].filter((path) => !covered.get(type)?.has(path)).map((path) => `${type} ${path}`),
      ),
    ),
  ];
}

describe("all that the stack declares", async () => {
  const declared = await declaredByStack();

  test("is there", () => {
    expect(new Set(declared.map(({ type }) => type)).size).toBeGreaterThanOrEqual(5);
  });

  test("has a recording of the official plugin", () => {
    expect(uncovered(declared, recordedInputs()), REMEDY).toEqual([]);
  });

  // field/plugins.md 4
  test("has a case of each resource recorded, and no recording is of what is declared no more", async () => {
    const cases = (await stackCases()).map(({ name }) => name).sort();
    expect(cases.length).toBeGreaterThanOrEqual(56);
    expect(
      recordings.names().filter((name) => name.startsWith("stack/")),
      REMEDY,
    ).toEqual(cases);
  });

  test("is varied by a specimen", () => {
    expect(uncovered(declared, variedInputs()), "add it to tests/plugins/corpus/specimens.ts").toEqual([]);
  });

  test("has its settings of the plugin itself recorded", async () => {
    const recorded = new Set(configurations.flatMap(({ settings }) => Object.keys(settings)));
    for (const inputs of await providerInputs())
      expect(Object.keys(inputs).filter((name) => !recorded.has(name))).toEqual([]);
  });

  test("a new type, input or widget would be missed", () => {
    const added: Declared[] = [
      {
        stack: "dev",
        name: "new",
        type: "datadog:index/syntheticsTest:SyntheticsTest",
        inputs: { name: "a" },
      },
      { stack: "dev", name: "new", type: "datadog:index/monitor:Monitor", inputs: { escalationMessage: "still" } },
      {
        stack: "dev",
        name: "new",
        type: "datadog:index/dashboard:Dashboard",
        inputs: { widgets: [{ noteDefinition: { content: "a" } }, { sunburstDefinition: {} }] },
      },
    ];
    for (const covered of [recordedInputs(), variedInputs()]) {
      expect(uncovered(added, covered)).toEqual([
        "datadog:index/syntheticsTest:SyntheticsTest name",
        ...(covered.get("datadog:index/monitor:Monitor")?.has("escalationMessage")
          ? []
          : ["datadog:index/monitor:Monitor escalationMessage"]),
        "datadog:index/dashboard:Dashboard widgets[].sunburstDefinition",
      ]);
    }
  });
});

describe("the recordings", () => {
  const cases = [...corpus, ...recordedStackCases(), ...configurations].map(({ name }) => name);

  test("are of the corpus, one each", () => {
    expect(new Set(cases).size).toBe(cases.length);
    expect(
      recordings.names().filter((name) => !cases.includes(name)),
      "no case has these",
    ).toEqual([]);
    expect(
      cases.filter((name) => recordings.read(name) === undefined),
      REMEDY,
    ).toEqual([]);
  });

  test("are of one version of each plugin, and of none that is newer than what the stack's packages ask for", () => {
    const recorded = recordedVersions();
    expect([...recorded.keys()].sort()).toEqual(Object.keys(pluginVersions).sort());
    for (const [plugin, [version = "", ...others]] of recorded) {
      expect(others).toEqual([]);
      const asked = pluginVersions[plugin as PluginName];
      expect(asked.localeCompare(version, "en", { numeric: true }), `${plugin} ${version}`).toBeGreaterThanOrEqual(0);
    }
  });

  test("say nothing of the machine they were made on", () => {
    for (const name of recordings.names()) {
      expect(JSON.stringify(recordings.read(name)), name).not.toMatch(
        /\/(root|home|tmp|work)\/|BEGIN [A-Z ]*PRIVATE KEY/,
      );
    }
  });
});

test("docs/conformance.md counts what there is; `npm run docs` writes it", () => {
  expect(readDocument()).toBe(conformanceDocument());
});
