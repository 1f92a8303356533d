import { expect, test } from "vitest";
import { type Finding, SUBJECTS } from "../../../../cli/check/finding";
import { inTurns } from "../../../../cli/in-turns";
import { exitCode, read } from "../../../../cli/check/options";
import { reportJson, reportText } from "../../../../cli/check/report";

const HEAD = { stack: "dev", since: "24h" };
const NONE = { metric: 0, tag: 0, handle: 0, runbook: 0, object: 0, check: 0, host: 0 };
const finding = (about: Finding["about"], verdict: Finding["verdict"], by = ["monitor one"]): Finding => ({
  ...{ about, verdict, by, asked: `${about} x`, found: "is not there", remedy: "mend it" },
});

test("a finding is a line; what is wrong stands first", () => {
  const findings = [finding("tag", "unasked"), finding("metric", "wrong", ["monitor one", "monitor two", "SLO x"])];
  expect(reportText(HEAD, { asked: { ...NONE, metric: 1, tag: 2, host: 1 }, findings })).toBe(
    [
      "wrong    monitor one (and 2 more): metric x is not there; mend it",
      "unknown  monitor one: tag x is not there; mend it",
      "",
      "dev, the last 24h: asked for 1 metric, 2 tags of them and 1 host.",
      "1 wrong, 1 could not be asked.",
      "",
    ].join("\n"),
  );
});

test("where nothing is wrong, it says what was asked for", () => {
  expect(reportText(HEAD, { asked: { ...NONE, handle: 2 }, findings: [] })).toBe(
    "dev, the last 24h: asked for 2 handles.\nAll of it is there.\n",
  );
});

test("programs get all of it", () => {
  const result = { asked: NONE, findings: [finding("host", "wrong")] };
  expect(JSON.parse(reportJson(HEAD, result))).toEqual({ ...HEAD, ...result });
});

const WRONG = finding("metric", "wrong");
const UNASKED = finding("handle", "unasked");

test.each([
  [[], SUBJECTS, true, 0],
  [[WRONG, UNASKED], SUBJECTS, true, 1],
  [[UNASKED], SUBJECTS, true, 2],
  [[UNASKED], SUBJECTS, false, 0],
  [[WRONG], [], true, 0],
  [[WRONG, UNASKED], ["handle"], true, 2],
] as const)("%# the exit code of %j, failing on %j, strict: %s, is %i", (findings, failOn, strict, code) => {
  expect(exitCode(findings, failOn, strict)).toBe(code);
});

const OPTIONS = { live: true, since: "24h", format: "text", failOn: "all" } as const;

test("options are read, and all that is wrong with them is said at once", () => {
  expect(read(OPTIONS)).toEqual({ minutes: 1440, failOn: SUBJECTS });
  expect(read({ ...OPTIONS, since: "7d", failOn: "none" })).toEqual({ minutes: 10080, failOn: [] });
  expect(read({ ...OPTIONS, failOn: "metric,tag" }).failOn).toEqual(["metric", "tag"]);
  expect(() => read({ ...OPTIONS, since: "8d", failOn: "metrics,tag" })).toThrow(
    /^--since 8d: expected 1h to 7d, such as 24h\n--fail-on metrics: expected all, none, or of metric,tag,/,
  );
  expect(() => read({ since: "24h", format: "text", failOn: "all" })).toThrow(/add --live.*lookout lint/);
});

test("in turns, no more are done at once than may be, and results keep their order", async () => {
  let [now, most] = [0, 0];
  const results = await inTurns([5, 1, 4, 2, 3], 2, async (one) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, one));
    now--;
    return one * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});
