import type * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import { dashboardOfJson } from "../datadog/json/dashboard";
import { monitorOfJson } from "../datadog/json/monitor";
import { type Json, readObject } from "../datadog/json/value";
import { lintDashboard } from "../datadog/lint/dashboard";
import { lintSloCorrection, type SloCorrection } from "../datadog/lint/slo-correction";
import { lookedAtDashboard } from "./dashboards/declaration";
import { lookedAtDowntime } from "./downtimes/declaration";
import type { Looked } from "./findings";
import { lookedAtMonitor } from "./monitors/declaration";
import type { Demands } from "./monitors/demands";
import { hasUnknown } from "./plain";
import { lookedAtSLO } from "./slo/slo";
import { unknownAtPreview, unreadable } from "./unknown";

/**
 * What the rules say of a resource of the provider's, by its type, from its inputs as the provider's classes hand them on;
 * an output or a promise among them is unknown at preview. Of a type that is not here nothing can be said.
 */
export const LOOKED_AT: Readonly<Record<string, (inputs: pulumi.Inputs, demands?: Demands) => Looked>> = {
  "datadog:index/monitor:Monitor": (inputs, demands) => lookedAtMonitor(inputs as datadog.MonitorArgs, demands),
  "datadog:index/monitorJson:MonitorJson": ({ monitor }, demands) =>
    ofJson("the monitor", monitor, (json) => {
      const definition = monitorOfJson(json);
      if (definition !== undefined) return lookedAtMonitor(definition as datadog.MonitorArgs, demands);
      return { findings: [unreadable("the monitor has no type and query", "write both: they say what it watches")] };
    }),
  "datadog:index/dashboard:Dashboard": (inputs) => lookedAtDashboard(inputs as datadog.DashboardArgs),
  "datadog:index/dashboardJson:DashboardJson": ({ dashboard }) =>
    ofJson("the dashboard", dashboard, (json) => {
      const definition = dashboardOfJson(json);
      return { findings: lintDashboard(definition), subject: ["dashboard", definition] };
    }),
  "datadog:index/downtimeSchedule:DowntimeSchedule": (inputs) =>
    lookedAtDowntime(inputs as datadog.DowntimeScheduleArgs),
  "datadog:index/serviceLevelObjective:ServiceLevelObjective": (inputs) =>
    lookedAtSLO(inputs as datadog.ServiceLevelObjectiveArgs),
  "datadog:index/sloCorrection:SloCorrection": (inputs) => {
    // Its SLO's id does not matter.
    const correction = { ...inputs, sloId: undefined };
    const later = Object.entries(correction).find(([, value]) => hasUnknown(value));
    return later === undefined
      ? { findings: lintSloCorrection(correction as unknown as SloCorrection) }
      : { findings: [unknownAtPreview("the correction", later[0])] };
  },
};

/** What the text says, which is not quoted: it may hold a secret. */
function ofJson(what: string, text: unknown, look: (json: Json) => Looked): Looked {
  if (typeof text !== "string") return { findings: [unknownAtPreview(what, "text")] };
  const json = readObject(text);
  return json === undefined
    ? { findings: [unreadable(`${what} is no JSON object`, "write it as the API has it, or with JSON.stringify")] }
    : look(json);
}
