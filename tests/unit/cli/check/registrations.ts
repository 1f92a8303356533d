import type { Registration } from "../../../../cli/stack/program";

/** What a stack declares, as far as a test wants it. */
export function monitor(name: string, query: string, more: Record<string, unknown> = {}): Registration {
  return {
    type: "datadog:index/monitor:Monitor",
    name,
    id: `${name}-id`,
    inputs: { type: "query alert", query, ...more },
  };
}

export function dashboard(name: string, widgets: readonly object[], more: Record<string, unknown> = {}): Registration {
  const inputs = { title: name, layoutType: "ordered", widgets, ...more };
  return { type: "datadog:index/dashboard:Dashboard", name, id: `${name}-id`, inputs };
}

export function slo(name: string, inputs: Record<string, unknown>): Registration {
  const type = "datadog:index/serviceLevelObjective:ServiceLevelObjective";
  return { type, name, id: `${name}-id`, inputs: { name, thresholds: [], ...inputs } };
}

export function other(type: string, name: string, inputs: Record<string, unknown>): Registration {
  return { type, name, id: `${name}-id`, inputs };
}

export const graph = (...queries: string[]) => ({
  timeseriesDefinition: { title: "CPU", requests: queries.map((q) => ({ q })) },
});
