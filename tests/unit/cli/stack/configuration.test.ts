import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { configurationOf } from "../../../../cli/stack/configuration";
import { projectOf } from "../../../../cli/stack/project";

const root = fs.mkdtempSync(path.join(tmpdir(), "lookout-configuration-"));

afterAll(() => {
  fs.rmSync(root, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A project's folder with these files. */
function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = fs.mkdtempSync(path.join(root, "project-"));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), typeof content === "string" ? content : stringify(content));
  }
  return folder;
}

const NOTHING = { config: [] };
const read = (folder: string, options: Partial<Parameters<typeof configurationOf>[2]> = {}, stack = "prod") =>
  configurationOf(projectOf(folder), stack, { ...NOTHING, ...options });

test("what the stack's file leaves out is as the project's has it, and what the command line says comes first", async () => {
  const folder = folderWith({
    "Pulumi.yaml": {
      name: "shop",
      config: { size: { default: 3 }, "lookout:tags": { value: ["a:b"] }, own: { type: "string" } },
    },
    "Pulumi.prod.yaml": { config: { "aws:region": "eu-1", "lookout:notify": ["@a"], "shop:size": 4 } },
  });
  expect(await read(folder)).toEqual({
    "shop:size": 4,
    "lookout:tags": ["a:b"],
    "aws:region": "eu-1",
    "lookout:notify": ["@a"],
  });
  expect(await read(folder, { config: ["lookout:notify[0]=@b", "size=5"], configPath: true })).toMatchObject({
    "lookout:notify": ["@b"],
    "shop:size": "5",
  });
});

test.each([
  ["stackConfigDir", { stackConfigDir: "stacks" }],
  ["its old name", { config: "stacks" }],
])(
  "a stack's file is found where %s says, from a folder in the project too, by the stack's full name",
  async (_, said) => {
    const folder = folderWith({
      "Pulumi.yaml": { name: "shop", ...said },
      "stacks/Pulumi.prod.yaml": { config: { "lookout:notify": ["@a"] } },
      "src/index.ts": "",
    });
    expect(await read(path.join(folder, "src"), {}, "acme/shop/prod")).toEqual({ "lookout:notify": ["@a"] });
  },
);

test("a file that is named is read in place of the stack's; one that is not there is named", async () => {
  const folder = folderWith({ "Pulumi.yaml": { name: "shop" }, "other.yaml": { config: { "lookout:x": "1" } } });
  expect(await read(folder, { configFile: path.join(folder, "other.yaml") })).toEqual({ "lookout:x": "1" });
  await expect(read(folder)).rejects.toThrow("Pulumi.prod.yaml can't be read (ENOENT)");
  expect(() => projectOf(root)).toThrow(/^there is no Pulumi\.yaml in .*, nor in a folder around it; see --cwd$/);
});

const ESC = { "Pulumi.yaml": { name: "shop" }, "Pulumi.prod.yaml": { environment: ["lookout/prod"], config: {} } };

/** A CLI that answers so. */
function cli(script: string): void {
  const folder = fs.mkdtempSync(path.join(root, "bin-"));
  fs.writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}:${process.env.PATH ?? ""}`);
}

/**
 * Of a stack without environments, printed by the CLI (`pulumi config --json`, `pulumi config`); `[unknown]`, which an
 * environment has that is checked and not opened, as its source prints it (pkg/workspace/config.go, toPlaintext).
 */
const JSON_PRINTED = {
  "lookout:agent": {
    value: '{"extra":{"a b":[{"x":"007"}]}}',
    objectValue: { extra: { "a b": [{ x: "007" }] } },
    secret: false,
  },
  "lookout:datadog": { secret: true },
  "lookout:notify": { value: '["@a"]', objectValue: ["@a"], secret: false },
  "lookout:token": { secret: true },
  "lookout:region": { value: "[unknown]", secret: false },
  "shop:multi": { value: "a\nb c", secret: false },
  "shop:secret": { secret: true },
};
const TABLE = `KEY              VALUE
lookout:agent    {"extra":{"a b":[{"x":"007"}]}}
lookout:datadog  {"apiKey":"[secret]","site":"datadoghq.eu"}
lookout:notify   ["@a"]
lookout:region   [unknown]
lookout:token    [secret]
multi            a
                 b c
secret           {"x":["[secret]",1]}

ENVIRONMENT VARIABLE  VALUE
AWS_REGION            eu-central-1
`;

test("what an environment of Pulumi ESC says is asked of the CLI, which opens no secret for it", async () => {
  cli(`case "$*" in
  *show-secrets*|*--open*) exit 9 ;;
  "config --json --stack prod"*) cat <<'EOF'\n${JSON.stringify(JSON_PRINTED)}\nEOF\n;;
  "config --stack prod"*) cat <<'EOF'\n${TABLE}EOF\n;;
  *) exit 8 ;;
esac`);
  expect(await read(folderWith(ESC))).toEqual({
    "lookout:agent": { extra: { "a b": [{ x: "007" }] } },
    "lookout:datadog": { apiKey: { secure: "" }, site: "datadoghq.eu" },
    "lookout:notify": ["@a"],
    "lookout:region": { secure: "" },
    "lookout:token": { secure: "" },
    "shop:multi": "a\nb c",
    "shop:secret": { x: [{ secure: "" }, 1] },
  });
});

test("where it can't be had that is said in a sentence, with what to do", async () => {
  cli("echo 'error: backend vm does not support environments' >&2; exit 255");
  await expect(read(folderWith(ESC))).rejects.toThrow(
    /^Pulumi\.prod\.yaml takes settings from the environment lookout\/prod, which only Pulumi Cloud knows, and pulumi config failed: backend vm does not support environments; log in there/,
  );
  vi.stubEnv("PATH", "/nowhere");
  await expect(read(folderWith(ESC))).rejects.toThrow(/and pulumi is not on PATH; /);
});
