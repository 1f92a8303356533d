import { Temporal } from "@js-temporal/polyfill";
import { expect, test } from "vitest";
import type { Rehearsed, RehearsedMonitor, Transition } from "../../../../datadog/evaluate/timeline";
import { calendar } from "../../../../datadog/schedule/calendar";
import type { StartedRecurrence } from "../../../../datadog/schedule/recurrence";
import { rehearsedOf } from "../../../../cli/rehearse/declared";
import { withRules } from "../../../../cli/rehearse/rules";
import type { Registration } from "../../../../cli/stack/program";

const MONITOR = "datadog:index/monitor:Monitor";
const DOWNTIME = "datadog:index/downtimeSchedule:DowntimeSchedule";

const of = (type: string, name: string, id: string, inputs: Registration["inputs"]): Registration => ({
  ...{ type, name, id, inputs },
});
const metric = (name: string, id: string, by: string) =>
  of(MONITOR, name, id, { type: "query alert", query: `avg(last_5m):avg:${name}{*} by {${by}} > 1` });
const nights = (name: string, start: string, rrule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR") =>
  of(DOWNTIME, name, "1", {
    scope: "env:dev",
    monitorIdentifier: { monitorId: 1001 },
    notifyEndTypes: ["expired"],
    recurringSchedule: { timezone: "Europe/Berlin", recurrences: [{ start, duration: "14h", rrule }] },
  });

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds / 1000;
const SPAN = { from: at("2026-03-02T00:00:00Z"), to: at("2026-03-16T00:00:00Z") };

test("a composite names its monitors by their names in the stack, and has the groups that they share", () => {
  const { monitors } = rehearsedOf(
    [
      metric("errors", "1001", "service,host"),
      metric("latency", "1002", "service"),
      of(MONITOR, "both", "1003", { type: "composite", query: "1001 && !1002" }),
    ],
    SPAN,
  );
  expect(monitors.map(({ name }) => name)).toEqual(["errors", "latency", "both"]);
  expect(monitors[2]?.definition).toMatchObject({ query: "errors && !latency", commonGroups: ["service"] });
});

test("a monitor that was imported as JSON is one of them", () => {
  const json = { type: "query alert", query: "avg(last_5m):avg:load{*} > 8", options: { thresholds: { critical: 8 } } };
  const { monitors } = rehearsedOf(
    [of("datadog:index/monitorJson:MonitorJson", "load", "1001", { monitor: JSON.stringify(json) })],
    SPAN,
  );
  expect(monitors).toMatchObject([{ name: "load", definition: { monitorThresholds: { critical: "8" } } }]);
});

/** When the downtimes mute in the span, in local time. */
function muted(registrations: readonly Registration[]): string[] {
  return rehearsedOf(registrations, SPAN).downtimes.flatMap(({ definition }) => {
    const { timezone = "UTC", recurrences = [] } = definition.recurringSchedule ?? {};
    const from = Temporal.Instant.fromEpochMilliseconds(SPAN.from * 1000);
    const schedule = { timezone, recurrences: recurrences as StartedRecurrence[] };
    return calendar(schedule, from, from.add({ hours: 24 })).map(({ start }) =>
      start.toZonedDateTimeISO(timezone).toPlainDateTime().toString(),
    );
  });
}

test("hours that a preview has begin today had begun before a rehearsal of a day long ago", () => {
  const monday = ["2026-03-02T19:00:00"];
  expect(muted([nights("nights-a1f86f", "2026-11-30T19:00:00")])).toEqual(monday);
  expect(muted([nights("nights-a1f86f", "2030-01-07T19:00:00")])).toEqual(monday);
});

test("a rule that would be another one had it begun before begins as it is declared", () => {
  expect(muted([nights("fortnight", "2026-11-30T19:00:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")])).toEqual([]);
});

test("a downtime is called as in the settings and names its monitor; what only its deployment made is none", () => {
  const { downtimes } = rehearsedOf(
    [
      metric("load", "1001", "host"),
      nights("nights-a1f86f", "2026-11-30T19:00:00"),
      of(DOWNTIME, "nights-a1f86f-first", "2", { oneTimeSchedule: { end: "2026-11-30T09:00:00Z" } }),
      of(DOWNTIME, "the-first", "3", { oneTimeSchedule: { end: "2026-11-30T09:00:00Z" } }),
    ],
    SPAN,
  );
  expect(downtimes).toMatchObject([
    { name: "nights", monitors: ["load"], notifyEndTypes: ["expired"] },
    { name: "the-first" },
  ]);
  expect(downtimes[1]).not.toHaveProperty("monitors");
});

test("who is told by a notification rule depends on the tags of the monitor and the group, and on the state", () => {
  const monitor: RehearsedMonitor = {
    name: "load",
    definition: { type: "query alert", query: "avg(last_5m):avg:load{*} by {host} > 8", tags: ["team:sre"] },
  };
  const said = (group: string, transition: Transition) => ({
    ...{ time: 0, group, transition, isRenotification: false, title: "", body: "", mutedBy: [] },
    recipients: ["@oncall@example.com"],
  });
  const rehearsed: Rehearsed = {
    timelines: [
      {
        ...{ monitor, span: SPAN, lines: [], changes: [], dropped: [], muted: [], approximations: [] },
        notifications: [said("host:db1", "alert"), said("host:db2", "alert"), said("host:db1", "recovery")],
      },
    ],
    refused: [],
  };
  const rules = [
    { name: "db1", filter: { tags: ["team:sre", "host:db1"] }, recipients: ["slack-db1"] },
    {
      name: "alerts",
      filter: { tags: ["team:sre"] },
      conditionalRecipients: { conditions: [{ scope: "transition_type:is_alert", recipients: ["pagerduty"] }] },
    },
    { name: "others", filter: { tags: ["team:web"] }, recipients: ["web"] },
  ];
  const [timeline] = withRules(rehearsed, rules).timelines;
  expect(timeline?.notifications.map(({ recipients }) => recipients)).toEqual([
    ["@oncall@example.com", "@slack-db1", "@pagerduty"],
    ["@oncall@example.com", "@pagerduty"],
    ["@oncall@example.com", "@slack-db1"],
  ]);
});
