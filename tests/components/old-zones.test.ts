import { afterEach, beforeEach, expect, test } from "vitest";
import { OneTimeDowntime } from "../../components/downtimes/one-time-downtime";
import { QuietHours } from "../../components/downtimes/quiet-hours";
import { RecurringDowntime } from "../../components/downtimes/recurring-downtime";
import { parseWindow } from "../../datadog/schedule/parse";
import { CHANGED } from "../../datadog/schedule/old-zones";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

// A law of which no Node.js knows, as an old one knows nothing of Vancouver's.
beforeEach(() => {
  CHANGED["Asia/Tokyo"] = ["2027-01-15T12:00:00Z", "+10:00"];
});
afterEach(() => {
  delete CHANGED["Asia/Tokyo"];
});

const warned = warningsOfEach();

const TARGET = { monitorId: "1001", scope: "env:dev", message: "Quiet. @oncall@example.com" };
const NIGHTS = "19:00-09:00 Mon-Fri";

const KINDS: readonly [string, (timezone: string) => unknown][] = [
  ["recurring", (timezone) => new RecurringDowntime("one", { ...TARGET, timezone, windows: [parseWindow(NIGHTS)] })],
  ["one-time", (timezone) => new OneTimeDowntime("one", { ...TARGET, timezone, until: "2099-01-05T22:00" })],
  [
    "recurring, with all of an environment's hours",
    (timezone) =>
      new QuietHours("all", {
        ...TARGET,
        ...{ timezone, closeGaps: true, handles: ["@oncall@example.com"] },
        windows: { nights: NIGHTS, weekend: "all day Sat-Sun" },
      }),
  ],
];

test.each(KINDS)("a downtime that is %s says once that its zone is an old one here", async (_, declare) => {
  await recorded(() => Promise.resolve(declare("Asia/Tokyo")));
  expect(warned).toEqual([
    expect.stringMatching(/time zones of Node.js [\d.]+ are those of .*Asia\/Tokyo.*update Node.js/),
  ]);
});

test.each(KINDS)("a downtime that is %s says nothing of a zone that is not", async (_, declare) => {
  await recorded(() => Promise.resolve(declare("Europe/Berlin")));
  expect(warned).toEqual([]);
});
