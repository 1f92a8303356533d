import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { keyChanges } from "../../../../cli/adoption/keys";

test.each<[string, string, string, readonly string[] | undefined]>([
  ["nothing where only the writing differs", "# by hand\nsite: 'datadoghq.eu'\n", "site: datadoghq.eu\n", []],
  ["another value", "log_level: warn\n", "log_level: info\n", ['log_level: "warn" → "info"']],
  ["one that comes", "", "site: datadoghq.eu\n", ['+ site: "datadoghq.eu"']],
  ["one that goes", "logs_enabled: true\n", "{}\n", ["- logs_enabled: true"]],
  [
    "below a key",
    "apm_config: { enabled: true, receiver_port: 8126 }\n",
    "apm_config: { enabled: true, receiver_port: 9126 }\n",
    ["apm_config.receiver_port: 8126 → 9126"],
  ],
  ["a list as a whole", "tags: [a, b]\n", "tags: [a, c]\n", ['tags: ["a","b"] → ["a","c"]']],
  [
    "an instance by its place",
    "instances: [{ host: a }, { host: b }]\n",
    "instances: [{ host: a }]\n",
    ['- instances[1].host: "b"'],
  ],
  ["a secret by its name", "api_key: abc\n", "api_key: def\n", ["api_key: [not shown] → [not shown]"]],
  ["a list of keys", "x:\n  - 0123456789abcdef0123456789abcdef\n", "x: []\n", ["x: [not shown] → []"]],
  ["a URL with a password", "proxy: { https: 'http://u:p@x' }\n", "", ["- proxy.https: [not shown]"]],
  ["a list below a secret's name", "token: [abc]\n", "", ["- token: [not shown]"]],
  ["no YAML", "a: [\n", "a: 1\n", undefined],
  ["no keys", "- a\n", "a: 1\n", undefined],
])("keys of a file that become others: %s", (_, found, written, changes) => {
  expect(keyChanges(found, written)).toEqual(changes);
});

test("zero is zero, with a sign and without", () => {
  expect(keyChanges("a: -0\nb: [-0]\n", "a: 0\nb: [0]\n")).toEqual([]);
});

test("of two files with the same keys nothing is said, whatever they hold", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.jsonValue({ maxDepth: 3 })), (keys) => {
      expect(keyChanges(stringify(keys), JSON.stringify(keys))).toEqual([]);
    }),
  );
});
