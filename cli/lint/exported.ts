import { Temporal } from "@js-temporal/polyfill";
import { dashboardOfJson } from "../../datadog/json/dashboard";
import { downtimeOfJson } from "../../datadog/json/downtime";
import { monitorOfJson } from "../../datadog/json/monitor";
import { sloOfJson } from "../../datadog/json/slo";
import { isObject, type Json, objectOf } from "../../datadog/json/value";
import type { Finding } from "../../datadog/finding";
import { withoutUnseenGroups } from "../../datadog/lint/composite-groups";
import { lintDashboard } from "../../datadog/lint/dashboard";
import { lintDowntime } from "../../datadog/lint/downtime";
import { lintMonitor } from "../../datadog/lint/monitor";
import { lintSlo } from "../../datadog/lint/slo";
import type { Kind } from "../../datadog/owned";

/** One of Datadog's objects as its API has it. */
export interface Exported {
  readonly kind: Kind;
  /** `monitor "A host is away"`. */
  readonly words: string;
  /** To it from the value that was read: `["data", 0]`. */
  readonly path: readonly (string | number)[];
  readonly json: Json;
  /** What the rules say of one that is not in the API's words. */
  readonly lint?: () => Finding[];
}

/** The objects in what Datadog's app or API exports: one, a list, or an answer that holds a list; anything else is none. */
export function exportedIn(value: unknown, path: readonly (string | number)[] = []): Exported[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown, index) => exportedIn(one, [...path, index]));
  if (!isObject(value)) return [];
  const kind = kindOf(value);
  if (kind !== undefined) return [{ kind, path, json: value, words: wordsOf(kind, value) }];
  return HOLDING.flatMap((key) => (key in value ? exportedIn(value[key], [...path, key]) : []));
}

/** Keys under which answers of the API have what was asked for. */
const HOLDING = ["data", "monitors", "dashboards", "slos"];

function kindOf(json: Json): Kind | undefined {
  const { type, query, thresholds, widgets, attributes } = json;
  if (Array.isArray(widgets)) return "dashboard";
  if (Array.isArray(thresholds) && typeof type === "string") return "slo";
  if (typeof query === "string" && typeof type === "string") return "monitor";
  return isObject(attributes) && "monitor_identifier" in attributes ? "downtime" : undefined;
}

export function wordsOf(kind: Kind, { name, title, id }: Json): string {
  const said = [name, title].find((one) => typeof one === "string") ?? id;
  return said === undefined ? NOUNS[kind] : `${NOUNS[kind]} ${JSON.stringify(said)}`;
}

export const NOUNS: Readonly<Record<Kind, string>> = {
  ...{ monitor: "monitor", dashboard: "dashboard", downtime: "downtime", slo: "SLO" },
};

/** An object that is there has begun: what becomes true of a downtime by itself is no mistake of it. */
const BEFORE_ALL = Temporal.Instant.fromEpochMilliseconds(0);

/** What the rules say of it. */
export function lintExported({ kind, json, lint }: Pick<Exported, "kind" | "json" | "lint">): Finding[] {
  if (lint !== undefined) return lint();
  return lintObject(kind, kind === "downtime" ? objectOf(json.attributes) : json);
}

/** The same, of a downtime's attributes. */
export function lintObject(kind: Kind, json: Json): Finding[] {
  if (kind === "dashboard") return lintDashboard(dashboardOfJson(json));
  if (kind === "downtime") return lintDowntime(downtimeOfJson(json), BEFORE_ALL);
  if (kind === "slo") {
    const slo = sloOfJson(json);
    return slo === undefined ? [] : lintSlo(slo);
  }
  const monitor = monitorOfJson(asDeclared(json));
  return monitor === undefined ? [] : withoutUnseenGroups(monitor.type, lintMonitor(monitor));
}

/** A monitor that Datadog answers, and so has an id: without the default that it adds, with the one that it leaves out. */
function asDeclared(json: Json): Json {
  if (json.id === undefined) return json;
  const { new_host_delay: delay, ...options } = objectOf(json.options);
  const { custom_schedule: schedule } = objectOf(options.scheduling_options);
  return {
    ...json,
    options: {
      ...(delay !== 300 && { new_host_delay: delay }),
      ...(isObject(schedule) && { on_missing_data: "default" }),
      ...options,
    },
  };
}
