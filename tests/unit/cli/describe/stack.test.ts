import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSaved, savedText } from "../../../../cli/describe/declared";
import { declaredBy, describeStack } from "../../../../cli/describe/stack";
import { chosenStack, StackError, stacksIn } from "../../../../cli/stack/stacks";

const ROOT = path.join(__dirname, "../../../..");
const program = async () => (await import("../../../../index.js")).default();
const DEV = fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8");
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-describe-"));
fs.copyFileSync(path.join(ROOT, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** dev's settings with something else in them. */
function changed(change: (settings: string) => string): Promise<unknown> {
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), change(DEV));
  return describeStack(folder, "dev", new Date(), program);
}

test("a folder's stacks are those that have settings, however many", async () => {
  const stacks = fs.mkdtempSync(path.join(folder, "stacks-"));
  for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"]) {
    fs.copyFileSync(path.join(ROOT, file), path.join(stacks, file));
  }
  expect(stacksIn(stacks)).toEqual(["dev", "prod"]);
  // As the README makes them.
  for (const made of ["staging", "eu"]) {
    fs.copyFileSync(path.join(ROOT, "Pulumi.prod.yaml"), path.join(stacks, `Pulumi.${made}.yaml`));
  }
  expect(stacksIn(stacks)).toEqual(["dev", "eu", "prod", "staging"]);
  expect(JSON.stringify(await describeStack(stacks, "staging", new Date(), program))).toContain("env:staging");
});

test("the stack may be left out where there is only one; what can't be meant is refused with those there are", () => {
  expect(chosenStack(undefined, ["dev"])).toBe("dev");
  expect(chosenStack("prod", ["dev", "prod"])).toBe("prod");
  expect(() => chosenStack(undefined, ["dev", "prod"])).toThrow("--stack is missing; there are dev, prod");
  expect(() => chosenStack("dve", ["dev", "prod"])).toThrow("there is no Pulumi.dve.yaml; there are dev, prod");
  expect(() => chosenStack(undefined, [])).toThrow("--stack is missing; there is none here");
});

test("what is kept to be compared with later has no secret, no script and no connection in it", async () => {
  const declared = await declaredBy(ROOT, "dev", program);
  const text = savedText(declared);
  expect(text).not.toMatch(/PRIVATE KEY|"connection"|"stdin"|"0{32}|stands-in/);
  expect(readSaved(text, "kept.json")).toMatchObject({ stack: "dev", hosts: declared.hosts });
  expect(() => readSaved("{}", "kept.json")).toThrow(
    "kept.json is no saved description; write one to another file with",
  );
});

test("settings' mistakes are said as a preview says them", async () => {
  await expect(changed((text) => text.replace("team:sre", "team sre"))).rejects.toThrow(
    /^Pulumi\.dev\.yaml: 1 mistake\n {2}tags\[1\] "team sre" is not a tag; expected /,
  );
});

const UNENDING = `overMinutes: 5\n      renotify: { everyMinutes: 60, words: "{{#is_alert}} again" }`;

test("a monitor's mistakes are said with the monitor's name", async () => {
  await expect(changed((text) => text.replace("overMinutes: 5", UNENDING))).rejects.toThrow(
    /^MetricMonitor my-metric: .* \[/,
  );
});

test("a file that is no YAML is named with the line, which is not quoted", async () => {
  const error: unknown = await changed((text) => text.replace("notify:", "notify: [secret")).catch(
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(StackError);
  expect(String(error)).toMatch(/Pulumi\.dev\.yaml:\d+ is not YAML \(\w+\); mend that line$/);
});

test("hosts that share settings by a merge key are described, as the engine reads them", async () => {
  const merged = changed((text) =>
    text
      .replace("  lookout:hosts:\n", "  lookout:hosts:\n    - &common\n      name: db0\n      tags: [role:db]\n")
      .replace(/ {4}- name: db2\n {6}tags:\n {8}- role:db\n/, "    - <<: *common\n      name: db2\n"),
  );
  await expect(merged).resolves.toMatchObject({ stack: "dev" });
});

test.each([
  ["an alias of nothing", "  x: *nothing\n"],
  [
    "aliases that multiply",
    `  a: &a [1, 2, 3]\n${["b", "c", "d", "e", "f"].map((name, i) => `  ${name}: &${name} [${`*${"abcde"[i] ?? ""}, `.repeat(9)}]\n`).join("")}`,
  ],
  ["a merge of a number", "  x:\n    <<: 3\n"],
])("%s is said in words, with the file", async (_, lines) => {
  await expect(changed((text) => text.replace("config:\n", `config:\n${lines}`))).rejects.toThrow(
    /^Pulumi\.dev\.yaml has an alias \(\*name\) or a merge key \(<<\) that can't be followed/,
  );
});
