import type { Monitor, MonitorQuery } from "../monitors/monitor.js";
import type { EventStore } from "../state/events.js";
import type { HostStore } from "../state/hosts.js";
import type { NotificationStore } from "../state/notifications.js";
import { handlesIn, parseMessage, renderMessage } from "./message.js";
import { hostOf, type Reading } from "./reading.js";
import type { GroupState, GroupStatus } from "./states.js";

export interface Outbox {
  readonly events: EventStore;
  readonly notifications: NotificationStore;
}

/** One thing to say about one group. */
export interface Occasion {
  readonly monitor: Monitor;
  readonly query: MonitorQuery;
  readonly reading: Reading;
  readonly state: GroupState;
  readonly before: GroupStatus | undefined;
  readonly isRenotification: boolean;
  /** Seconds since 1970. */
  readonly now: number;
}

const TITLES: Record<GroupStatus, string> = { Alert: "Triggered", Warn: "Warn", "No Data": "No data", OK: "Recovered" };
const ALERT_TYPES: Record<GroupStatus, string> = { Alert: "error", Warn: "warning", "No Data": "error", OK: "success" };
const NAMES: Record<GroupStatus, string> = { Alert: "alert", Warn: "warning", "No Data": "no_data", OK: "recovery" };

/** Renders the message for the group, notes it as an event and sends it to its handles. */
export function notify(occasion: Occasion, outbox: Outbox, hosts: HostStore): void {
  const { monitor, reading, state, isRenotification, now } = occasion;
  const title = titleOf(occasion);
  const body = renderedMessage(occasion, hosts);
  const transition = isRenotification ? `Re-${TITLES[state.status]}` : TITLES[state.status];
  outbox.events.add({
    title,
    text: body,
    date_happened: now,
    host: hostOf(reading.group) ?? "",
    tags: [...(monitor.tags ?? []), ...(reading.group === "*" ? [] : reading.group.split(","))],
    alert_type: ALERT_TYPES[state.status],
    priority: "normal",
    source_type_name: "monitor alert",
  });
  const handles = handlesIn(body);
  if (handles.length === 0) return;
  const about = { id: monitor.id, name: monitor.name ?? "", group: reading.group };
  outbox.notifications.add({ time: now, handles, title, body, transition, monitor: about });
}

/**
 * Also what the page shows: the message as it would read in this state.
 *
 * @param standIn what stands for a variable that has no value, on the page alone
 */
export function renderedMessage(
  occasion: Occasion,
  hosts: HostStore,
  standIn: (name: string) => string = () => "",
): string {
  const { monitor, isRenotification } = occasion;
  const escalation = monitor.options?.escalation_message ?? "";
  const template = isRenotification && escalation !== "" ? escalation : (monitor.message ?? "");
  return renderMessage(parseMessage(template), {
    holds: conditionals(occasion),
    variables: variables(occasion, hosts),
    standIn,
  });
}

function titleOf({ monitor, reading, state, isRenotification }: Occasion): string {
  const on = reading.group === "*" || monitor.options?.include_tags === false ? "" : ` on {${reading.group}}`;
  const { priority } = monitor;
  const rank = priority === undefined || priority === null ? "" : `[P${priority}] `;
  return `${rank}[${isRenotification ? "Re-" : ""}${TITLES[state.status]}${on}] ${monitor.name ?? ""}`;
}

function conditionals({ state, before, isRenotification }: Occasion): Set<string> {
  const holds = new Set([`is_${NAMES[state.status]}`]);
  if (state.status === "OK" && before !== undefined) holds.add(`is_${NAMES[before]}_recovery`);
  if (state.status === "Warn" && before === "Alert") holds.add("is_alert_to_warning");
  if (isRenotification) holds.add("is_renotify");
  return holds;
}

function variables({ monitor, query, reading, state, now }: Occasion, hosts: HostStore): Map<string, string> {
  const { critical, warning, ok } = monitor.options?.thresholds ?? {};
  const found: [string, string | number | null | undefined][] = [
    ["value", reading.value],
    ["threshold", query.kind === "metric" ? query.threshold : critical],
    ["warn_threshold", warning],
    ["ok_threshold", ok],
    ["comparator", query.kind === "metric" ? query.comparator : undefined],
    ["check_message", reading.checkMessage],
    ["priority", monitor.priority === undefined || monitor.priority === null ? undefined : `P${monitor.priority}`],
    ["first_triggered_at", dated(state.firstTriggered)],
    ["first_triggered_at_epoch", epoch(state.firstTriggered)],
    ["last_triggered_at", dated(state.lastTriggered)],
    ["last_triggered_at_epoch", epoch(state.lastTriggered)],
    ["triggered_duration_sec", String(now - (state.firstTriggered ?? now))],
  ];
  for (const tag of reading.group.split(",")) {
    const [key = "", ...value] = tag.split(":");
    found.push([`${key}.name`, value.join(":")]);
  }
  for (const [label, part] of reading.parts ?? []) {
    found.push([`${label}.value`, part.value], [`${label}.status`, part.status]);
  }
  found.push(["host.ip", hosts.get(hostOf(reading.group) ?? "")?.ip]);
  return new Map(
    found
      .filter((entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== null)
      .map(([name, value]) => [name, typeof value === "number" ? decimal(value) : value]),
  );
}

/** As Datadog writes numbers into messages: `800.0`, `842.317`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(Number(value.toFixed(3)));
}

function dated(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time * 1000).toISOString();
}

/** In milliseconds. */
function epoch(time: number | undefined): string | undefined {
  return time === undefined ? undefined : String(time * 1000);
}
