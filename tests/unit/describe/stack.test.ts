import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeStack } from "../../../describe/stack";
import { chosenStack, StackError, stacksIn } from "../../../describe/stacks";

const ROOT = path.join(__dirname, "../../..");
const DEV = fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8");
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-describe-"));
fs.copyFileSync(path.join(ROOT, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** dev's settings with something else in them. */
function changed(change: (settings: string) => string): Promise<unknown> {
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), change(DEV));
  return describeStack(folder, "dev", new Date());
}

test("a folder's stacks are those that have settings", () => {
  expect(stacksIn(ROOT)).toEqual(["dev", "prod"]);
});

test("the stack may be left out where there is only one; what can't be meant is refused with those there are", () => {
  expect(chosenStack(undefined, ["dev"])).toBe("dev");
  expect(chosenStack("prod", ["dev", "prod"])).toBe("prod");
  expect(() => chosenStack(undefined, ["dev", "prod"])).toThrow("--stack is missing; there are dev, prod");
  expect(() => chosenStack("dve", ["dev", "prod"])).toThrow("there is no Pulumi.dve.yaml; there are dev, prod");
  expect(() => chosenStack(undefined, [])).toThrow("--stack is missing; there is none here");
});

test("settings' mistakes are said as a preview says them", async () => {
  await expect(changed((text) => text.replace("team:sre", "team sre"))).rejects.toThrow(
    /^Pulumi\.dev\.yaml: 1 mistake\n {2}tags\[1\] "team sre" is not a tag; expected /,
  );
});

test("a monitor's mistakes are said with the monitor's name", async () => {
  await expect(changed((text) => text.replace("warning: 500", "warning: 900"))).rejects.toThrow(
    /^MetricMonitor my-metric: .* \[monitor\/warning-past-critical\]/,
  );
});

test("a file that is no YAML is named with the line, which is not quoted", async () => {
  const error: unknown = await changed((text) => text.replace("notify:", "notify: [secret")).catch(
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(StackError);
  expect(String(error)).toMatch(/Pulumi\.dev\.yaml:\d+ is not YAML \(\w+\); mend that line$/);
});
