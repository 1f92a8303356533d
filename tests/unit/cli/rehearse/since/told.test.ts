import { expect, test } from "vitest";
import type { Compared } from "../../../../../cli/rehearse/since/compared";
import { historyMarkdown } from "../../../../../cli/rehearse/since/markdown";
import { historyText } from "../../../../../cli/rehearse/since/text";
import { told } from "../../../../../cli/rehearse/since/told";
import { moment, SPAN } from "./month";

const page = (recipient: string, at: string) => ({ recipient, monitor: "high", group: "host:db1", time: moment(at) });
const noise = { pages: 3, muted: 1, alerts: 4, alertMinutes: 95, flaps: 1 };

/** In Berlin two o'clock, as winter time has it. */
const COMPARED: Compared = {
  span: SPAN,
  timezone: "Europe/Berlin",
  monitors: [
    {
      title: "my_metric is high",
      before: {
        noise,
        pages: [page("@a@example.com", "0 01:00"), page("@a@example.com", "1 01:30"), page("@b", "2 09:00")],
      },
      after: { noise: { ...noise, pages: 1 }, pages: [page("@b", "2 09:20"), page("@b", "5 01:10")] },
      threshold: "> 912 would have been 1, at most the 1 asked for",
      doubts: ["sum(…) adds up points"],
    },
    { title: "new", after: { noise, pages: [] }, doubts: [] },
  ],
  refused: new Map([["PostgreSQL answers", "no runs of service checks"]]),
  coarse: ["of avg:m{*} Datadog has no point"],
};

test("a terminal shows pages lost and gained, by person and by the hour of where the quiet hours are", () => {
  const text = historyText(told(COMPARED, "main"), { columns: 100, colour: false });
  expect(text).toBe(`What 3 changed monitors would have done in the last 28 days, against main

my_metric is high
                       main         now
  pages                   3           1
  pages muted             1           1
  alerts                  4           4
  time in alert  1 h 35 min  1 h 35 min
  flaps                   1           1
  2 pages lost, 1 gained.
  Threshold: > 912 would have been 1, at most the 1 asked for.
  Not exact: sum(…) adds up points.

new (new)
                 main         now
  pages             –           3
  pages muted       –           1
  alerts            –           4
  time in alert     –  1 h 35 min
  flaps             –           1
  0 pages lost, 0 gained.

Pages by person
                  main  now  lost  gained
  @a@example.com     2    0     2       0
  @b                 1    2     0       1

Pages lost (−) and gained (+) by hour of the day, Europe/Berlin
         @a@example.com  @b
  02:00              −2  +1

Not played
  PostgreSQL answers: no runs of service checks.

How exact this is
  Datadog was asked for what queries are made of, a point a minute: a peak of less than a minute is
  smoothed, and a monitor may have been a minute earlier or later.
  A page is an alert, a warning or silence that somebody is told of, and each time it is repeated.
  A page is lost where the same person has no other of the same group within an hour of it, and
  gained likewise.
  Of avg:m{*} Datadog has no point.
`);
});

test("a comment mentions nobody, and each part stands by itself", () => {
  const parts = historyMarkdown(told(COMPARED, "main"));
  expect(parts).toHaveLength(6);
  expect(parts.join("\n").replaceAll(/`[^`]*`/g, "")).not.toMatch(/@[ab]/);
  expect(parts[2]).toContain("| `@a@example.com` | 2 | 0 | 2 | 0 |");
  expect(parts[3]).toContain("| 02:00 | −2 | +1 |");
});

test("where nothing is compared, there is neither before nor lost", () => {
  const { heading, sections } = told(COMPARED, undefined);
  expect(heading).toBe("What 3 monitors would have done in the last 28 days");
  expect(sections[0]?.table?.rows[0]).toEqual(["pages", "1"]);
  expect(JSON.stringify(sections)).not.toContain("lost");
});

test("that none changed is said", () => {
  const nothing = { ...COMPARED, monitors: [], refused: new Map<string, string>() };
  expect(told(nothing, "main")).toEqual({
    heading: "What no monitor (none changed) would have done in the last 28 days, against main",
    sections: [],
  });
});
