import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import type { Line } from "../../../../datadog/evaluate/line";
import type { Timeline } from "../../../../datadog/evaluate/timeline";
import { areaOf, pathOf } from "../../../../cli/rehearse/formats/curve";
import { drawings } from "../../../../cli/rehearse/formats/drawings";
import { rehearsedJson } from "../../../../cli/rehearse/formats/json";
import { rehearsedJunit } from "../../../../cli/rehearse/formats/junit";
import { timeTicks, valueScale } from "../../../../cli/rehearse/formats/scale";
import { rehearsedText } from "../../../../cli/rehearse/formats/text";
import { outcomesOf } from "../../../../cli/rehearse/outcome";
import { answering, came, minutes, monitor, SPAN, written } from "./played";

const LINE: Line = {
  ...{ group: ["host:db1"], from: SPAN.from, step: 60 },
  values: Float64Array.from({ length: 120 }, (_, index) => (index === 60 ? NaN : index / 10)),
};
const PLAYED: Partial<Timeline> = {
  lines: [LINE],
  changes: [
    { time: minutes(1), group: "host:db1", to: "OK" },
    { time: minutes(12), group: "host:db1", from: "OK", to: "Alert" },
    { time: minutes(60), group: "host:db1", from: "Alert", to: "OK" },
  ],
  notifications: [came(12), came(60, { transition: "recovery", mutedBy: ["nights"] })],
  muted: [{ group: "host:db1", from: minutes(30), to: minutes(90), by: "nights" }],
};

/** One that is as expected, one that is not, one that is not played. */
const { outcomes } = outcomesOf(
  [
    written({ name: "well", expect: [{ at: "+12m", state: "alert" }] }),
    written({ name: "not & so", expect: [{ at: "+20m", state: "alert" }] }),
    written({ name: "refused", monitors: ["disk"] }),
  ],
  [monitor("load"), monitor("disk", undefined, "2")],
  { env: "dev", hosts: new Map<string, never>() },
  answering(PLAYED, ["disk"]),
);
const SHOWN = { stack: "dev", outcomes, missing: ["memory"], seconds: 1.23 };

test("a text has a line each, and of what failed what was expected against what came on a line of time", () => {
  expect(rehearsedText(SHOWN, { columns: 60, colour: false }).split("\n")).toEqual([
    "rehearsals/load.yaml",
    "  ✓ well [load] 1 notification, 1 muted",
    "  ✗ not & so [load] rehearsals/load.yaml:2",
    "      - Mon 10:20 (+20m) alert",
    "      + Mon 10:12 (+12m) alert host:db1",
    "        it came at Mon 10:12 (+12m)",
    "",
    "                  10:00          11:15",
    "      host:db1    ··AAAAAAAAAA············",
    "        muted           ////////////",
    "        expected      A",
    "        came        A         r",
    "                  · OK  w warning  A alert  ? no data  u unknown  r recovery  * several  / muted; a letter is 5m",
    "",
    "  ↓ refused [disk]",
    "      skipped: forecast() is not evaluated",
    "",
    "without a rehearsal: memory",
    "",
    "3 rehearsals: 1 passed, 1 failed, 1 skipped in 1.2 s",
    "",
  ]);
});

test("in colour what was expected is green, and what came is red", () => {
  const text = rehearsedText(SHOWN, { columns: 60, colour: true });
  expect(text).toContain("\u001b[32m- Mon 10:20 (+20m) alert\u001b[39m");
  expect(text).toContain("\u001b[31m+ Mon 10:12 (+12m) alert host:db1\u001b[39m");
});

const parser = new DOMParser({
  onError: (_, message) => {
    throw new Error(message);
  },
});

test("JUnit is XML that counts what is in it, a suite a file", () => {
  const xml = parser.parseFromString(rehearsedJunit(SHOWN), "text/xml");
  const [suite] = xml.getElementsByTagName("testsuite");
  expect(["name", "tests", "failures", "skipped"].map((name) => suite?.getAttribute(name))).toEqual([
    ...["rehearsals/load.yaml", "3", "1", "1"],
  ]);
  const [failure] = xml.getElementsByTagName("failure");
  expect(failure?.textContent).toContain("it came at Mon 10:12 (+12m)");
  expect(failure?.textContent).toContain("··AAAA");
  expect(xml.getElementsByTagName("skipped")[0]?.getAttribute("message")).toBe("forecast() is not evaluated");
});

test("JSON has the result, each difference at its place, and all that came", () => {
  expect(JSON.parse(rehearsedJson(SHOWN))).toMatchObject({
    form: 1,
    missing: ["memory"],
    rehearsals: [
      { name: "well", monitor: "load", result: "passed", differences: [] },
      {
        result: "failed",
        differences: [{ kind: "other", place: { file: "rehearsals/load.yaml" } }],
        notifications: [{ time: "2027-01-11T09:12:00.000Z", transition: "alert" }, { mutedBy: ["nights"] }],
        muted: [{ from: "2027-01-11T09:30:00.000Z", by: "nights" }],
      },
      { result: "skipped", because: "forecast() is not evaluated" },
    ],
  });
});

