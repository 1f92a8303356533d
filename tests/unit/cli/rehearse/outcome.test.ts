import { expect, test } from "vitest";
import { DowntimeMistakeError } from "../../../../datadog/evaluate/downtimes";
import type { RehearsalInput } from "../../../../datadog/evaluate/timeline";
import { hasFailed, type Outcome, outcomesOf, withoutRehearsal } from "../../../../cli/rehearse/outcome";
import { StackError } from "../../../../cli/stack/stacks";
import { answering, came, monitor, written } from "./played";

const NOWHERE = { env: "dev", hosts: new Map<string, never>() };
const LOAD = monitor("load");
const DISK = monitor("disk", undefined, "2");
const BOTH = monitor("both", "1 && 3", "4");
const ERRORS = monitor("errors", undefined, "3");

function results(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((one) => {
    const { shown } = one;
    return `${one.monitor}: ${shown.kind === "skipped" ? shown.because : hasFailed(one) ? "failed" : "passed"}`;
  });
}

test("a monitor is named by its name in the stack or by its title; each has its own expectations", () => {
  const rehearsal = written({
    monitors: ["load", "disk is high"],
    expect: [{ at: "+12m", state: "alert", monitor: "disk is high" }],
  });
  const play = answering({ notifications: [came(12)] });
  expect(results(outcomesOf([rehearsal], [LOAD, DISK], NOWHERE, play).outcomes)).toEqual([
    "load: failed",
    "disk: passed",
  ]);
});

test("a name that the stack has not is a mistake at its place, with what was meant; nothing is played then", () => {
  const { outcomes, found } = outcomesOf(
    [written({ monitors: ["lod"] }), written({ monitors: ["load"] }), written({ monitors: ["nothing of the kind"] })],
    [LOAD],
    NOWHERE,
    answering({}),
  );
  expect(outcomes).toEqual([]);
  expect(found.map(({ problem }) => problem)).toEqual([
    '"lod" is none of this stack\'s monitors; did you mean "load"?',
    '"nothing of the kind" is none of this stack\'s monitors; expected one of load, load is high',
  ]);
});

test("a pack's rehearsal of a monitor that this stack has not is skipped, as is what is not evaluated", () => {
  const ofPack = written({ monitors: ["redis-memory"] }, { isOfPack: true });
  const { outcomes } = outcomesOf([ofPack, written({})], [LOAD], NOWHERE, answering({}, ["load"]));
  expect(results(outcomes)).toEqual([
    "redis-memory: this stack has no such monitor",
    "load: forecast() is not evaluated",
  ]);
});

test("a composite is played with those that it is made of, which are not compared", () => {
  const inputs: RehearsalInput[] = [];
  const play = (input: RehearsalInput) => {
    inputs.push(input);
    return answering({})(input);
  };
  const { outcomes } = outcomesOf([written({ monitors: ["both"] })], [LOAD, DISK, ERRORS, BOTH], NOWHERE, play);
  expect(inputs[0]?.monitors.map(({ name }) => name)).toEqual(["both", "load", "errors"]);
  expect(results(outcomes)).toEqual(["both: passed"]);
});

test("a downtime that can't be read is said in a sentence", () => {
  const play = () => {
    throw new DowntimeMistakeError("the downtime nights can't be read");
  };
  expect(() => outcomesOf([written({})], [LOAD], NOWHERE, play)).toThrow(
    new StackError("the downtime nights can't be read"),
  );
});

test("monitors without a rehearsal are named", () => {
  const { outcomes } = outcomesOf([written({})], [LOAD, DISK], NOWHERE, answering({}));
  expect(withoutRehearsal(outcomes, [LOAD, DISK])).toEqual(["disk"]);
});
