import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ran } from "../../../../cli/fleet/engine";
import { standsText } from "../../../../cli/fleet/report";
import { isFinished, type Surroundings, upInWaves } from "../../../../cli/fleet/waves";
import { type Fleet, fleetSchema } from "../../../../settings/fleet";

const FLEET = fleetSchema.parse({
  atOnce: 2,
  monitorsOf: "shared",
  waves: [
    { name: "shared", stacks: ["shared"] },
    { name: "canary", stacks: ["canary"], soakMinutes: 30 },
    { name: "all", stacks: ["eu1", "eu2", "us1", "us2"] },
  ],
});

const CHANGED: Ran = { changes: { update: 2, same: 40 }, seconds: 3, errors: [] };
const SAME: Ran = { changes: { same: 42 }, seconds: 1, errors: [] };

/** A workspace in which each stack has a host of its own name, and time passes as one sleeps. */
class Faked implements Surroundings {
  readonly begun: string[] = [];
  readonly said: string[] = [];
  readonly busy: number[] = [];
  slept = 0;
  #running = 0;
  #now = Date.parse("2027-01-11T03:00:00Z");
  isInterrupted = () => false;

  constructor(
    private readonly ran: (stack: string) => Ran | Promise<Ran> = () => CHANGED,
    readonly alerts: Surroundings["alerts"] = () => Promise.resolve([]),
    private readonly changed: (stack: string, now: number) => number | undefined = (_, now) => now,
  ) {}

