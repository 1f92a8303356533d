import { expect, test } from "vitest";
import { missingObject, objectNeeds } from "../../../../cli/check/objects";
import { dashboard, monitor, other, slo } from "./registrations";

test("objects that are named by id are those of composites, SLOs, downtimes, widgets, and what is taken over", () => {
  const needs = objectNeeds([
    { ...monitor("own", "avg(last_5m):avg:m{*} > 1"), id: "1001" },
    monitor("both", "1001 && !2001", { type: "composite" }),
    monitor("burning", 'error_budget("0123").over("7d") > 75', { type: "slo alert" }),
    { ...monitor("adopted", "avg(last_5m):avg:m{*} > 1"), importId: "2002" },
    slo("orders", { type: "monitor", monitorIds: [1001, 2003] }),
    dashboard("hosts", [
      {
        groupDefinition: {
          title: "all",
          widgets: [
            { alertGraphDefinition: { alertId: "2001", vizType: "timeseries" } },
            { serviceLevelObjectiveDefinition: { title: "SLO", sloId: "orders-id" } },
            { timeseriesDefinition: { title: "SLI", requests: [{ queries: [{ sloQuery: { sloId: "4567" } }] }] } },
          ],
        },
      },
    ]),
    other("datadog:index/downtimeSchedule:DowntimeSchedule", "nights", { monitorIdentifier: { monitorId: 2004 } }),
    other("datadog:index/sloCorrection:SloCorrection", "move", { sloId: "89ab" }),
  ]);
  expect(Object.fromEntries(needs.map(({ of, by }) => [of, by]))).toEqual({
    "monitor 2001": ["monitor both", "dashboard hosts widgets[0].widgets[0] (alertGraph)"],
    "slo 0123": ["monitor burning"],
    "monitor 2003": ["SLO orders"],
    "slo 4567": ['dashboard hosts "SLI" (timeseries)'],
    "monitor 2002": ["monitor adopted"],
    "monitor 2004": ["downtime nights"],
    "slo 89ab": ["SLO correction move"],
  });
  expect(missingObject({ of: "slo 0123", kind: "slo", id: "0123", by: ["x"] })).toMatchObject({ asked: "SLO 0123" });
});
