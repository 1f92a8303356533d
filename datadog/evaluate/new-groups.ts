import type { MonitorSubject } from "../lint/monitor-definition";
import { NEW_HOST_SECONDS } from "./provider-defaults";

/** A group that was not there for so long is new. */
export const FORGOTTEN_SECONDS = 24 * 3600;

/** "Defaults to 60 seconds." */
const NEW_GROUP_SECONDS = 60;

/**
 * How long a group is not judged after the monitor has first seen it. Hosts have a delay of their own, which the provider
 * sends unless it is told another.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/#new-group-delay
 * @see https://docs.datadoghq.com/monitors/guide/monitor_api_options/#common-options `new_host_delay`
 * @param isThereFromTheStart whether the history begins with it: what holds by default is of no such group, for nobody
 * knows whether it was seen before.
 */
export function newGroupSeconds({ definition, groups }: MonitorSubject, isThereFromTheStart: boolean): number {
  const { newGroupDelay, newHostDelay } = definition;
  if (groups.length === 0) return 0;
  if (newGroupDelay !== undefined) return newGroupDelay;
  if (groups.includes("host") && newHostDelay !== undefined) return newHostDelay;
  if (isThereFromTheStart) return 0;
  return groups.includes("host") ? NEW_HOST_SECONDS : NEW_GROUP_SECONDS;
}
