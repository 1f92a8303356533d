import type { MonitorDefinition } from "../lint/monitor-definition";
import type { GroupStatus } from "./timeline";

const NAMES: Readonly<Partial<Record<GroupStatus, string>>> = { Alert: "alert", Warn: "warn", "No Data": "no data" };
/** "By default, the renotifications will stop 30 hours after the first alert." */
const LONGEST_SECONDS = 30 * 3600;

/** What has been said of a state that lasts; times in seconds since 1970. */
interface Standing {
  readonly status: GroupStatus;
  readonly firstTriggered: number;
  readonly lastNotified: number;
  /** How often it was said again. */
  readonly repeated: number;
}

/**
 * When a state is next said again; undefined where it is not.
 *
 * @see https://docs.datadoghq.com/monitors/notify/#renotify
 * @see https://docs.datadoghq.com/monitors/guide/monitor_api_options/#common-options `renotify_interval`
 */
export function nextRenotification(definition: MonitorDefinition, standing: Standing): number | undefined {
  const { renotifyInterval = 0, renotifyOccurrences = 0, renotifyStatuses = [] } = definition;
  const { status, firstTriggered, lastNotified, repeated } = standing;
  const statuses = renotifyStatuses.length === 0 ? ["alert", "no data"] : renotifyStatuses;
  if (renotifyInterval === 0 || !statuses.includes(NAMES[status] ?? "")) return undefined;
  const next = lastNotified + renotifyInterval * 60;
  const isOver = renotifyOccurrences > 0 ? repeated >= renotifyOccurrences : next > firstTriggered + LONGEST_SECONDS;
  return isOver ? undefined : next;
}