  readonly engine = {
    up: async (stack: string) => {
      this.begun.push(stack);
      this.busy.push(++this.#running);
      const ran = await this.ran(stack);
      await Promise.resolve();
      this.#running--;
      return { checks: { [stack]: { postgres: "OK", ntp: "OK" } }, ...ran };
    },
    changedAt: (stack: string) => {
      const at = this.changed(stack, this.#now);
      return Promise.resolve(at === undefined ? undefined : new Date(at));
    },
  };
  readonly now = () => new Date(this.#now);
  readonly sleep = (milliseconds: number) => {
    this.slept += milliseconds / 60_000;
    this.#now += milliseconds;
    return Promise.resolve();
  };
  readonly say = (line: string) => void this.said.push(line);
  readonly progress = () => undefined;
}

const states = ({ waves }: Awaited<ReturnType<typeof upInWaves>>) =>
  Object.fromEntries(waves.flatMap(({ stacks }) => stacks.map(({ stack, state }) => [stack, state])));

describe("a fleet", () => {
  test("is brought up wave after wave, no more at once than is said, each proved", async () => {
    const faked = new Faked();
    const report = await upInWaves(FLEET, faked);
    expect(report.result).toBe("done");
    expect(faked.begun).toEqual(["shared", "canary", "eu1", "eu2", "us1", "us2"]);
    expect(Math.max(...faked.busy)).toBe(2);
    expect(faked.slept).toBe(30);
    expect(faked.said).toContain("  proved: 2 checks of 1 host OK");
    expect(faked.said).toContain("  proved: nothing alerts 30 minutes after its last change");
    expect(standsText(report, "again")).toBe("All 6 stacks of 3 waves are done and proved.\n");
  });

  test("stops at a stack that fails: what runs beside it ends, nothing begins, and each is named", async () => {
    const faked = new Faked(async (stack) => {
      if (stack === "eu1") return { changes: {}, seconds: 2, errors: ["db7 (10.0.0.7:22): no answer\nnext line"] };
      await new Promise((resolve) => setTimeout(resolve, 5));
      return CHANGED;
    });
    const report = await upInWaves(FLEET, faked);
    expect(report.result).toBe("stopped");
    expect(states(report)).toEqual({
      ...{ shared: "updated", canary: "updated", eu1: "failed", eu2: "updated", us1: "not begun", us2: "not begun" },
    });
    expect(faked.said).toContain("  ✖ eu1: db7 (10.0.0.7:22): no answer\n      next line [2s]");
    expect(standsText(report, "lookout fleet up --yes")).toBe(
      [
        "Stopped in the wave all.",
        "Done: shared, canary and eu2.",
        "Failed: eu1.",
        "Not begun: us1 and us2.",
        "To go on, once that is mended: lookout fleet up --yes",
        "",
      ].join("\n"),
    );
  });

  test("goes on from there, with no second soak for what has not changed since", async () => {
    const long = new Faked(
      (stack) => (stack.startsWith("us") ? CHANGED : SAME),
      undefined,
      () => undefined,
    );
    expect((await upInWaves(FLEET, long)).result).toBe("done");
    expect(long.slept).toBe(0);
  });

  test("owes what is left of a soak that was cut short, counted from the last change", async () => {
    const faked = new Faked(
      () => SAME,
      undefined,
      (_, now) => now - 20 * 60_000,
    );
    expect((await upInWaves(FLEET, faked)).result).toBe("done");
    // Each look asks anew in this clock; the last change is asked for once.
    expect(faked.slept).toBe(10);
  });

  test("stops at a check that is not OK, and at a monitor that alerts for a wave's host, whenever in the soak", async () => {
    const late = new Faked(() => ({ ...CHANGED, checks: { db1: { postgres: "CRITICAL" } } }));
    expect((await upInWaves(FLEET, late)).waves[0]?.problems).toEqual([
      "shared: the check postgres of db1 is CRITICAL",
    ]);

    let looks = 0;
    const alerting = new Faked(undefined, (hosts) =>
      Promise.resolve(hosts.has("canary") && ++looks > 12 ? ['the monitor "CPU" alerts for host:canary'] : []),
    );
    const report = await upInWaves(FLEET, alerting);
    expect(report.result).toBe("stopped");
    expect(alerting.slept).toBe(12);
    expect(alerting.begun).toEqual(["shared", "canary"]);
    expect(standsText(report, "again")).toContain("Stopped in the wave canary.\nDone: shared and canary.\nNot begun:");
  });

  test("is not gone on with while it alerts, though nothing changed and no soak is owed", async () => {
    const alerting = new Faked(
      () => SAME,
      (hosts) => Promise.resolve(hosts.has("canary") ? ["x"] : []),
      () => undefined,
    );
    expect((await upInWaves(FLEET, alerting)).result).toBe("stopped");
    expect(alerting.begun).toEqual(["shared", "canary"]);
  });

  test("that is interrupted begins nothing more, and says which runs were cut short", async () => {
    const faked: Faked = new Faked((stack) => {
      if (stack !== "eu1") return CHANGED;
      faked.isInterrupted = () => true;
      return { changes: {}, seconds: 1, errors: ["update canceled"] };
    });
    const report = await upInWaves(FLEET, faked);
    expect(report.result).toBe("interrupted");
    expect(states(report)).toMatchObject({ eu1: "interrupted", us1: "not begun", us2: "not begun" });
    expect(standsText(report, "again")).toMatch(/^Interrupted in the wave all\..*finished: eu1\..*To go on: again\n$/s);
  });

  test("that is interrupted in a soak says what of it is owed", async () => {
    const faked: Faked = new Faked(undefined, () => {
      faked.isInterrupted = () => faked.slept >= 5;
      return Promise.resolve([]);
    });
    const report = await upInWaves(FLEET, faked);
    expect(report).toMatchObject({
      result: "interrupted",
      waves: [{}, { problems: ["canary was to be looked at for 25 minutes more"] }, {}],
    });
  });
});

test("whatever fails, no wave begins before all stacks of the ones before are done, and every stack is accounted for", async () => {
  const arbitrary = fc.record({
    waves: fc.array(fc.array(fc.constantFrom("ok", "same", "fails"), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 5,
    }),
    atOnce: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ waves, atOnce }) => {
      const fate = new Map<string, string>();
      const fleet: Fleet = {
        atOnce,
        waves: waves.map((stacks, i) => ({
          name: `w${i}`,
          soakMinutes: 0,
          stacks: stacks.map((how, j) => {
            fate.set(`s${i}-${j}`, how);
            return `s${i}-${j}`;
          }),
        })),
      };
      const outcomes: Readonly<Record<string, Ran>> = {
        ...{ ok: CHANGED, same: SAME, fails: { ...CHANGED, errors: ["no"] } },
      };
      const faked = new Faked((stack) => outcomes[fate.get(stack) ?? ""] ?? SAME);
      const report = await upInWaves(fleet, faked);
      const first = waves.findIndex((stacks) => stacks.includes("fails"));
      expect(report.result).toBe(first < 0 ? "done" : "stopped");
      const of = (stack: string) => Number(/^s(\d+)/.exec(stack)?.[1]);
      expect(faked.begun.filter((stack) => first >= 0 && of(stack) > first)).toEqual([]);
      expect(Object.keys(states(report))).toEqual([...fate.keys()]);
      for (const [stack, state] of Object.entries(states(report))) {
        expect(state === "not begun").toBe(!faked.begun.includes(stack));
        if (first < 0 || of(stack) < first) expect(isFinished(state)).toBe(true);
      }
    }),
  );
});
