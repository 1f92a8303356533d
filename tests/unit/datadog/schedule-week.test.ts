import { Temporal } from "@js-temporal/polyfill";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import { calendar } from "../../../datadog/schedule/calendar";
import { parseWindow } from "../../../datadog/schedule/parse";
import { type Schedule, schedule } from "../../../datadog/schedule/recurrence";
import { week } from "../../../datadog/schedule/week";
import { weekSvg } from "../../../datadog/schedule/week-svg";
import { weekText } from "../../../datadog/schedule/week-text";

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");
const JANUARY = Temporal.PlainDate.from("2027-01-13");

function said(words: readonly string[], timezone = "Europe/Berlin"): Schedule {
  return schedule(words.map(parseWindow), timezone, NOW);
}

const CLASSIC = said(["19:00-09:00 Mon-Fri", "all day Sat-Sun"]);

describe("the week as text", () => {
  test("shows the classic rule and its gap, whichever of its days is asked for", () => {
    expect(weekText(CLASSIC, JANUARY)).toMatchInlineSnapshot(`
      "Week of 2027-01-11, Europe/Berlin
           00 03 06 09 12 15 18 21
      Mon  !!!!!!!!!··········█████
      Tue  █████████··········█████
      Wed  █████████··········█████
      Thu  █████████··········█████
      Fri  █████████··········█████
      Sat  ████████████████████████
      Sun  ████████████████████████
           █ muted  ▌▐ muted for half of the hour  · not muted
           ! not muted, for no window reaches into it from the evening before: Monday 00:00-09:00
      "
    `);
    expect(weekText(CLASSIC, Temporal.PlainDate.from("2027-01-11"))).toBe(weekText(CLASSIC, JANUARY));
  });

  test("tells the halves of an hour apart", () => {
    const lines = weekText(said(["08:30-10:00 Wed", "22:00-22:30 Wed"]), JANUARY).split("\n");
    expect(lines[4]).toBe("Wed  ········▐█············▌·");
  });

  test("has no gap and no mark for one once it is closed", () => {
    const closed = said(["19:00-09:00 Mon-Fri", "all day Sat-Sun", "00:00-09:00 Mon"]);
    expect(weekText(closed, JANUARY)).not.toContain("!");
  });
});

describe("the week by its clocks", () => {
  test("shows an hour that comes twice once, and one that is jumped over as what is around it", () => {
    const night = said(["19:00-09:00 Sat"]);
    const sunday = (date: string) => week(night, Temporal.PlainDate.from(date)).find(({ day }) => day === "SU")?.muted;
    expect(sunday("2027-03-28")).toEqual([{ start: 0, end: 600 }]);
    expect(sunday("2027-10-31")).toEqual([{ start: 0, end: 480 }]);
    expect(sunday("2027-10-24")).toEqual([{ start: 0, end: 540 }]);
  });

  test("shows of an hour that comes twice what is muted in either", () => {
    const short = said(["02:45-03:15 Sun"]);
    expect(week(short, Temporal.PlainDate.from("2027-10-31"))[6]?.muted).toEqual([
      { start: 120, end: 135 },
      { start: 165, end: 180 },
    ]);
  });
});

describe("the week as a picture", () => {
  const HOUR = 30;

  /** Its bars, without those of the legend. */
  function bars(text: string, kind: string): Element[] {
    const document = new DOMParser({
      onError: (_, message) => {
        throw new Error(message);
      },
    }).parseFromString(text, "image/svg+xml");
    return [...document.getElementsByTagName("rect")].filter(
      (rect) => rect.getAttribute("class") === kind && rect.getElementsByTagName("title").length === 1,
    );
  }

  function hours(text: string, kind: string): number {
    return bars(text, kind).reduce((sum, bar) => sum + Number(bar.getAttribute("width")) / HOUR, 0);
  }

  test.each([
    ["the classic rule", CLASSIC],
    ["minutes", said(["08:07-09:53 Mon,Thu", "23:59-00:01 Sun"])],
    ["a zone of its own minutes", said(["19:00-09:00 Mon-Fri"], "Asia/Kathmandu")],
  ])("of %s has the area of the calendar's week", (_, some) => {
    const [from, to] = ["2027-01-11", "2027-01-18"].map((date) =>
      Temporal.PlainDate.from(date).toZonedDateTime(some.timezone).toInstant(),
    );
    if (from === undefined || to === undefined) throw new Error("no week");
    const expected = calendar(some, from, to).reduce((sum, { start, end }) => sum + end.since(start).total("hours"), 0);
    expect(hours(weekSvg(some, JANUARY), "muted")).toBeCloseTo(expected, 6);
    expect(expected).toBeGreaterThan(0);
  });

  test("marks the gap beside what is muted, by a pattern of its own", () => {
    const text = weekSvg(CLASSIC, JANUARY);
    expect(hours(text, "gap")).toBe(9);
    expect(bars(text, "gap")[0]?.textContent).toBe("Monday 00:00-09:00 not muted");
    expect(text).toMatch(/\.gap \{ fill: url\(#not-muted\)/);
  });

  test("has a title, a description of the rule and colours for dark and light", () => {
    const text = weekSvg(CLASSIC, JANUARY);
    expect(text).toMatch(/^<svg [^>]*role="img"[^>]*>\n<title>Muted hours, week of 2027-01-11<\/title>\n<desc>/);
    expect(text).toContain(
      "<desc>Muted are 19:00-09:00 Mon-Fri and all day Sat-Sun, Europe/Berlin: 109 h of a week's 168. Monday 00:00-09:00 is not muted.</desc>",
    );
    expect(text).toContain("@media (prefers-color-scheme: dark)");
  });
});
