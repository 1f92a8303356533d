import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { type Documented, documentedIn, documents } from "./documented";
import { RUN_BY } from "./run-by";

const ROOT = path.join(__dirname, "../../..");
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

/** Those of the comparison with the official plugins need these, which `make test` has not. */
const documented = documents()
  .filter((file) => file !== "docs/conformance.md")
  .flatMap(documentedIn);

/** As the table has it: the stacks of examples are one, and so are versions. */
function general({ command }: Documented): string {
  return command
    .replace(/(--stack |init |Pulumi\.)(?:dev|staging|prod|NAME)\b(?!\.yaml Pulumi)/g, "$1STACK")
    .replace(/lookout-\d+\.\d+\.\d+/g, "lookout-VERSION");
}

test.each(documented.map((one) => [`${one.file}, ${one.heading}: ${one.command}`, one] as const))(
  "%s is run by a test",
  (_, one) => {
    expect(Object.keys(RUN_BY)).toContain(general(one));
  },
);

test.each(Object.entries(RUN_BY))("%s is documented, and run by the test that is named", (command, { file, says }) => {
  expect(documented.map(general)).toContain(command);
  expect(read(file)).toContain(says);
});

test("a script that a document names is one", () => {
  const scriptsOf = (file: string) => Object.keys((JSON.parse(read(file)) as { scripts: object }).scripts);
  const scripts = [...scriptsOf("package.json"), ...scriptsOf("template/package.json")];
  const named = documented.flatMap(({ command }) => /npm run (?:-s |--silent )?([\w:-]+)/.exec(command)?.[1] ?? []);
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});
