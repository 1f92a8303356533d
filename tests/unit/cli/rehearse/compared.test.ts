import { describe, expect, test } from "vitest";
import type { Notification, StateChange } from "../../../../datadog/evaluate/timeline";
import { differences, expectedAt } from "../../../../cli/rehearse/compared";
import { differenceInLines } from "../../../../cli/rehearse/formats/said";
import { came, CLOCK, minutes, said, timeline } from "./played";

function compared(expect_: readonly object[], notifications: readonly Notification[], more: object = {}): string[] {
  const { expect: wanted, states } = said({ expect: expect_, ...more });
  const changes: StateChange[] = [
    { time: minutes(0), group: "host:db1", to: "OK" },
    { time: minutes(12), group: "host:db1", from: "OK", to: "Alert" },
  ];
  return differences(
    timeline({ notifications, changes }),
    expectedAt(wanted, CLOCK, () => true),
    expectedAt(states, CLOCK, () => true),
    CLOCK,
  ).map((one) => differenceInLines(one, CLOCK).join("\n"));
}

describe("as expected is", () => {
  test.each<[string, readonly object[], readonly Notification[]]>([
    ["the minute and the state", [{ at: "+12m", state: "alert" }], [came(12)]],
    ["a moment within the minute", [{ at: "+12m", state: "alert" }], [came(12, { time: minutes(12) + 45 })]],
    ["a moment within the tolerance", [{ at: "+12m", state: "alert", within: "2m" }], [came(14)]],
    [
      "all that is said of it",
      [{ at: "+12m", state: "alert", group: "host:db1", to: "@a", text: ["load", "<9>"] }],
      [came(12)],
    ],
    [
      "a group's tags in any order",
      [{ at: "+12m", state: "alert", group: "b:2,a:1" }],
      [came(12, { group: "a:1,b:2" })],
    ],
    ["each kind of recovery", [{ at: "+12m", state: "recovery" }], [came(12, { transition: "no data recovery" })]],
    [
      "what is muted, by its name in the settings",
      [{ at: "+12m", state: "alert", muted: "nights" }],
      [came(12, { mutedBy: ["my-metric-nights"] })],
    ],
    ["what is muted, by whatever", [{ at: "+12m", state: "alert", muted: true }], [came(12, { mutedBy: ["x"] })]],
    ["silence where a downtime swallows it", [], [came(12, { mutedBy: ["nights"] })]],
    ["silence where nobody is named", [], [came(12, { recipients: [] })]],
    [
      "what nobody is told, where that is meant",
      [{ at: "+12m", state: "alert", to: [] }],
      [came(12, { recipients: [] })],
    ],
    ["what is said again", [{ at: "+12m", state: "alert", again: true }], [came(12, { isRenotification: true })]],
    [
      "two of the same at one time, each of its group",
      [
        { at: "+12m", state: "alert" },
        { at: "+12m", state: "alert", group: "host:db1" },
      ],
      [came(12), came(12, { group: "host:db2" })].reverse(),
    ],
    [
      "the same where the one of any group comes upon the other's first",
      [
        { at: "+12m", state: "alert" },
        { at: "+12m", state: "alert", group: "host:db1" },
      ],
      [came(12), came(12, { group: "host:db2" })],
    ],
  ])("%s", (_, wanted, got) => {
    expect(compared(wanted, got)).toEqual([]);
  });
});

describe("not as expected is", () => {
  test("what did not come, and what nobody expected", () => {
    expect(compared([{ at: "+5m", state: "warning" }], [came(12)])).toEqual([
      "- Mon 10:05 (+5m) warning\n  did not come",
      "+ Mon 10:12 (+12m) alert host:db1\n  was not expected: [Triggered on {host:db1}] load is high",
    ]);
  });

  test.each<[string, object, Partial<Notification>]>([
    ["it came at Mon 10:12 (+12m)", { at: "+13m" }, {}],
    ['it does not say "disk"', { text: "disk" }, {}],
    ["it does not tell @b", { to: ["@a", "@b"] }, {}],
    ["it tells @b, too", { to: "@a" }, { recipients: ["@a", "@b"] }],
    ["it tells nobody: expected to: [] where that is meant", {}, { recipients: [] }],
    ["nobody is told: it is muted by nights", {}, { mutedBy: ["nights"] }],
    ["it is not muted", { muted: true }, {}],
    ["it is muted by nights, not by weekend", { muted: "weekend" }, { mutedBy: ["nights"] }],
    ["it is said once more: expected again: true", {}, { isRenotification: true }],
    ["it is said for the first time", { again: true }, {}],
  ])("%s", (how, wanted, got) => {
    const found = compared([{ at: "+12m", state: "alert", ...wanted }], [came(12, got)]);
    expect(found).toHaveLength(1);
    expect(found[0]?.split("\n").slice(2)).toEqual([`  ${how}`]);
  });

  test("of several the nearest, and one that fits is no other's", () => {
    const [only, ...others] = compared(
      [
        { at: "+12m", state: "alert" },
        { at: "+30m", state: "alert" },
      ],
      [came(12), came(31), came(90)],
    );
    expect(only).toContain("it came at Mon 10:31");
    expect(others).toEqual([expect.stringContaining("(+1h30m) alert host:db1\n  was not expected")]);
  });

  test("a state that a group is not in, or has not yet", () => {
    const states = (...all: object[]) => compared([], [], { states: all });
    expect(states({ at: "+13m", state: "Alert" }, { at: "+11m", state: "OK", group: "host:db1" })).toEqual([]);
    expect(
      states({ at: "+11m", state: "Alert" }, { at: "-1m", state: "OK" }, { at: "+1m", state: "OK", group: "host:db2" }),
    ).toEqual([
      "- Mon 10:11 (+11m) in state Alert\n  host:db1 is in OK at +11m",
      "- Mon 09:59 (-1m) in state OK\n  host:db1 has no state yet at -1m",
      "- Mon 10:01 (+1m) in state OK\n  host:db2 has no state yet at +1m",
    ]);
  });
});
