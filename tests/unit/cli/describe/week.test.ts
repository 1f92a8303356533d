import { expect, test } from "vitest";
import { quietHours, quietHoursSvg } from "../../../../cli/describe/week";
import { NOW } from "./monitors";

const nights = { start: "2027-01-04T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" };
const weekend = { start: "2027-01-09T00:00:00", duration: "1d", rrule: "FREQ=WEEKLY;BYDAY=SA,SU" };
const downtime = (recurrence: typeof nights, more: object = {}) => ({
  scope: "env:dev",
  monitorIdentifier: { monitorId: 1001 },
  recurringSchedule: { timezone: "Europe/Berlin", recurrences: [recurrence] },
  ...more,
});
const titles = new Map([["1001", "my_metric is high"]]);
const [hours] = quietHours([downtime(nights), downtime(weekend)], titles, NOW);

test("a monitor's downtimes are one week, in which the morning that none mutes is named", () => {
  expect(hours).toMatchObject({
    of: "my_metric is high, of env:dev",
    timezone: "Europe/Berlin",
    gaps: ["Monday 00:00-09:00"],
  });
  expect(hours?.picture).toMatch(/Mon {2}!{9}·{10}█{5}\nTue {2}█{9}·{10}█{5}\n/);
  expect(hours?.picture).toMatch(/Sun {2}█{24}\n/);
});

test("the picture is of a week in which each window has begun", () => {
  expect(hours?.picture).toMatch(/^Week of 2027-01-11, Europe\/Berlin\n/);
});

test("the next eight windows are in words", () => {
  expect(hours?.next).toHaveLength(8);
  expect(hours?.next[0]).toBe("Fri 1 Jan 19:00 to Mon 4 Jan 00:00 (53 h)");
});

test("other monitors, and other time zones, have weeks of their own", () => {
  const tags = downtime(weekend, { scope: "*", monitorIdentifier: { monitorTags: ["team:sre"] } });
  expect(quietHours([downtime(nights), tags], titles, NOW).map(({ of }) => of)).toEqual([
    "my_metric is high, of env:dev",
    "monitors with team:sre",
  ]);
});

test("a downtime that does not come back has no week", () => {
  expect(quietHours([{ scope: "*", monitorIdentifier: { monitorId: 1001 } }], titles, NOW)).toEqual([]);
});

test("the picture as a file is the same on each day", () => {
  const later = quietHours(
    [downtime({ ...nights, start: "2027-03-30T19:00:00" }), downtime({ ...weekend, start: "2027-04-03T00:00:00" })],
    titles,
    new Date("2027-03-28T12:00:00Z"),
  );
  expect(later.map(quietHoursSvg)).toEqual(hours && [quietHoursSvg(hours)]);
});
