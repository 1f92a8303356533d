import * as fc from "fast-check";
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { quotedScalar, yaml } from "../../../components/agent/yaml";

/** As Datadog's Python reads it: PyYAML, of YAML 1.1. One process for all texts. */
function pyYaml(texts: readonly string[]): unknown {
  const program =
    "import json, sys, yaml\nprint(json.dumps([yaml.load(t.encode(), yaml.SafeLoader) for t in json.load(sys.stdin)]))";
  const { stdout, stderr, status } = spawnSync("python3", ["-c", program], {
    input: JSON.stringify(texts),
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}
const noPyYaml = spawnSync("python3", ["-c", "import yaml"]).status !== 0;

/** What YAML 1.1, or one of its readers, sees something else in. */
const AMBIGUOUS = [
  ...["off", "no", "on", "yes", "y", "N", "True", "null", "~", "", "Off", "NO"],
  ...["12:30", "190:20:30", "1:2.5", "2024-01-02", "2024-01-02 03:04:05", "1_000", "0o7", "017", "0x1f", "0b11", "+1"],
  ...[
    "1e3",
    "1.0e+3",
    "-.inf",
    ".nan",
    ".",
    "-",
    "=",
    "<<",
    "*a",
    "&a",
    "!x",
    "|",
    ">",
    "@x",
    "`x",
    "%x",
    "? x",
    "- x",
  ],
  ...["a: b", "a #b", "a:", " a", "a ", "\ta", "a\tb", "#", "{a}", "[a]", "a,b", "'a'", '"a"', "a\\b", "---", "..."],
  ...["a\nb", "a\n", "\na", "a\n\nb\n\n", " a\nb", "a\n b", "a\r\nb", "a\rb", "\n", "a \nb", "a\n# b", "a\n\tb"],
  ...[" \n", " \n\n", "  \n ", "\n \n", "a\n \n", "a\n   \nb", " \na"],
  ...[
    "\0",
    "\u0001",
    "\u001b[0m",
    "\u007f",
    "a\u0085b",
    "a\u00a0b",
    "a\u2028b",
    "a\u2029b",
    "\ufeffa",
    "a\ufeff",
    "\uffff",
  ],
  ...["a\n\u0085b", "é", "naïve", "été\nà", "日本\n語", "😀", "a\n😀", "x".repeat(2000)],
];
const text = fc.oneof(
  fc.constantFrom(...AMBIGUOUS),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...Array.from(" \n\t:#-=<0123456789_.eox+yn'\"\\\u0085\u2028\ufeff")) }),
);
const same = (value: unknown) => value;

// field/hosts.md 13
test.each(AMBIGUOUS)("%j is the same text to readers of YAML 1.1 and 1.2, as value, item and key", (one) => {
  const value = { value: one, list: [one], [one]: 1 };
  for (const version of ["1.1", "1.2"] as const) expect(parse(yaml(value, same), { version })).toEqual(value);
});

// field/hosts.md 13
test.skipIf(noPyYaml)("PyYAML reads back whatever text was written, as value, item, key and secret", () => {
  const values = [...AMBIGUOUS, ...fc.sample(text, 600)].map((one) => ({ a: one, b: [[one]], c: { [one]: one } }));
  expect(pyYaml(values.map((value) => yaml(value, same)))).toEqual(values);
  expect(pyYaml(values.map(({ a }) => `password: ${quotedScalar(a)}\n`))).toEqual(
    values.map(({ a }) => ({ password: a })),
  );
});

// field/hosts.md 13
test.skipIf(noPyYaml)("PyYAML reads back whatever number, flag or nothing was written", () => {
  const scalar = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean());
  const values = [1e21, 1e-7, -2.5e-9, 0, null, ...fc.sample(scalar, 200)].map((a) => ({
    a: Object.is(a, -0) ? 0 : a,
  }));
  expect(pyYaml(values.map((value) => yaml(value, same)))).toEqual(values);
});

test("what needs no quotes has none, and lines stand as lines", () => {
  expect(yaml({ host: "db1", tags: ["env:dev"], query: "SELECT 1\nFROM t\n", path: "/run/x" }, same)).toBe(
    "host: db1\ntags:\n  - env:dev\nquery: |\n  SELECT 1\n  FROM t\npath: /run/x\n",
  );
});

test("one part in two places is written twice, without an alias", () => {
  const part = { a: "b" };
  expect(yaml({ one: part, two: part }, same)).toBe("one:\n  a: b\ntwo:\n  a: b\n");
});
