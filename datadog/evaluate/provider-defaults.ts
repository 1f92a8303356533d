import type { MonitorDefinition } from "../lint/monitor-definition";

/**
 * What the provider sends where a declaration says nothing; Datadog's own defaults are other ones.
 *
 * @see https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/resource_datadog_monitor.go
 */
export function requiresFullWindow({ requireFullWindow = true, schedulingOptions }: MonitorDefinition): boolean {
  return requireFullWindow && schedulingOptions?.customSchedule === undefined;
}

/** In minutes. */
export function noDataMinutes({ noDataTimeframe = 10 }: MonitorDefinition): number {
  return noDataTimeframe;
}

/** In seconds; of groups by host. */
export const NEW_HOST_SECONDS = 300;
