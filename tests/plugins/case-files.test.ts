import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { CaseFiles } from "./case-files.js";
import { recordings } from "./recording.js";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "case-files-"));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** In quotes that this project's YAML library would not write. */
const BY_HAND = `monitor/name/added:
  steps: [ 'one' ]
monitor/tags[0]/added:
  steps: [ 'two' ]
`;

function text(file = "monitor.yaml"): string {
  return fs.readFileSync(path.join(folder, file), "utf8");
}

function filesWith(content: string, file = "monitor.yaml"): CaseFiles<object> {
  fs.writeFileSync(path.join(folder, file), content);
  return new CaseFiles(folder);
}

test("a case that is recorded anew changes its own lines and no other's", () => {
  filesWith(BY_HAND).write("monitor/name/added", { steps: ["three"] });
  expect(text()).toBe(BY_HAND.replace("steps: [ 'one' ]", "steps:\n    - three"));
});

test("a new case stands at its name's place, a removed one leaves the others", () => {
  const files = filesWith(BY_HAND);
  files.write("monitor/name/null", { steps: [] });
  expect(text()).toBe(BY_HAND.replace("monitor/tags", "monitor/name/null:\n  steps: []\nmonitor/tags"));
  files.remove("monitor/name/null");
  expect(text()).toBe(BY_HAND);
});

test("a kind's first case makes its file, and its last one takes it away", () => {
  const files = new CaseFiles<object>(folder);
  for (const name of ["password/import", "stack/dev/a-monitor", "stack/dev/b-monitor", "stack/prod/a-monitor"])
    files.write(name, { steps: [] });
  expect(files.files().sort()).toEqual(["password.yaml", "stack/dev.yaml", "stack/prod.yaml"]);
  files.remove("password/import");
  expect(files.files()).not.toContain("password.yaml");
  expect(files.names()).toEqual(["stack/dev/a-monitor", "stack/dev/b-monitor", "stack/prod/a-monitor"]);
});

test("what was written is what is read, by this module and by whoever else reads YAML", () => {
  const awkward = {
    lines: "one\n\ntwo\n\n",
    // A line's end for JavaScript, none for YAML.
    separator: "one\u2028two",
    last: "monitor/b:\nmonitor/c: 1\n",
    empty: [],
    number: "5e+08",
  };
  const names = ["monitor/a: b", "monitor/#", "monitor/widgets[0].note", "monitor/z"];
  const files = new CaseFiles<object>(folder);
  for (const name of names) files.write(name, awkward);
  expect(new CaseFiles(folder).names()).toEqual([...names].sort());
  for (const name of names) expect(new CaseFiles(folder).read(name)).toEqual(awkward);
  expect(parse(text())).toEqual(Object.fromEntries(names.map((name) => [name, awkward])));
});

test("a case that is read and then written is read as it was written", () => {
  const files = filesWith(BY_HAND);
  expect(files.read("monitor/name/added")).toEqual({ steps: ["one"] });
  files.write("monitor/name/added", { steps: [] });
  expect(files.read("monitor/name/added")).toEqual({ steps: [] });
  expect(files.read("monitor/name/changed")).toBeUndefined();
  expect(files.read("password/import")).toBeUndefined();
});

test.each([
  ["a case that stands twice", `${BY_HAND}monitor/name/added:\n  steps: []\n`, "monitor/name/added stands here twice"],
  ["a case of another kind", `${BY_HAND}password/import:\n  steps: []\n`, "move it to password.yaml"],
  ["a merge that is not done", `<<<<<<< HEAD\n${BY_HAND}`, '"<<<<<<< HEAD" is no case\'s name'],
])("%s is said, with its file", (_, content, said) => {
  const files = filesWith(content);
  expect(() => files.names()).toThrow(said);
  expect(() => files.names()).toThrow(path.join(folder, "monitor.yaml"));
});

test("each file of the recordings is one that an editor opens and a forge shows", () => {
  const sizes = recordings.files().map((file) => [file, fs.statSync(path.join(recordings.folder, file)).size] as const);
  expect(sizes.length).toBeGreaterThan(0);
  expect(
    sizes.filter(([, bytes]) => bytes > 1_000_000),
    "give some of its cases another first word",
  ).toEqual([]);
});
