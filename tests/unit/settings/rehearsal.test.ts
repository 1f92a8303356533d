import Ajv from "ajv/dist/2020";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { mistakes } from "../../../settings/mistakes";
import { durationText, secondsOf } from "../../../settings/rehearsal/durations";
import { momentOf, momentText, startOf } from "../../../settings/rehearsal/moments";
import { rehearsalsJsonSchema, rehearsalsSchema } from "../../../settings/rehearsal/schema";
import { runsOf, valuesOf } from "../../../settings/rehearsal/values";

const ROOT = path.join(__dirname, "../../..");
const read = (name: string) => fs.readFileSync(path.join(ROOT, name), "utf8");
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

describe("durations", () => {
  test.each([
    ["90s", 90],
    ["12m", 720],
    ["1h30m", 5400],
    ["2w", 1_209_600],
    ["0m", 0],
  ])("%s is %i seconds", (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  test.each(["", "12", "m", "30m1h", "1.5h", "12 m"])("%j is none", (text) => {
    expect(() => secondsOf(text)).toThrow("is no duration; expected such as 90s");
  });

  test.each(["90s", "12m", "1h30m", "2d"])("%s reads as it is written", (text) => {
    expect(secondsOf(durationText(secondsOf(text)))).toBe(secondsOf(text));
  });
});

describe("moments", () => {
  const berlin = { start: startOf("Mon 10:00", "Europe/Berlin"), timezone: "Europe/Berlin" };

  test("a weekday is of the same week on each day, in which no clock is set", () => {
    expect(iso(startOf("Mon 10:00", "Europe/Berlin"))).toBe("2027-01-11T09:00:00.000Z");
    expect(iso(startOf("sunday 3:05", "UTC"))).toBe("2027-01-17T03:05:00.000Z");
    expect(iso(startOf("2027-03-28 12:00", "Europe/Berlin"))).toBe("2027-03-28T10:00:00.000Z");
    expect(iso(startOf("2027-03-28T12:00:00+01:00", "Asia/Tokyo"))).toBe("2027-03-28T11:00:00.000Z");
  });

  test("an offset is of the start on; a weekday is the first since", () => {
    const at = (text: string) => momentText(momentOf(text, berlin), berlin);
    expect(at("+12m")).toBe("Mon 10:12 (+12m)");
    expect(at("-1h")).toBe("Mon 09:00 (-1h)");
    expect(at("Mon 10:05")).toBe("Mon 10:05 (+5m)");
    expect(at("Mon 09:59")).toBe("Mon 09:59 (+6d23h59m)");
    expect(at("2027-01-12 00:00")).toBe("Tue 00:00 (+14h)");
  });

  test.each(["12m", "Mo 10:00", "Mon 25:00", "Mon 10:60", "2027-02-30 10:00", "soon", ""])("%j is none", (text) => {
    expect(() => momentOf(text, berlin)).toThrow(/expected such as/);
  });
});

describe("values", () => {
  test("parts follow each other, with commas or without", () => {
    expect(valuesOf("5 x60, 0 -> 9e2 in 30m 900 ~50 for 10m,_ x5 -1.5")).toEqual([
      { of: { kind: "level", value: 5 }, length: { points: 60 } },
      { of: { kind: "ramp", from: 0, to: 900 }, length: { seconds: 1800 } },
      { of: { kind: "level", value: 900 }, noise: 50, length: { seconds: 600 } },
      { of: { kind: "gap" }, length: { points: 5 } },
      { of: { kind: "level", value: -1.5 } },
    ]);
    expect(valuesOf("daily 200..600 peak 9:30 ~10")).toEqual([
      { of: { kind: "daily", low: 200, high: 600, peak: 570 }, noise: 10 },
    ]);
    expect(runsOf("OK x10 CRITICAL, _ for 5m ok")).toEqual([
      { of: "OK", length: { points: 10 } },
      { of: "CRITICAL" },
      { of: undefined, length: { seconds: 300 } },
      { of: "OK" },
    ]);
  });

  test.each([
    ["", "is empty"],
    ["5 blah 7", 'can\'t be read from "blah 7" on'],
    ["5 -> x3", "can't be read"],
    ["5x", "can't be read"],
    ["5 for 3y", 'has "3y", which is no duration'],
    ["0 -> 5, 5", "has no length where it is not the last"],
    ["daily 1..2 5", "has no length where it is not the last"],
  ])("%j is told what is wrong with it", (text, problem) => {
    expect(() => valuesOf(text)).toThrow(problem);
  });

  test("a status that a check has not is told the nearest", () => {
    expect(() => runsOf("OK CRITICL x3")).toThrow(
      'has "CRITICL", which is no status of a check; did you mean CRITICAL?',
    );
  });
});

const RIGHT = { name: "one", monitors: ["load"], expect: [] };

function wrong(...rehearsals: readonly object[]): string[] {
  const values = { rehearsals };
  const { error } = rehearsalsSchema.safeParse(values);
  if (error === undefined) return [];
  return mistakes(error, values, rehearsalsSchema).map((one) => `${one.path} ${one.problem}`);
}

test("all mistakes of a file are said at once, with what was meant", () => {
  expect(wrong(RIGHT)).toEqual([]);
  const found = wrong(
    {
      ...RIGHT,
      monitor: "load",
      timezone: "Europe/Belrin",
      duration: "2x",
      step: "0s",
      series: [{ metric: "m" }, { metric: "m", values: 5, csv: "m.csv" }, { metric: "m", values: "5 blah" }],
      checks: [{ check: "c", runs: "OK CRITICL" }],
      expect: [{ at: "12m", state: "alrt" }],
      states: [{ at: "+1m", state: "OK", monitor: "disk" }],
    },
    {
      ...{ ...RIGHT, name: "two", stacks: [], duration: "0m" },
      series: [{ metric: "m", hosts: ["db1"], tags: ["host:db2"], values: 5 }],
      expect: [{ at: "+1m", state: "alert", text: "", to: [""] }],
      silent: ["db1", "db2", "db3"].map((host) => ({ host, from: "+1m" })),
    },
    { ...RIGHT, monitors: ["load", "disk"], start: "Mo 10:00", expect: [{ at: "+1m", state: "alert" }] },
  );
  for (const part of [
    '[0].monitor unknown key; did you mean "monitors"?',
    '[0].timezone "Europe/Belrin" is not an IANA time zone; did you mean "Europe/Berlin"?',
    '[0].duration "2x" is no duration',
    '[0].step "0s" is no time at all',
    "[0].series[0] has neither values nor csv",
    "[0].series[1] has both values and csv",
    '[0].series[2].values "5 blah" can\'t be read from "blah" on',
    '[0].checks[0].runs "OK CRITICL" has "CRITICL"',
    '[0].expect[0].at "12m" is no moment',
    '[0].expect[0].state "alrt" is not accepted; expected alert, warning',
    '[0].states[0].monitor "disk" is none of this rehearsal\'s; expected one of load',
    "[1].stacks is empty; expected one stack at least",
    '[1].duration "0m" is no time at all',
    '[1].silent[2].host "db3" is no host that sends here; expected one of db1, db2',
    "[1].expect[0].text",
    "[1].expect[0].to",
    '[2].name "one" is rehearsals[0]\'s already',
    '[2].start "Mo 10:00" is no moment',
    "[2].expect[0] is of no monitor; expected monitor: one of load, disk",
  ]) {
    expect(found).toContainEqual(expect.stringContaining(`rehearsals${part}`));
  }
  expect(found).toHaveLength(19);
});

test("settings/rehearsal.schema.json is what the schema says; `npm run docs` writes it", () => {
  expect(JSON.parse(read("settings/rehearsal.schema.json"))).toEqual(rehearsalsJsonSchema());
});

const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(rehearsalsJsonSchema());

test.each(fs.readdirSync(path.join(ROOT, "rehearsals")).filter((name) => name.endsWith(".yaml")))(
  "rehearsals/%s names the schema in its first line, and is right by it",
  (name) => {
    const text = read(`rehearsals/${name}`);
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../settings/rehearsal.schema.json");
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  },
);

test("an unknown key, a number for a name and no expectation are wrong for an editor, too", () => {
  expect(validate({ rehearsals: [{ ...RIGHT, monitor: "load" }] })).toBe(false);
  expect(validate({ rehearsals: [{ ...RIGHT, name: 5 }] })).toBe(false);
  expect(validate({ rehearsals: [{ name: "one", monitors: ["load"] }] })).toBe(false);
  expect(validate({ rehearsals: [RIGHT] })).toBe(true);
});
