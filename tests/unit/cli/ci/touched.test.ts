import * as path from "node:path";
import { expect, test } from "vitest";
import { touched } from "../../../../cli/ci/touched";
import { readMap } from "../../../../cli/stack/project";

const STACKS = new Map<string, unknown>([
  ["prod", { config: { "lookout:hosts": "inventory/prod", "lookout:overlay": "./shared.yaml" } }],
  ["dev", { config: { "lookout:hosts": [{ name: "db1", services: [{ source: "apps/flask" }] }] } }],
]);

test.each([
  ["a stack's own file", ["Pulumi.dev.yaml"], ["dev"]],
  ["both files", ["Pulumi.prod.yaml", "Pulumi.dev.yaml"], ["dev", "prod"]],
  ["what a stack's file names", ["shared.yaml"], ["prod"]],
  ["what is in a folder that it names", ["inventory/prod/hosts.yaml", "apps/flask/app/routes.py"], ["dev", "prod"]],
  ["a folder whose name only begins alike", ["inventory/production/hosts.yaml"], ["dev", "prod"]],
  ["the program", ["Pulumi.dev.yaml", "index.ts"], ["dev", "prod"]],
  ["the locked packages", ["package-lock.json"], ["dev", "prod"]],
  ["the page that the stack shows", ["Pulumi.README.md"], ["dev", "prod"]],
  ["words about it, and its pipeline", ["README.md", "docs/monitors.md", ".github/workflows/pulumi.yml"], []],
  ["a stack that goes", ["Pulumi.old.yaml"], []],
  ["nothing", [], []],
])("%s", (_, changed, stacks) => {
  expect(touched(changed, STACKS)).toEqual(stacks);
});

test("where the stacks' files have a folder of their own, one of another folder is none of a stack", () => {
  const changed = ["stacks/Pulumi.prod.yaml", "shared.yaml"];
  expect(touched(changed, STACKS, "stacks")).toEqual(["prod"]);
  expect(touched(["stacks/Pulumi.prod.yaml"], STACKS)).toEqual(["dev", "prod"]);
});

test("an application of this repository touches the stacks that run it", () => {
  const root = path.join(__dirname, "../../../..");
  const stacks = new Map(["dev", "prod"].map((name) => [name, readMap(root, `Pulumi.${name}.yaml`)]));
  expect(touched(["apps/flask/app/routes.py"], stacks)).toEqual(["dev", "prod"]);
});
