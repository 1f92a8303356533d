import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

const DOCS = path.join(__dirname, "../../docs/concepts.md");

/** Parent and child, type by type, of the URNs in a golden plan. */
function edges(plan: string): ReadonlySet<string> {
  const types = [...plan.matchAll(/^urn:pulumi:dev::lookout::(\S+?)::/gm)].map(([, chain = ""]) => chain.split("$"));
  return new Set(
    types.flatMap((chain) =>
      ["stack", ...chain].slice(1).map((child, i) => `${["stack", ...chain][i] ?? ""} ${child}`),
    ),
  );
}

/** `HostAgent` of `lookout:agent:HostAgent`. */
function node(type: string): string {
  const name = type.split(":").at(-1) ?? "";
  return type === "stack" ? "stack" : type.startsWith("lookout:") ? name : `${name}("${type}")`;
}

test("the picture of the resource tree is that of the stack", () => {
  const plan = fs.readFileSync(path.join(__dirname, "dev.txt"), "utf8");
  const lines = [...edges(plan)].map((edge) => edge.split(" ").map(node).join(" --> ")).sort();
  const picture = ["```mermaid", "flowchart LR", ...lines.map((line) => `  ${line}`), "```"].join("\n");
  expect(fs.readFileSync(DOCS, "utf8")).toContain(picture);
});
