import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { QuietHours, type QuietHoursArgs } from "../../components/downtimes/quiet-hours";
import { RecurringDowntime, type RecurringDowntimeArgs } from "../../components/downtimes/recurring-downtime";
import { parseWindow } from "../../datadog/schedule/parse";
import { DAYS } from "../../datadog/schedule/window";
import { recorded } from "./recorded";

const SUNDAY_NOON = new Date("2027-01-03T12:00:00Z");

const CHILD = "datadog:index/downtimeSchedule:DowntimeSchedule";

interface Child {
  readonly name: string;
  readonly inputs: {
    readonly recurringSchedule: {
      readonly timezone: string;
      readonly recurrences: readonly { readonly start: string }[];
    };
  } & Record<string, unknown>;
}

let warned: string[] = [];

beforeEach(() => {
  warned = [];
  vi.spyOn(pulumi.log, "warn").mockImplementation((message, resource) => {
    warned.push(`${(resource as RecurringDowntime & { __name?: string }).__name ?? ""}: ${message}`);
    return Promise.resolve();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** All downtimes that a program declares at that moment, and what a state has of them. */
async function all(program: () => unknown, now: Date, state: Readonly<Record<string, object>> = {}) {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(now);
  const registrations = await recorded(() => Promise.resolve(program()), { state });
  return registrations.filter(({ type }) => type === CHILD);
}

/** Those that come back. */
async function children(program: () => unknown, now = SUNDAY_NOON): Promise<Child[]> {
  return (await all(program, now)).filter(({ inputs }) => "recurringSchedule" in inputs) as unknown as Child[];
}

const NIGHTS = {
  monitorId: "1001",
  scope: "env:dev",
  windows: [parseWindow("19:00-09:00 Sun-Thu")],
  timezone: "Europe/Berlin",
  message: "Quiet. @oncall@example.com",
} satisfies RecurringDowntimeArgs;

function nights(args: Partial<RecurringDowntimeArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  return () => new RecurringDowntime("nights", { ...NIGHTS, ...args } as RecurringDowntimeArgs, opts);
}

/** The one downtime of these arguments. */
async function nightsAt(args: Partial<RecurringDowntimeArgs>, now = SUNDAY_NOON): Promise<Child> {
  const [child, ...more] = await children(nights(args), now);
  if (child === undefined || more.length > 0) throw new Error("expected one downtime");
  return child;
}

/** The options with which the engine hears of the child. */
async function childOptions(args: Partial<RecurringDowntimeArgs>): Promise<pulumi.CustomResourceOptions> {
  let heard: pulumi.CustomResourceOptions = {};
  const listen: pulumi.ResourceTransformation = ({ type, opts }) => {
    if (type === CHILD) heard = opts;
    return undefined;
  };
  await children(nights(args, { transformations: [listen] }));
  return heard;
}

/** Whether its starts are later than what its zone's clocks show at that moment. */
function isAhead({ inputs: { recurringSchedule } }: Child, now: Date): boolean {
  const shown = now.toLocaleString("sv-SE", { timeZone: recurringSchedule.timezone }).replace(" ", "T");
  return recurringSchedule.recurrences.every(({ start }) => start > shown);
}

function withoutStarts({ inputs }: Child): unknown {
  return JSON.parse(JSON.stringify(inputs, (key, value: unknown) => (key === "start" ? undefined : value)));
}

describe("a recurring downtime", () => {
  test.each(["2027-01-04T12:00:00Z", "2027-02-03T12:00:00Z", "2028-01-03T12:00:00Z"])(
    "that is declared again at %s is the same but for its starts, which are not compared",
    async (later) => {
      const [first, again] = [await nightsAt({}), await nightsAt({}, new Date(later))];
      expect(again.name).toBe(first.name);
      expect(withoutStarts(again)).toEqual(withoutStarts(first));
      expect(again.inputs.recurringSchedule.recurrences[0]?.start).not.toBe(
        first.inputs.recurringSchedule.recurrences[0]?.start,
      );
      expect((await childOptions({})).ignoreChanges).toEqual(["recurringSchedule.recurrences[*].start"]);
    },
  );

  test.each<[string, Partial<RecurringDowntimeArgs>]>([
    ["hours", { windows: [parseWindow("20:00-09:00 Sun-Thu")] }],
    ["days", { windows: [parseWindow("19:00-09:00 Sun-Wed")] }],
    ["zone", { timezone: "Asia/Tokyo" }],
    ["scope", { scope: "*" }],
    ["words", { message: "Other. @oncall@example.com" }],
    ["notifications", { transform: { downtime: { notifyEndTypes: ["expired"] } } }],
  ])("of other %s is another one, that starts in the future", async (_, changed) => {
    const monthsLater = new Date("2027-06-09T20:00:00Z");
    const [before, after] = [await nightsAt({}), await nightsAt(changed, monthsLater)];
    expect(after.name).not.toBe(before.name);
    expect(isAhead(after, monthsLater)).toBe(true);
  });

  test("starts with its next window", async () => {
    const child = await nightsAt({ windows: [parseWindow("20:30-09:00 Sun-Thu")] }, new Date("2027-06-09T20:00:00Z"));
    expect(child.inputs.recurringSchedule.recurrences).toEqual([
      { start: "2027-06-10T20:30:00", duration: "750m", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU" },
    ]);
  });

  test("never starts in the past, whatever its hours, its zone and the moment", async () => {
    const windows = fc.record({
      days: fc.subarray([...DAYS], { minLength: 1 }),
      startMinute: fc.nat(1439),
      durationMinutes: fc.integer({ min: 1, max: 1440 }),
    });
    const moments = fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    await fc.assert(
      fc.asyncProperty(windows, zones, moments, async (window, timezone, now) => {
        const child = await nightsAt({ windows: [window], timezone, complete: false }, now);
        expect(isAhead(child, now)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("of another monitor is replaced, since its old start can't be sent again", async () => {
    expect((await nightsAt({ monitorId: "2002" })).name).toBe((await nightsAt({})).name);
    expect((await childOptions({})).replaceOnChanges).toEqual(["monitorIdentifier"]);
  });

  test("is of one monitor or of all with some tags", async () => {
    expect((await nightsAt({})).inputs.monitorIdentifier).toEqual({ monitorId: 1001 });
    const tagged = await nightsAt({ monitorId: undefined, monitorTags: ["team:sre", "service:orders"] });
    expect(tagged.inputs.monitorIdentifier).toEqual({ monitorTags: ["team:sre", "service:orders"] });
    expect(tagged.name).not.toBe((await nightsAt({})).name);
  });

  test("of more than five different hours is told to be two", async () => {
    const windows = [8, 10, 12, 14, 16, 18].map((hour) => parseWindow(`${hour}:00-${hour + 1}:00 Mon`));
    await expect(children(nights({ windows }))).rejects.toThrow(/6 recurrences[^]*second downtime[^]*recurrence-count/);
    expect(await children(nights({ windows: windows.slice(1) }))).toHaveLength(1);
  });

  test("says what is wrong with its hours, unless it is a part of more", async () => {
    const windows = [parseWindow("19:00-09:00 Mon-Fri"), parseWindow("all day Sat-Sun")];
    await nightsAt({ windows, complete: false });
    expect(warned).toEqual([]);
    await nightsAt({ windows });
    expect(warned).toEqual([expect.stringMatching(/^nights: Monday 00:00-09:00 .*downtime\/gap/)]);
  });
});

describe("a downtime that is made within its own hours", () => {
  const SATURDAY = new Date("2027-01-02T11:00:00Z");
  const weekend = (args: Partial<RecurringDowntimeArgs> = {}) =>
    nights({ windows: [parseWindow("all day Sat-Sun")], complete: false, ...args });

  /** As a state has it after an `up` at that moment. */
  const madeAt = async (now: Date, args: Partial<RecurringDowntimeArgs> = {}) =>
    Object.fromEntries((await children(weekend(args), now)).map(({ name, inputs }) => [name, inputs]));
  const once = async (now: Date, state = {}, args: Partial<RecurringDowntimeArgs> = {}) =>
    (await all(weekend(args), now, state)).filter(({ inputs }) => "oneTimeSchedule" in inputs);

  test("has another beside it that mutes the same at once, until these hours end", async () => {
    const [recurring] = await children(weekend(), SATURDAY);
    const [first, ...more] = await once(SATURDAY);
    expect(more).toEqual([]);
    expect(first?.name).toBe(`${recurring?.name ?? ""}-first`);
    expect(first?.inputs).toEqual({
      ...recurring?.inputs,
      recurringSchedule: undefined,
      message: `Quiet. @oncall@example.com\n\npulumi_stack:lookout/dev pulumi_resource:${first?.name ?? ""}`,
      oneTimeSchedule: { end: "2027-01-02T23:00:00Z" },
    });
    // It begins with the deployment, whenever that is, and gives way when it is over.
    expect(first?.options).toMatchObject({ ignoreChanges: ["oneTimeSchedule.start"], protect: false });
    const [kept] = await once(SATURDAY, {}, { protect: true });
    expect(kept?.options.protect).toBe(false);
  });

  test("keeps it, the same one, as long as these hours last, and never has it again", async () => {
    const state = await madeAt(SATURDAY);
    const [first] = await once(SATURDAY);
    expect(await once(new Date("2027-01-02T12:00:00Z"), state)).toEqual([first]);
    expect(await once(new Date("2027-01-02T22:50:00Z"), state)).toEqual([first]);
    for (const later of [
      "2027-01-02T23:00:00Z",
      "2027-01-03T12:00:00Z",
      "2027-01-05T12:00:00Z",
      "2027-01-09T12:00:00Z",
    ]) {
      expect(await once(new Date(later), state), later).toEqual([]);
    }
  });

  test("outside of them has none, then and in the next ones", async () => {
    const friday = new Date("2027-01-01T12:00:00Z");
    expect(await once(friday)).toEqual([]);
    expect(await once(SATURDAY, await madeAt(friday))).toEqual([]);
  });

  test("that somebody made before and that is adopted has none", async () => {
    expect(await once(SATURDAY, {}, { adopt: "00000000-0000-1234-0000-000000000000" })).toEqual([]);
  });

  test("is muted until the end of each of them where there are several, by itself or another of the same hours", async () => {
    const windows = {
      nights: "19:00-09:00 Mon-Fri",
      weekend: "all day Sat-Sun",
      patches: "07:00-10:00 first Saturday",
    };
    const quiet = () =>
      new QuietHours("quiet", {
        ...{ windows, monitorTags: ["a:b"], scope: "*" },
        timezone: "Europe/Berlin",
        handles: [],
      });
    const made = await all(quiet, new Date("2027-01-02T07:00:00Z"));
    const ends = made.flatMap(({ name, inputs: { oneTimeSchedule } }) =>
      oneTimeSchedule === undefined
        ? []
        : [[name.replace(/-[0-9a-f]{6}-/, "-"), (oneTimeSchedule as { end: string }).end]],
    );
    expect(ends).toEqual([
      ["quiet-nights-first", "2027-01-02T08:00:00Z"],
      ["quiet-patches-first", "2027-01-02T09:00:00Z"],
      ["quiet-weekend-first", "2027-01-02T23:00:00Z"],
    ]);
  });

  test("has what a transform says of it, but for the hours", async () => {
    const transform = { downtime: { scope: "role:db", notifyEndTypes: ["expired"] } };
    const [first] = await once(SATURDAY, {}, { transform });
    expect(first?.inputs).toMatchObject({ scope: "role:db", notifyEndTypes: ["expired"] });
  });
});

describe("a transform", () => {
  test("has the last word on what is declared, in values or as a function", async () => {
    const quiet = await nightsAt({ transform: { downtime: { muteFirstRecoveryNotification: false } } });
    expect(quiet.inputs.muteFirstRecoveryNotification).toBe(false);
    const options = await childOptions({
      transform: {
        downtime: (args, opts) => {
          args.scope = "*";
          opts.retainOnDelete = true;
        },
      },
    });
    expect(options.retainOnDelete).toBe(true);
  });

  test("is linted with the rest", async () => {
    const transform = {
      downtime: {
        recurringSchedule: { timezone: "Europe/Berlin", recurrences: [{ duration: "90x", rrule: "FREQ=MINUTELY" }] },
      },
    };
    await expect(children(nights({ transform }))).rejects.toThrow(/duration-form[^]*downtime\/frequency/);
  });

  test("that gives outputs is not looked at before they are known, and its downtime keeps its name", async () => {
    const scoped = (scope: string) => nightsAt({ transform: { downtime: { scope: pulumi.output(scope) } } });
    const [one, other] = [await scoped("env:dev"), await scoped(" ")];
    expect(one.name).toBe(other.name);
  });

  test("does not take a new start for a change", async () => {
    const transform = { downtime: { muteFirstRecoveryNotification: false } };
    const [first, later] = [await nightsAt({ transform }), await nightsAt({ transform }, new Date("2027-03-03"))];
    expect(later.name).toBe(first.name);
  });
});

describe("an adopted downtime", () => {
  const adopt = "00000000-0000-1234-0000-000000000000";

  test("is imported and protected as it is said", async () => {
    expect(await childOptions({ adopt, protect: true })).toMatchObject({ import: adopt, protect: true });
    expect((await childOptions({})).import).toBeUndefined();
  });

  test("has one name, whatever it says: under a second one the first would cancel it", async () => {
    const changed = await nightsAt({ adopt, windows: [parseWindow("20:00-09:00 Sun-Thu")] });
    expect(changed.name).toBe((await nightsAt({ adopt })).name);
    expect(changed.name).not.toBe((await nightsAt({ adopt: adopt.replace("1234", "5678") })).name);
  });
});

describe("quiet hours", () => {
  const CLASSIC = {
    monitorId: "1001",
    scope: "env:dev",
    windows: { nights: "19:00-09:00 Mon-Fri", weekend: "all day Sat-Sun" },
    timezone: "Europe/Berlin",
    handles: ["@oncall@example.com"],
  } satisfies QuietHoursArgs;

  function quiet(args: Partial<QuietHoursArgs> = {}): () => QuietHours {
    return () => new QuietHours("quiet", { ...CLASSIC, ...args } as QuietHoursArgs);
  }

  test("of the classic rule are two downtimes, and its gap is said once, on their own line", async () => {
    const downtimes = await children(quiet());
    expect(downtimes.map(({ inputs }) => inputs.recurringSchedule.recurrences)).toEqual([
      [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }],
      [{ start: "2027-01-09T00:00:00", duration: "1d", rrule: "FREQ=WEEKLY;BYDAY=SA,SU" }],
    ]);
    expect(warned).toEqual([expect.stringMatching(/^quiet: Monday 00:00-09:00 .*closeGaps/)]);
  });

  test("close the gap with the nights' downtime, and say nothing then", async () => {
    const [nightly] = await children(quiet({ closeGaps: true }));
    expect(nightly?.inputs.recurringSchedule.recurrences).toEqual([
      { start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
      { start: "2027-01-04T00:00:00", duration: "9h", rrule: "FREQ=WEEKLY;BYDAY=MO" },
    ]);
    expect(warned).toEqual([]);
  });

  test("close a gap of two windows once", async () => {
    const windows = { nights: "19:00-09:00 Mon-Fri", late: "23:00-09:00 Mon-Fri", weekend: "all day Sat-Sun" };
    const downtimes = await children(quiet({ windows, closeGaps: true }));
    expect(downtimes.map(({ inputs }) => inputs.recurringSchedule.recurrences.length).sort()).toEqual([1, 1, 2]);
  });

  test("are looked at as they are declared, after the transform", async () => {
    const windows = { nights: "19:00-09:00 Mon-Sun" };
    await children(quiet({ windows }));
    expect(warned).toEqual([]);
    const recurrences = [
      { start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU" },
      { start: "2027-01-10T00:00:00", duration: "1d", rrule: "FREQ=WEEKLY;BYDAY=SU" },
    ];
    const transform = { downtime: { recurringSchedule: { timezone: "Europe/Berlin", recurrences } } };
    await children(quiet({ windows, transform }));
    expect(warned).toEqual([expect.stringMatching(/^quiet: Monday 00:00-09:00/)]);
  });

  test("that mute always are said to, and may be meant", async () => {
    await children(quiet({ windows: { always: "all day Mon-Sun" } }));
    expect(warned).toEqual([expect.stringContaining("at all times")]);
  });

  test("are of tags too", async () => {
    const downtimes = await children(quiet({ monitorId: undefined, monitorTags: ["team:sre"] }));
    expect(downtimes.map(({ inputs }) => inputs.monitorIdentifier)).toEqual([
      { monitorTags: ["team:sre"] },
      { monitorTags: ["team:sre"] },
    ]);
  });
});
