import { expect, test } from "vitest";
import { isOldZone } from "../../../datadog/schedule/old-zones";

const NOON = "2027-01-15T12:00:00Z";

test("a zone whose clocks show something else than its law says is an old one, also by a former name", () => {
  const changed = { "Europe/Berlin": [NOON, "+02:00"], "America/Vancouver": [NOON, "+01:00"] } as const;
  expect(["Europe/Berlin", "America/Vancouver", "Canada/Pacific"].filter((zone) => isOldZone(zone, changed))).toEqual([
    "Europe/Berlin",
    "America/Vancouver",
    "Canada/Pacific",
  ]);
});

test("a zone whose clocks show what its law says is none, and neither is one of which nothing is known", () => {
  const changed = { "Europe/Berlin": [NOON, "+01:00"] } as const;
  expect(["Europe/Berlin", "Europe/Paris", "UTC"].filter((zone) => isOldZone(zone, changed))).toEqual([]);
});

test.runIf((process.versions.tz ?? "") >= "2026e")("the zones of 2026e have every law that is known here", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  expect(zones.filter((zone) => isOldZone(zone))).toEqual([]);
});
