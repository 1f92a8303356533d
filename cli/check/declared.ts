import { dashboardOfJson } from "../../datadog/json/dashboard";
import { monitorOfJson } from "../../datadog/json/monitor";
import { readObject } from "../../datadog/json/value";
import {
  type DashboardDefinition,
  type DashboardSubject,
  readDashboard,
} from "../../datadog/lint/dashboard/definition";
import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";
import type { SloDefinition } from "../../datadog/lint/slo-definition";
import type { MonitorQuery } from "../../datadog/query/monitor-query";
import { parseMonitorQuery, QuerySyntaxError } from "../../datadog/query/parse";
import type { Registration } from "../stack/program";
import { placeOf } from "./need";

/** A monitor as `@pulumi/datadog` declares it, its query read; what can't be read, a preview says. */
export interface DeclaredMonitor {
  readonly registration: Registration;
  readonly place: string;
  readonly definition: MonitorDefinition & { readonly assets?: readonly Asset[] };
  readonly query: MonitorQuery | undefined;
}

interface Asset {
  readonly category?: string;
  readonly url?: string;
}

export function monitorsIn(registrations: readonly Registration[]): DeclaredMonitor[] {
  return registrations.flatMap((registration) => {
    const definition = monitorOf(registration);
    if (definition === undefined) return [];
    return [{ registration, place: placeOf(registration), definition, query: read(definition.query) }];
  });
}

function monitorOf({ type, inputs }: Registration): MonitorDefinition | undefined {
  if (type === "datadog:index/monitor:Monitor") return inputs as unknown as MonitorDefinition;
  if (type !== "datadog:index/monitorJson:MonitorJson") return undefined;
  const json = readObject(String(inputs.monitor));
  return json && monitorOfJson(json);
}

function read(query: string): MonitorQuery | undefined {
  return readable(() => parseMonitorQuery(query));
}

/** What the reading returns; of what is no query, nothing. */
export function readable<T>(reading: () => T): T | undefined {
  try {
    return reading();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return undefined;
    throw error;
  }
}

export interface DeclaredDashboard {
  readonly registration: Registration;
  readonly place: string;
  readonly subject: DashboardSubject;
}

export function dashboardsIn(registrations: readonly Registration[]): DeclaredDashboard[] {
  return registrations.flatMap((registration) => {
    const definition = dashboardOf(registration);
    if (definition === undefined) return [];
    return [{ registration, place: placeOf(registration), subject: readDashboard(definition) }];
  });
}

function dashboardOf({ type, inputs }: Registration): DashboardDefinition | undefined {
  if (type === "datadog:index/dashboard:Dashboard") return inputs as unknown as DashboardDefinition;
  if (type !== "datadog:index/dashboardJson:DashboardJson") return undefined;
  const json = readObject(String(inputs.dashboard));
  return json && dashboardOfJson(json);
}

const SLO = "datadog:index/serviceLevelObjective:ServiceLevelObjective";

export function slosIn(registrations: readonly Registration[]): { place: string; definition: SloDefinition }[] {
  return registrations
    .filter(({ type }) => type === SLO)
    .map((one) => ({ place: placeOf(one), definition: one.inputs as unknown as SloDefinition }));
}
