import { describe, expect, test } from "vitest";
import type { Kind } from "../../../../datadog/owned";
import type { Found } from "../../../../cli/orphans/found";
import { compared, doubtAbout, inOrderOfRemoval, report } from "../../../../cli/orphans/report";

const found = (kind: Kind, id: string, over: Partial<Found> = {}): Found => ({
  ...{ kind, id, resource: `of-${id}`, title: `Title of ${id}`, url: `https://app.example.com/${id}` },
  ...{ made: undefined, by: undefined, isComposite: false },
  ...over,
});
const known = ({ kind, id }: Found) => ({ kind, id, resource: "" });

const [FIRST, SECOND] = [found("monitor", "1"), found("monitor", "2")];

describe("what is reported", () => {
  test("is that all is well where the state knows everything", () => {
    expect(report(compared("lookout/dev", [FIRST, SECOND], [known(FIRST), known(SECOND)]))).toBe(
      "Of lookout/dev Datadog has 2 objects, and the state knows each of them.",
    );
  });

  test("is of each orphan its kind, name, id, title and page, and when and by whom it was made where Datadog says so", () => {
    const made = new Date("2026-11-28T10:00:00Z");
    const told = found("dashboard", "abc-def-ghi", { made, by: "ci@example.com" });
    expect(report(compared("lookout/dev", [FIRST, SECOND, told], [known(FIRST)])).split("\n")).toEqual([
      "Of lookout/dev Datadog has 3 objects; the state does not know 2 of them:",
      "monitor of-2 (2)  Title of 2",
      "  https://app.example.com/2",
      "dashboard of-abc-def-ghi (abc-def-ghi)  Title of abc-def-ghi",
      "  https://app.example.com/abc-def-ghi  made 2026-11-28T10:00:00.000Z by ci@example.com",
      expect.stringMatching(/look before you delete/),
    ]);
  });

  test("is an object of another kind with the id of one that the state knows", () => {
    const namesake = found("downtime", "1");
    expect(compared("lookout/dev", [FIRST, namesake], [known(FIRST)]).orphans).toEqual([namesake]);
  });
});

describe("what is deleted", () => {
  test.each([
    ["the state knows the stack's own", [FIRST, SECOND], [known(FIRST)]],
    ["the state knows all", [FIRST], [known(FIRST)]],
    ["there is none", [], []],
  ])("is beyond doubt where %s", (_, all, inState) => {
    expect(doubtAbout(compared("lookout/dev", all, inState), false)).toBeUndefined();
  });

  test("is doubted where the state has nothing: it may be another login's, or the stack was destroyed", () => {
    const comparison = compared("lookout/dev", [FIRST, SECOND], []);
    expect(doubtAbout(comparison, false)).toMatch(
      /^nothing is deleted: .* none of lookout\/dev's objects .*pulumi whoami --verbose.*run pulumi up first; .*add --destroyed$/,
    );
    expect(doubtAbout(comparison, true)).toBeUndefined();
  });

  test("is doubted where the state has objects, and none that Datadog has: it is of another organization", () => {
    const comparison = compared("lookout/dev", [FIRST], [known(SECOND)]);
    const doubt = doubtAbout(comparison, false);
    expect(doubt).toMatch(/pulumi up --refresh first$/);
    expect(doubt).not.toContain("--destroyed");
  });

  test("is doubted where a stack that has objects is said to be destroyed", () => {
    expect(doubtAbout(compared("lookout/dev", [FIRST, SECOND], [known(FIRST)]), true)).toMatch(/leave --destroyed out/);
  });

  test("goes in an order that Datadog allows: a downtime before its monitor, a composite before its parts", () => {
    const composite = found("monitor", "3", { isComposite: true });
    const downtime = found("downtime", "4");
    expect(inOrderOfRemoval([FIRST, SECOND, composite, downtime]).map(({ id }) => id)).toEqual(["4", "3", "1", "2"]);
    const [slo, dashboard] = [found("slo", "5"), found("dashboard", "6")];
    expect(inOrderOfRemoval([FIRST, slo, dashboard]).map(({ id }) => id)).toEqual(["6", "5", "1"]);
  });
});
