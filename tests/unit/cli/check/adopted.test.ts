import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { objectNeeds } from "../../../../cli/check/objects";
import { declaredBy } from "../../../../cli/describe/stack";

const ROOT = path.join(__dirname, "../../../..");
const program = async () => (await import("../../../../index.js")).default();

test("what a stack takes over is asked for by its ids", async () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-check-"));
  onTestFinished(() => {
    fs.rmSync(folder, { recursive: true });
  });
  fs.copyFileSync(path.join(ROOT, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  const dev = fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8");
  const adopt =
    '  lookout:objects: { adopt: { monitors: { my-metric: "4711" }, dashboards: { hosts: abc-def-ghi } } }\n';
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), dev.replace("config:\n", `config:\n${adopt}`));
  const { registrations } = await declaredBy(folder, "dev", program);
  expect(objectNeeds(registrations).map(({ of, by }) => [of, by])).toEqual(
    expect.arrayContaining([
      ["monitor 4711", ["monitor my-metric"]],
      ["dashboard abc-def-ghi", ["dashboard hosts"]],
    ]),
  );
});
