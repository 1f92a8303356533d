import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

/**
 * Each version stands once, where its own tool reads it: npm packages and the floor of Node.js in package.json, the Node.js
 * that make gets in build/node-*, the engine and Go in sandbox/engine/go.mod. All else asks there.
 */
const ROOT = path.join(__dirname, "../../..");

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly engines?: { readonly node: string };
}

const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");
const manifest = (file: string) => JSON.parse(read(file)) as Manifest;
const packagesOf = ({ dependencies, devDependencies, optionalDependencies }: Manifest): [string, string][] =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

const root = manifest("package.json");
const packages = new Map(packagesOf(root));
const floor = root.engines?.node.replace(">=", "") ?? "";
const releases = ["node-22", "node-24"].map((folder) => manifest(`build/${folder}/package.json`));
const [, go = ""] = /^go (\S+)$/m.exec(read("sandbox/engine/go.mod")) ?? [];
const engines = [...read("sandbox/engine/go.mod").matchAll(/pulumi\/pulumi\/(?:pkg|sdk)\/v3 v(\S+)/g)].map(
  ([, version = ""]) => version,
);
const [engine = ""] = engines;

/** The version itself, and not a longer one that it is a part of. */
const named = (version: string): RegExp => new RegExp(`(?<![\\d.])${version.replaceAll(".", "\\.")}(?!\\d|\\.\\d)`);
const minor = (version: string): string => version.split(".").slice(0, 2).join(".");

const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");

test("every npm package is pinned to one release", () => {
  for (const [name, version] of packages)
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});

test("a package that both the product and the sandbox use is pinned by the product alone", () => {
  const shared = packagesOf(manifest("sandbox/package.json")).filter(([name]) => packages.has(name));
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.filter(([, version]) => version !== "*")).toEqual([]);
});

test("a team's repository begins with the packages that the product is tested with", () => {
  for (const [name, version] of packagesOf(manifest("template/package.json"))) {
    expect([name, version]).toEqual([name, packages.get(name)]);
  }
});

test("the engine is of the SDK's release", () => {
  expect(new Set([...engines, packages.get("@pulumi/pulumi")])).toEqual(new Set([engine]));
});

test("a Node.js that make gets is of the release that its folder says, for every machine the same, and new enough", () => {
  for (const [index, release] of releases.entries()) {
    const [version = "", ...others] = new Set(Object.values(release.optionalDependencies ?? {}));
    expect(others).toEqual([]);
    expect(version).toMatch(index === 0 ? /^22\./ : /^24\./);
    expect(version.localeCompare(floor, "en", { numeric: true })).toBeGreaterThanOrEqual(0);
  }
});

test("a team's CI runs the Node.js that make gets by default", () => {
  const [, byDefault = ""] = /^default=(\d+)$/m.exec(read("build/node.sh")) ?? [];
  const versions = [...read("template/.github/workflows/pulumi.yml").matchAll(/node-version: (\d+)/g)].map(
    ([, one]) => one,
  );
  expect(new Set(versions)).toEqual(new Set([byDefault]));
});

test("no program, script or test names one of these versions again", () => {
  const pinned = [
    ...[engine, minor(engine), go, floor],
    ...["@pulumi/datadog", "@pulumi/random", "@pulumi/command"].map((name) => packages.get(name) ?? ""),
    ...["typescript", "vitest", "eslint"].map((name) => packages.get(name) ?? ""),
    ...releases.flatMap((release) => Object.values(release.optionalDependencies ?? {})),
  ];
  const programs = files.filter(
    (file) => /\.(ts|mts|mjs|sh|go|py|yml)$|Makefile$/.test(file) && !file.includes("recordings/"),
  );
  expect(programs.length).toBeGreaterThan(300);
  const twice = programs.flatMap((file) => {
    const text = read(file);
    return pinned.filter((version) => named(version).test(text)).map((version) => `${file}: ${version}`);
  });
  expect(twice).toEqual([]);
});

/** What a document says of a version, and what is right of it. */
const SAID: readonly [RegExp, readonly string[]][] = [
  [/\b(3\.\d{3}(?:\.\d+)?)\b/g, [engine, minor(engine)]],
  [/Node(?:\.js)?(?: ≥| \(at least\))? (\d+(?:\.\d+)*)/g, [floor, "22", "24"]],
  [/\bGo (?:≥ )?(\d+\.\d+(?:\.\d+)?)/g, [go, minor(go)]],
];

test("what a document says of a version is what is pinned", () => {
  // What was measured with a version says which for ever: the changelog, and the comparison with official plugins.
  const documents = files.filter(
    (file) => /^(README\.md|(docs|sandbox|template)\/[^/]*\.md)$/.test(file) && file !== "docs/conformance.md",
  );
  const said = documents.flatMap((file) =>
    SAID.flatMap(([pattern, right]) =>
      [...read(file).matchAll(pattern)].map(([words, version = ""]) => ({
        file,
        words,
        right: right.includes(version),
      })),
    ),
  );
  expect(said.length).toBeGreaterThan(5);
  expect(said.filter(({ right }) => !right)).toEqual([]);
});