test("a text says of one that passed where nothing was judged: its series may be another monitor's", () => {
  const idle = answering({ lines: [], changes: [], notifications: [], muted: [] });
  const played = outcomesOf([written({})], [monitor("load")], { env: "dev", hosts: new Map<string, never>() }, idle);
  expect(rehearsedText({ ...SHOWN, outcomes: played.outcomes }, { columns: 60, colour: false })).toContain(
    "  ✓ it is high [load] 0 notifications, no group judged\n",
  );
});

test("a suite takes as long as its tests, to the millisecond", () => {
  const timed = outcomes.map((one, index) => ({ ...one, seconds: [0.1, 0.2, 0][index] ?? 0 }));
  expect(rehearsedJunit({ ...SHOWN, outcomes: timed })).toContain('skipped="1" time="0.3"');
});

describe("a picture", () => {
  test("has a name that none other has, of whatever letters it is", () => {
    const [well] = outcomes;
    const named = (name: string) => ({ ...well, rehearsal: written({ name }) }) as (typeof outcomes)[number];
    expect(drawings([named("高い"), named("低い"), named("高い")]).map(({ name }) => name)).toEqual([
      ...["load.svg", "load-2.svg", "load-3.svg"],
    ]);
  });

  const [well, other, ...more] = drawings(outcomes);
  const xml = parser.parseFromString(other?.svg ?? "", "text/xml");
  const titles = Array.from(xml.getElementsByTagName("title"), ({ textContent }) => textContent);

  test("is of each that was played, with a name of its own", () => {
    expect(more).toEqual([]);
    expect([well?.name, other?.name]).toEqual(["load-well.svg", "load-not-so.svg"]);
  });

  test("says in words what it shows", () => {
    expect(xml.documentElement?.getAttribute("role")).toBe("img");
    expect(titles[0]).toBe("not & so: load is high");
    expect(xml.getElementsByTagName("desc")[0]?.textContent).toBe(
      "Mon 10:12 (+12m) alert host:db1. Mon 11:00 (+1h) recovery host:db1 muted by nights.",
    );
  });

  test("has series, thresholds, states, muted hours, what was said and what was not", () => {
    for (const title of [
      "host:db1",
      "critical: 8",
      "warning: 6",
      "Alert from Mon 10:12 (+12m) to Mon 11:00 (+1h)",
      "muted by nights",
      "Mon 10:12 (+12m) alert host:db1\n[Triggered on {host:db1}] load is high\ntells @a",
      "Mon 11:00 (+1h) recovery host:db1 muted by nights\n[Triggered on {host:db1}] load is high\ntells nobody",
      "expected: Mon 10:20 (+20m) alert",
    ]) {
      expect(titles).toContain(title);
    }
  });

  test("has other colours where a reader has it dark, and nothing from elsewhere", () => {
    expect(other?.svg).toContain("prefers-color-scheme: dark");
    expect(other?.svg).not.toMatch(/(href|src)=|url\((?!#)/);
  });
});

describe("a curve", () => {
  const places = (width: number, count: number) => ({
    x: (index: number) => (index * width) / count,
    y: (value: number) => value,
  });

  test("is broken where there is no value", () => {
    expect(pathOf(Float64Array.of(1, 2, NaN, 4), places(40, 4))).toBe("M0 1L10 2M30 4");
    expect(areaOf(Float64Array.of(1, 1, NaN, 1), Float64Array.of(2, 3, 3, NaN), places(40, 4))).toBe(
      "M0 2L10 3L10 1L0 1Z",
    );
  });

  test("of a year has no more strokes than the picture has columns, and loses no peak", () => {
    const values = Float64Array.from({ length: 525_600 }, (_, index) => (index === 300_001 ? 99 : index % 3));
    const path = pathOf(values, places(900, values.length));
    expect(path).toContain(" 99");
    expect(path.match(/[ML]/g)?.length).toBeLessThan(900 * 4);
  });
});

test("an axis has round values that hold all, and round times", () => {
  expect(valueScale([100, 1000], { from: 100, to: 0 }, 4).ticks).toEqual([0, 500, 1000]);
  expect(valueScale([0.5, 0.98], { from: 100, to: 0 }, 4).ticks).toEqual([0.4, 0.6, 0.8, 1]);
  expect(valueScale([7], { from: 100, to: 0 }, 4).ticks).toEqual([0, 2, 4, 6, 8]);
  expect(valueScale([NaN], { from: 100, to: 0 }, 4).ticks).toContain(1);
  expect(timeTicks({ from: 0, to: 5400 }, 12)).toHaveLength(10);
});
