import type * as datadog from "@pulumi/datadog";
import type { Finding } from "../../datadog/finding";
import { dashboardOfJson } from "../../datadog/json/dashboard";
import { monitorOfJson } from "../../datadog/json/monitor";
import type { Json } from "../../datadog/json/value";
import { lintDashboard } from "../../datadog/lint/dashboard";
import { lintMonitor } from "../../datadog/lint/monitor";
import type { Kind } from "../../datadog/owned";
import { lookedAtDashboard } from "../../components/dashboards/declaration";
import { lookedAtDowntime } from "../../components/downtimes/declaration";
import { lookedAtMonitor } from "../../components/monitors/declaration";
import { lookedAtSLO } from "../../components/slo/slo";
import { dashboardInputs, downtimeInputs, type Inputs, monitorInputs, sloInputs } from "./inputs";
import { type DatadogObject, titleOf } from "../datadog/object";
import { monitorSettings, sloSettings } from "./settings";

/** An object as a stack declares it from now on. */
export interface Declared {
  readonly kind: Kind;
  readonly id: string;
  readonly title: string;
  /** In the stack. */
  readonly name: string;
  readonly says: InSettings | InCode;
  /** What Lookout's rules say of it as it is. */
  readonly findings: readonly Finding[];
}

export interface InSettings {
  readonly settings: Json;
}

export interface InCode {
  /** Of `@pulumi/datadog`: `DashboardJson` where the others have no place for a part of it. */
  readonly type:
    "Monitor" | "MonitorJson" | "Dashboard" | "DashboardJson" | "DowntimeSchedule" | "ServiceLevelObjective";
  readonly args: Json;
}

export type Format = "yaml" | "typescript";

/**
 * An object in settings where these are wanted and can say all of it, else in code.
 *
 * @returns a reason where neither can.
 */
export function declare(object: DatadogObject, name: string, format: Format): Declared | string {
  const { kind, id, json } = object;
  const { inputs, lost } = READ[kind](json);
  const whole = { kind, id, title: titleOf(object), name };
  if (lost.length > 0) {
    const asJson = JSON_OF[kind];
    if (asJson === undefined) return `has what the provider has no word for: ${lost.join(", ")}`;
    return { ...whole, ...asJson(json) };
  }
  const findings = LOOK[kind](inputs);
  const settings = format === "yaml" ? SETTINGS[kind]?.(inputs) : undefined;
  return { ...whole, findings, says: settings === undefined ? { type: CLASSES[kind], args: inputs } : { settings } };
}

const READ: Readonly<Record<Kind, (json: Json) => Inputs>> = {
  monitor: monitorInputs,
  dashboard: dashboardInputs,
  downtime: downtimeInputs,
  slo: sloInputs,
};

const SETTINGS: Readonly<Partial<Record<Kind, (inputs: Json) => Json | undefined>>> = {
  monitor: monitorSettings,
  slo: sloSettings,
};

const CLASSES = {
  monitor: "Monitor",
  dashboard: "Dashboard",
  downtime: "DowntimeSchedule",
  slo: "ServiceLevelObjective",
} as const;

const LOOK: Readonly<Record<Kind, (inputs: Json) => readonly Finding[]>> = {
  monitor: (inputs) => lookedAtMonitor(inputs as unknown as datadog.MonitorArgs, undefined).findings,
  dashboard: (inputs) => lookedAtDashboard(inputs as unknown as datadog.DashboardArgs).findings,
  downtime: (inputs) => lookedAtDowntime(inputs as unknown as datadog.DowntimeScheduleArgs).findings,
  slo: (inputs) => lookedAtSLO(inputs as unknown as datadog.ServiceLevelObjectiveArgs).findings,
};

/** The API's own JSON without what Datadog says by itself: the provider sends it as it is. */
const JSON_OF: Readonly<Partial<Record<Kind, (json: Json) => Pick<Declared, "says" | "findings">>>> = {
  monitor: (json) => {
    const definition = monitorOfJson(json);
    const { name, type, query, message, tags, priority, options, restricted_roles, assets } = json;
    const monitor = { name, type, query, message, tags, priority, options, restricted_roles, assets };
    return {
      says: { type: "MonitorJson", args: { monitor: withoutNulls(monitor) } },
      findings: definition === undefined ? [] : lintMonitor(definition),
    };
  },
  dashboard: (json) => {
    const answered = ["id", "url", "author_handle", "author_name", "created_at", "modified_at"];
    const dashboard = Object.fromEntries(Object.entries(json).filter(([key]) => !answered.includes(key)));
    return {
      says: { type: "DashboardJson", args: { dashboard: withoutNulls(dashboard) } },
      findings: lintDashboard(dashboardOfJson(json)),
    };
  },
};

function withoutNulls(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined && value !== null));
}
