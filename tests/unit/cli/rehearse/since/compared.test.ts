import { expect, test } from "vitest";
import { movedIn } from "../../../../../cli/rehearse/since/compared";
import { thresholdInWords } from "../../../../../cli/rehearse/since/threshold";
import { answering, comparing, moment, monitor, nights, type Peak, side, SPAN } from "./month";

/** Three alerts above 800, each in working hours, one above 950 at night, and one that comes back at once. */
const PEAKS: readonly Peak[] = [
  { at: "0 10:00", minutes: 30, value: 900 },
  { at: "3 14:00", minutes: 20, value: 850 },
  { at: "3 14:40", minutes: 20, value: 850 },
  { at: "9 02:00", minutes: 60, value: 990 },
];
const read = answering(PEAKS);

test("a higher threshold loses the pages between the two, and counts what is left", async () => {
  const { monitors } = await comparing({ before: side([monitor(800)]), after: side([monitor(870)]), read });
  const [one] = monitors;
  expect(one?.before?.noise).toMatchObject({ pages: 4, muted: 0, alerts: 4, flaps: 1 });
  expect(one?.after?.noise).toMatchObject({ pages: 2, muted: 0, alerts: 2, flaps: 0 });
  const { lost, gained } = movedIn(monitors);
  expect(gained).toEqual([]);
  expect(lost.map(({ time }) => Math.floor((time - moment("3 14:00")) / 3600))).toEqual([0, 0]);
  // 30 and 60 minutes, each as long as its window keeps above.
  expect(one?.after?.noise.alertMinutes).toBeGreaterThan(80);
  expect(one?.after?.noise.alertMinutes).toBeLessThan(100);
});

test("a page that only comes at another minute is neither lost nor gained", async () => {
  const { monitors } = await comparing({
    before: side([monitor(800)]),
    after: side([monitor(800, { query: "avg(last_10m):avg:my_metric{env:dev} by {host} > 800" })]),
    read,
  });
  expect(movedIn(monitors)).toEqual({ lost: [], gained: [] });
  expect(monitors[0]?.before?.pages.map(({ time }) => time)).not.toEqual(
    monitors[0]?.after?.pages.map(({ time }) => time),
  );
});

test("what quiet hours swallow is no page, and is counted apart; the monitor that they mute has changed by them", async () => {
  const { monitors, timezone } = await comparing({
    before: side([monitor(800)]),
    after: side([monitor(800)], { downtimes: [nights("Europe/Berlin")] }),
    read,
  });
  expect(monitors[0]?.after?.noise).toMatchObject({ pages: 3, muted: 1, alerts: 4 });
  expect(movedIn(monitors).lost.map(({ recipient, time }) => [recipient, time - moment("9 02:00") < 3600])).toEqual([
    ["@oncall@example.com", true],
  ]);
  expect(timezone).toBe("Europe/Berlin");
});

test("a downtime that is only declared on another day is no change, and neither is another monitor's", async () => {
  const [before, after] = ["2026-09-07T22:00:00", "2026-09-14T22:00:00"].map((start) =>
    side([monitor(800), monitor(900, { tags: ["team:dba"] }, "other")], { downtimes: [nights("UTC", start)] }),
  );
  if (before === undefined || after === undefined) throw new Error("two sides");
  expect((await comparing({ before, after, read })).monitors).toEqual([]);
  const without = side(after.monitors);
  expect((await comparing({ before, after: without, read })).monitors).toHaveLength(1);
});

test("a rule that tells somebody else changes the monitors that it may tell of, and no other", async () => {
  const rule = (recipient: string, name: string) => ({
    ...{ name, filter: { tags: ["team:sre"] }, recipients: [recipient] },
  });
  const monitors = [monitor(800), monitor(900, { tags: ["team:dba"] }, "other")];
  const before = side(monitors, { rules: [rule("slack-sre", "sre")] });
  const found = await comparing({ before, after: side(monitors, { rules: [rule("slack-ops", "sre")] }), read });
  expect(found.monitors).toHaveLength(1);
  const { lost, gained } = movedIn(found.monitors);
  expect([lost, gained].map((pages) => [...new Set(pages.map(({ recipient }) => recipient))])).toEqual([
    ["@slack-sre"],
    ["@slack-ops"],
  ]);
  const renamed = side(monitors, { rules: [rule("slack-sre", "of sre")] });
  expect((await comparing({ before, after: renamed, read })).monitors).toEqual([]);
});

