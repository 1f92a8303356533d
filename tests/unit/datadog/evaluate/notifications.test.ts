import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DowntimeMistakeError } from "../../../../datadog/evaluate/downtimes";
import type { MonitorDefinition } from "../../../../datadog/lint/monitor-definition";
import type { RehearsedDowntime } from "../../../../datadog/evaluate/timeline";
import { changesOf, downtime, minutes, MONITOR, play, saidBy, series, START } from "./played";

const RISEN = { series: [series(minutes([10, 100], [30, 900], [30, 100]))], minutes: 70 };
/** Alerts at 15, recovers at 41. */
const under = (downtimes: readonly RehearsedDowntime[], more: Partial<MonitorDefinition> = {}) =>
  saidBy(play({ ...MONITOR, ...more }, { ...RISEN, downtimes }));

/** https://docs.datadoghq.com/monitors/downtimes/#expiration */
describe("a downtime", () => {
  test("swallows what begins and ends in it", () => {
    expect(under([downtime(10, 60)])).toEqual(["15 alert (muted by nights)", "41 recovery (muted by nights)"]);
  });
  test("that ends over an alert says so, whether it began before or within", () => {
    expect(under([downtime(10, 30)])).toEqual(["15 alert (muted by nights)", "30 alert", "41 recovery"]);
    expect(under([downtime(20, 30)])).toEqual(["15 alert", "30 alert", "41 recovery"]);
  });
  test("that is told to says nothing at its end, or only of other states", () => {
    const quiet = ["15 alert (muted by nights)", "41 recovery"];
    expect(under([downtime(10, 30, { notifyEndTypes: ["canceled"] })])).toEqual(quiet);
    expect(under([downtime(10, 30, { notifyEndStates: ["no data", "warn"] })])).toEqual(quiet);
    expect(under([downtime(10, 30, { notifyEndStates: ["alert"] })])).toContain("30 alert");
  });
  test("lets the recovery of an earlier alert through, unless it is told not to, and only the first", () => {
    expect(under([downtime(20, 60)])).toEqual(["15 alert", "41 recovery"]);
    const muting = downtime(20, 60, { muteFirstRecoveryNotification: true });
    expect(under([muting])).toEqual(["15 alert", "41 recovery (muted by nights)"]);
    expect(under([downtime(20, 60, { name: "plain" }), muting])).toEqual([
      "15 alert",
      "41 recovery (muted by plain, nights)",
    ]);
    const twice = { series: [series(minutes([10, 900], [10, 100], [10, 900], [10, 100]))], minutes: 60 };
    expect(saidBy(play(MONITOR, { ...twice, downtimes: [downtime(5, 60)] }))).toEqual([
      "1 alert",
      "11 recovery",
      "25 alert (muted by nights)",
      "31 recovery (muted by nights)",
    ]);
  });
  test("that follows another at once leaves no moment between the two", () => {
    expect(under([downtime(10, 20), downtime(20, 30, { name: "later" })])).toEqual([
      "15 alert (muted by nights)",
      "30 alert",
      "41 recovery",
    ]);
  });
});

/** https://docs.datadoghq.com/monitors/downtimes/#choose-what-to-silence */
describe("a downtime mutes", () => {
  const scene = {
    series: [
      series(minutes([10, 900]), ["host:db1", "env:dev"]),
      series(minutes([10, 900]), ["host:web-1", "env:dev"]),
    ],
    hosts: new Map([["db1", { ip: "10.0.0.1", tags: ["role:db"] }]]),
    minutes: 10,
  };
  const muted = (
    definition: RehearsedDowntime["definition"],
    more: Partial<RehearsedDowntime> = {},
    query = MONITOR.query,
  ) => {
    const all = downtime(0, 60, more);
    const downtimes = [{ ...all, definition: { ...all.definition, ...definition } }];
    const { notifications } = play({ ...MONITOR, query, tags: ["team:sre", "env:dev"] }, { ...scene, downtimes });
    return notifications.filter(({ mutedBy }) => mutedBy.length > 0).map(({ group }) => group);
  };
  test.each([
    ["*", ["host:db1", "host:web-1"]],
    ["host:db1", ["host:db1"]],
    ["host:web-*", ["host:web-1"]],
    ["host:*1", ["host:db1", "host:web-1"]],
    ["NOT host:db1", ["host:web-1"]],
    ["-host:db1", ["host:web-1"]],
    ["host:(db1 OR db2)", ["host:db1"]],
    ["role:db", ["host:db1"]],
    ["role:db AND host:web-1", []],
    ["env:dev", []],
  ])("of the scope %s the groups %o", (scope, groups) => {
    expect(muted({ scope })).toEqual(groups);
  });
  test("groups that all have a tag because the query asks for it", () => {
    expect(muted({ scope: "env:dev" }, {}, MONITOR.query.replace("{*}", "{env:dev}"))).toEqual([
      "host:db1",
      "host:web-1",
    ]);
    expect(muted({ scope: "env:dev" }, {}, MONITOR.query.replace("{*}", "{!env:prod}"))).toEqual([]);
  });
  test("monitors that have all of its tags, or that it names", () => {
    expect(muted({ monitorIdentifier: { monitorTags: ["team:sre", "env:dev"] } })).toHaveLength(2);
    expect(muted({ monitorIdentifier: { monitorTags: ["team:sre", "env:prod"] } })).toEqual([]);
    expect(muted({ monitorIdentifier: { monitorId: 1 } }, { monitors: ["monitor"] })).toHaveLength(2);
    expect(muted({ monitorIdentifier: { monitorId: 1 } }, { monitors: ["another"] })).toEqual([]);
  });
});

