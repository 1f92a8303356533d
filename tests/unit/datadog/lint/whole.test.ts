import { Temporal } from "@js-temporal/polyfill";
import { describe, expect, test } from "vitest";
import { lintDashboard } from "../../../../datadog/lint/dashboard";
import { lintDowntime } from "../../../../datadog/lint/downtime";
import { correctDowntimes, correctWidgets } from "../../../corpus/read";

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");
const WIDGETS = correctWidgets();
const DOWNTIMES = correctDowntimes();

const templateVariables = [{ name: "env", prefix: "env", defaults: ["*"] }];
const USE = { noteDefinition: { content: "Of $env." } };

test("there are widgets of many types, and many downtimes", () => {
  expect(new Set(WIDGETS.flatMap(({ widget }) => Object.keys(widget))).size).toBeGreaterThanOrEqual(33);
  expect(DOWNTIMES.length).toBeGreaterThanOrEqual(50);
});

describe("a widget that is correct has no finding", () => {
  const named = WIDGETS.map(({ widget }, place) => [Object.keys(widget).join(), place, widget] as const);

  test.each(named)("%s, entry %i", (_, __, widget) => {
    expect(lintDashboard({ layoutType: "ordered", templateVariables, widgets: [USE, widget] })).toEqual([]);
  });

  test("with all the others beside it", () => {
    const widgets = WIDGETS.map(({ widget }) => widget);
    const findings = lintDashboard({ layoutType: "ordered", templateVariables, widgets });
    expect(findings).toEqual([]);
  });
});

describe("a downtime that is correct has no finding", () => {
  test.each(DOWNTIMES.map(({ inputs }) => [JSON.stringify(inputs), inputs] as const))("%s", (_, inputs) => {
    expect(lintDowntime(inputs, NOW)).toEqual([]);
  });
});