test("all are compared where that is asked for, and where there is nothing to compare with", async () => {
  const after = side([monitor(800), monitor(950, {}, "other")]);
  expect((await comparing({ before: after, after, all: true, read })).monitors).toHaveLength(2);
  const alone = await comparing({ after, read });
  expect(alone.monitors.map((one) => [one.before, one.after?.noise.pages])).toEqual([
    [undefined, 4],
    [undefined, 1],
  ]);
});

test("a new monitor gains all of its pages, and one that goes loses them", async () => {
  const both = side([monitor(800)]);
  const come = await comparing({ before: side([]), after: both, read });
  expect([movedIn(come.monitors).gained.length, movedIn(come.monitors).lost.length]).toEqual([4, 0]);
  const gone = await comparing({ before: both, after: side([]), read });
  expect([movedIn(gone.monitors).gained.length, movedIn(gone.monitors).lost.length]).toEqual([0, 4]);
});

test("a composite has changed with what it is made of, and is played with that", async () => {
  const composite = {
    name: "both",
    definition: {
      name: "Both",
      type: "composite",
      query: "high && other",
      message: "@dba@example.com",
      commonGroups: ["host"],
    },
  };
  const sides = [800, 940].map((critical) => side([monitor(critical), monitor(100, {}, "other"), composite]));
  const [before, after] = sides;
  if (before === undefined || after === undefined) throw new Error("two sides");
  const { monitors, refused } = await comparing({ before, after, read });
  expect(refused).toEqual(new Map());
  expect(monitors.map(({ title }) => title)).toEqual(["Both", "my_metric is high"]);
  expect(movedIn(monitors).lost.filter(({ recipient }) => recipient === "@dba@example.com")).toHaveLength(3);
});

test("what can't be played on either side is said, and not compared", async () => {
  const check = {
    name: "up",
    definition: { name: "Up", type: "service check", query: '"a.up".over("*").last(3).count_by_status()' },
  };
  const { monitors, refused } = await comparing({ before: side([]), after: side([check]), read });
  expect(monitors).toEqual([]);
  expect(refused.get("Up")).toContain("service checks");
});

test.each([
  ["so that two are left", 2, 850],
  ["so that one is left", 1, 900],
  ["so that nobody is called", 0, 990],
])("the threshold is found %s", async (_, pages, least) => {
  const { monitors } = await comparing({ before: side([monitor(800)]), after: side([monitor(810)]), read, pages });
  const [, threshold, found] = /^> ([\d.]+) would have been (\d+)/.exec(monitors[0]?.threshold ?? "") ?? [];
  expect(Number(found)).toBe(pages);
  // A window of five minutes that is all peak is the peak; rounded to three digits.
  expect(Number(threshold)).toBeGreaterThanOrEqual(least);
  expect(Number(threshold)).toBeLessThanOrEqual(least * 1.02);
});

test("a threshold that is quieter than asked for is found to be lower, where there would have been more pages at all", async () => {
  const of = (pages: number) =>
    comparing({ before: side([monitor(800)]), after: side([monitor(980)]), read, pages }).then(
      ({ monitors }) => monitors[0]?.threshold ?? "",
    );
  const [, threshold, found] = /^> ([\d.]+) would have been (\d+), at most the 3/.exec(await of(3)) ?? [];
  expect(found).toBe("2");
  expect(Number(threshold)).toBeGreaterThanOrEqual(850);
  expect(Number(threshold)).toBeLessThan(870);
  expect(await of(9)).toContain("at none that was tried");
});

test.each([
  ["avg(last_4h):anomalies(avg:my_metric{env:dev}, 'basic', 2) >= 1", "share of its window"],
  ["avg(last_5m):avg:my_metric{env:dev} == 800", "one value"],
])("%s has no threshold that could be moved", (query, words) => {
  const play = () => {
    throw new Error("nothing is played");
  };
  const input = { downtimes: [], history: { series: [], checks: [] }, span: SPAN };
  expect(thresholdInWords(monitor(1, { query }), { pages: 1, input, play })).toContain(words);
});