test("hours that come back are those of the downtime's calendar", () => {
  const night: RehearsedDowntime = {
    name: "nights",
    definition: {
      scope: "*",
      monitorIdentifier: { monitorTags: ["*"] },
      recurringSchedule: {
        timezone: "Europe/Berlin",
        recurrences: [{ start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }],
      },
    },
  };
  const { muted } = play(MONITOR, { series: [series([1])], minutes: 2 * 1440, downtimes: [night] });
  const hours = (time: number) => (time - START) / 3600;
  expect(muted.map(({ group, from, to, by }) => [group, hours(from), hours(to), by])).toEqual([
    ["host:db1", 18, 32, "nights"],
    ["host:db1", 42, 48, "nights"],
  ]);
});

test.each([
  [{ rrule: "FREQ=NEVER" }, "UTC", "the schedule of the downtime nights can't be read"],
  [{}, "Europe/Berln", "the schedule of the downtime nights can't be read"],
  [{ duration: "a night" }, "UTC", 'lasts "a night", which is no time'],
  [{ start: "" }, "UTC", "a recurrence without a start"],
])("hours of %o in %s are none that could be played", (more, timezone, words) => {
  const recurrence = { start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=DAILY", ...more };
  const all = downtime(0, 60);
  const recurringSchedule = { timezone, recurrences: [recurrence] };
  const { scope, monitorIdentifier } = all.definition;
  const night = { ...all, definition: { scope, monitorIdentifier, recurringSchedule } };
  const playing = () => play(MONITOR, { series: [], minutes: 10, downtimes: [night] });
  expect(playing).toThrow(DowntimeMistakeError);
  expect(playing).toThrow(words);
});

test("a downtime never changes a state, only who hears of it", () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(NaN, 1, 5, 9)), { maxLength: 15 });
  const muting = fc.record({
    from: fc.nat(60),
    length: fc.integer({ min: 1, max: 60 }),
    first: fc.boolean(),
    ends: fc.subarray(["expired", "canceled"]),
  });
  fc.assert(
    fc.property(values, fc.array(muting, { maxLength: 3 }), (stretches, downtimes) => {
      const monitor = { ...MONITOR, query: MONITOR.query.replace("800", "4"), notifyNoData: true };
      const scene = { series: [series(minutes(...stretches))], minutes: 120 };
      const bare = play(monitor, scene);
      const covered = play(monitor, {
        ...scene,
        downtimes: downtimes.map(({ from, length, first, ends }, index) =>
          downtime(from, from + length, {
            name: `n${index}`,
            muteFirstRecoveryNotification: first,
            notifyEndTypes: ends,
          }),
        ),
      });
      expect(covered.changes).toEqual(bare.changes);
      const ended = new Set(downtimes.map(({ from, length }) => START + (from + length) * 60));
      const changed = new Set(bare.notifications.map(({ time }) => time));
      const atTheirTimes = covered.notifications.filter(({ time }) => changed.has(time));
      expect(atTheirTimes.map((one) => ({ ...one, mutedBy: [] }))).toEqual(bare.notifications);
      const others = covered.notifications.filter(({ time }) => !changed.has(time));
      expect(others.every(({ time, mutedBy }) => ended.has(time) && mutedBy.length === 0)).toBe(true);
    }),
  );
});

/** https://docs.datadoghq.com/monitors/notify/#renotify */
describe("a state that lasts is said again", () => {
  test("after each interval, so often, and not when it is over", () => {
    const more = { renotifyInterval: 10 };
    expect(under([], more)).toEqual(["15 alert", "25 again alert", "35 again alert", "41 recovery"]);
    expect(under([], { ...more, renotifyOccurrences: 1 })).toEqual(["15 alert", "25 again alert", "41 recovery"]);
    expect(under([], { ...more, renotifyStatuses: ["warn"] })).toEqual(["15 alert", "41 recovery"]);
  });
  test("for 30 hours where nobody says how often", () => {
    const scene = { series: [series(minutes([2400, 900]))], minutes: 2400 };
    const { notifications } = play({ ...MONITOR, renotifyInterval: 60 }, scene);
    expect(notifications.map(({ time }) => (time - START) / 60)).toEqual(
      Array.from({ length: 31 }, (_, hour) => hour * 60 + 1),
    );
  });
  test("with the words of its own, if there are any, and in a block of its own", () => {
    const message = "{{^is_renotify}}first{{/is_renotify}}{{#is_renotify}}again{{/is_renotify}} @a@example.com";
    const told = (more: Partial<MonitorDefinition>) =>
      play({ ...MONITOR, message, renotifyInterval: 10, ...more }, RISEN).notifications.slice(0, 2);
    expect(told({})).toMatchObject([
      { title: "[Triggered on {host:db1}] my_metric is high", body: "first @a@example.com" },
      { title: "[Re-Triggered on {host:db1}] my_metric is high", body: "again @a@example.com", transition: "alert" },
    ]);
    expect(told({ escalationMessage: "wake up @b@example.com" })[1]).toMatchObject({
      body: "wake up @b@example.com",
      recipients: ["@b@example.com"],
    });
  });
  test("by a downtime's end at first, and then after its interval", () => {
    expect(under([downtime(10, 22)], { renotifyInterval: 10 })).toEqual([
      "15 alert (muted by nights)",
      "22 alert",
      "32 again alert",
      "41 recovery",
    ]);
  });
});

