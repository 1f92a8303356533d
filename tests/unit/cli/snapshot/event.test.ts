import { expect, test } from "vitest";
import { eventOf } from "../../../../cli/snapshot/event";

const TOLD = {
  mentions: ["@someone@example.com"],
  words: undefined,
  title: "Connections [all]",
  from: new Date("2027-01-11T03:05:00Z"),
  to: new Date("2027-01-11T03:10:00Z"),
  picture: "https://p.example.com/snapshot/view/a.png",
  dashboard: "https://app.example.com/dashboard/abc-def-ghi?from_ts=1",
};

test("an event mentions people, and shows the picture as a link to the graph at that time", () => {
  expect(eventOf(TOLD)).toEqual({
    title: "Snapshot: Connections [all], 2027-01-11 03:05 to 2027-01-11 03:10 UTC",
    text: [
      "%%%",
      "@someone@example.com",
      "",
      "[![Connections all](https://p.example.com/snapshot/view/a.png)](https://app.example.com/dashboard/abc-def-ghi?from_ts=1)",
      "",
      "Connections [all], 2027-01-11 03:05 to 2027-01-11 03:10 UTC",
      "%%%",
    ].join("\n"),
  });
});

test("a person's own words are its title, and stand behind the mention", () => {
  const { title, text } = eventOf({ ...TOLD, words: "this began at 03:05" });
  expect(title).toBe("Snapshot: this began at 03:05");
  expect(text).toContain("@someone@example.com this began at 03:05\n");
});

test("nobody has to be mentioned", () => {
  expect(eventOf({ ...TOLD, mentions: [] }).text).toMatch(/^%%%\n\[!\[/);
});
