import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { declaredBy } from "../../../../cli/describe/stack";
import type { Declared } from "../../../../cli/describe/declared";
import { filesIn, ofStack, readRehearsals } from "../../../../cli/rehearse/files";
import { drawings } from "../../../../cli/rehearse/formats/drawings";
import { rehearsedText } from "../../../../cli/rehearse/formats/text";
import { hasFailed, type Outcome, outcomesOf, withoutRehearsal } from "../../../../cli/rehearse/outcome";
import { surroundingsOf } from "../../../../cli/rehearse/surroundings";
import { rehearse } from "../../../../datadog/evaluate/rehearse";
import { documents } from "../../docs/documented";

const ROOT = path.join(__dirname, "../../../..");

let declared: Declared;
let outcomes: readonly Outcome[];

/** All rehearsals of a stack that comes with the repository. */
async function played(stack: string): Promise<{ declared: Declared; outcomes: readonly Outcome[] }> {
  const of = await declaredBy(ROOT, stack, async () => (await import("../../../../index.js")).default());
  const { rehearsals, found } = readRehearsals(filesIn([{ folder: path.join(ROOT, "rehearsals"), isOfPack: false }]));
  const result = outcomesOf(ofStack(rehearsals, stack), of.registrations, surroundingsOf(of), rehearse);
  expect([...found, ...result.found]).toEqual([]);
  return { declared: of, outcomes: result.outcomes };
}

beforeAll(async () => {
  ({ declared, outcomes } = await played("dev"));
});

test.each(["dev", "prod"])("all are as they are expected: %s", async (stack) => {
  const failed = (stack === "dev" ? outcomes : (await played(stack)).outcomes).filter(hasFailed);
  const shown = { stack, outcomes: failed, missing: [], seconds: 0 };
  expect(failed, rehearsedText(shown, { columns: 120, colour: false })).toEqual([]);
});

test("each monitor of the stack has one, which is played", () => {
  expect(withoutRehearsal(outcomes, declared.registrations)).toEqual([]);
  const played = outcomes.filter(({ shown }) => shown.kind === "played");
  expect(withoutRehearsal(played, declared.registrations)).toEqual([]);
});

test("each of them expects that something is said", () => {
  const said = outcomes.filter(({ shown }) => shown.kind === "played" && shown.expected.length > 0);
  expect(withoutRehearsal(said, declared.registrations)).toEqual([]);
});

describe("what the documents begin with", () => {
  const [, example = "", , said = ""] =
    /```yaml\n([^]*?)```([^]*?)```\n([^]*?)```/.exec(
      fs.readFileSync(path.join(ROOT, "docs/rehearsals.md"), "utf8").replace(/^[^]*?## The first five minutes/, ""),
    ) ?? [];

  /** In a terminal. */
  function shown(text: string): string {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-rehearsed-"));
    try {
      const file = path.join(folder, "my-metric.yaml");
      fs.writeFileSync(file, text);
      const { rehearsals } = readRehearsals([{ name: file, isOfPack: false }]);
      const result = outcomesOf(rehearsals, declared.registrations, surroundingsOf(declared), rehearse);
      const of = { stack: "dev", outcomes: result.outcomes, missing: [], seconds: 0 };
      return rehearsedText(of, { columns: 74, colour: false }).replaceAll(folder, "rehearsals");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }

  test("is as it is expected", () => {
    expect(said).toContain("came");
    expect(shown(example)).toContain("1 rehearsal: 1 passed");
  });

  test("is told so where the alert is expected too early", () => {
    expect(shown(example.replace("18:35, state: alert", "18:30, state: alert"))).toContain(said.trimEnd());
  });
});

test("the picture that the documents show is what is drawn now", async () => {
  const picture = "docs/images/rehearsal.svg";
  expect(
    documents().some((file) => fs.readFileSync(path.join(ROOT, file), "utf8").includes(path.basename(picture))),
  ).toBe(true);
  const [drawn] = drawings(outcomes.filter(({ rehearsal }) => rehearsal.said.name.startsWith("my_metric crosses")));
  await expect(drawn?.svg).toMatchFileSnapshot(path.join(ROOT, picture));
});