/** https://docs.datadoghq.com/monitors/configuration/#notification-grouping */
describe("groups that are told of together", () => {
  const query = "avg(last_1m):avg:my_metric{*} by {service,host} > 800";
  const host = (name: string, service: string, values: readonly number[]) =>
    series(values, [`service:${service}`, `host:${name}`]);
  const scene = {
    series: [
      host("a", "web", minutes([5, 100], [10, 900], [15, 100])),
      host("b", "web", minutes([10, 100], [10, 900], [10, 100])),
      host("c", "shop", minutes([10, 100], [10, 900], [10, 100])),
    ],
    minutes: 30,
  };
  test("alert with the first of them and recover with the last", () => {
    const timeline = play(
      { ...MONITOR, query, notifyBies: ["service"], message: "{{service.name}}{{host.name}}" },
      scene,
    );
    expect(saidBy(timeline)).toEqual([
      "6 service:web alert",
      "11 service:shop alert",
      "21 service:web recovery",
      "21 service:shop recovery",
    ]);
    expect(timeline.notifications.map(({ body }) => body)).toEqual(["web", "shop", "web", "shop"]);
    expect(changesOf(timeline).filter((change) => change.includes("host:b"))).toEqual([
      "1 service:web,host:b OK",
      "11 service:web,host:b Alert",
      "21 service:web,host:b OK",
    ]);
  });
  test("are one of all with *", () => {
    const timeline = play({ ...MONITOR, query, notifyBies: ["*"] }, scene);
    expect(saidBy(timeline)).toEqual(["6 alert", "21 recovery"]);
    expect(timeline.notifications[0]?.title).toBe("[Triggered] my_metric is high");
  });
  test("are heard of by one that is not muted beside one that is", () => {
    const part = downtime(0, 30);
    const muted = { ...part, definition: { ...part.definition, scope: "host:a" } };
    const timeline = play({ ...MONITOR, query, notifyBies: ["*"] }, { ...scene, downtimes: [muted] });
    expect(saidBy(timeline)).toEqual(["6 alert (muted by nights)", "11 alert", "21 recovery"]);
  });
});

/** https://docs.datadoghq.com/monitors/notify/variables/#template-variables */
test("a notification's words are those of its state, its group and its time", () => {
  const message =
    "{{#is_alert}}{{value}} {{comparator}} {{threshold}} on {{host.name}} ({{host.ip}}, {{role.name}}) @team-{{role.name}}{{/is_alert}}" +
    "{{#is_alert_to_warning}}easing{{/is_alert_to_warning}}{{#is_warning}} warm > {{warn_threshold}}{{/is_warning}}" +
    "{{#is_warning_recovery}}after {{triggered_duration_sec}} s, since {{first_triggered_at}}{{/is_warning_recovery}}";
  const monitor = {
    ...MONITOR,
    query: "avg(last_1m):avg:my_metric{*} by {host} > 800",
    monitorThresholds: { critical: "800", warning: "500" },
    priority: "2",
    name: "high on {{host.name}}",
    message,
  };
  const hosts = new Map([["db1", { ip: "10.0.0.1", tags: ["role:db"] }]]);
  const { notifications } = play(monitor, { series: [series([100, 842.3174, 600, 100])], hosts, minutes: 5 });
  expect(notifications.map(({ title, body, recipients }) => [title, body, recipients])).toEqual([
    ["[P2] [Triggered on {host:db1}] high on db1", "842.317 &gt; 800.0 on db1 (10.0.0.1, db) @team-db", ["@team-db"]],
    ["[P2] [Warn on {host:db1}] high on db1", "easing warm > 500.0", []],
    ["[P2] [Recovered on {host:db1}] high on db1", "after 120 s, since 2027-01-04 00:02:00 UTC", []],
  ]);
});

test("a title without tags and a message without handles are sent to the same people", () => {
  const { notifications } = play({ ...MONITOR, includeTags: false, notificationPresetName: "hide_handles" }, RISEN);
  expect(notifications[0]).toMatchObject({
    title: "[Triggered] my_metric is high",
    body: "900.0 on db1",
    recipients: ["@oncall@example.com"],
  });
});
