import { number, text } from "./build";
import type { OfCheck } from "./monitor-query";

/** What a service check monitor counts: each group's runs in a row. */
export interface ServiceCheckCondition {
  /** `postgres.can_connect`. */
  readonly check: string;
  /** Tags, all of which must hold: `env:dev`; none is everything. */
  readonly scope: readonly string[];
  /** Tag keys: each combination of their values is counted on its own. */
  readonly by: readonly string[];
  /** How many of the latest runs are looked at. */
  readonly last: number;
  /** Failed runs in a row that alert. */
  readonly critical: number;
  /** Runs in a row with a warning that warn; most checks have none. @default 1, as Datadog's */
  readonly warning?: number;
  /** Good runs in a row that recover. */
  readonly ok: number;
}

/**
 * `"postgres.can_connect".over("env:dev").by("host","port").last(3).count_by_status()`.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor
 */
export function serviceCheckMonitorQuery({ check, scope, by, last }: ServiceCheckCondition): OfCheck {
  return {
    kind: "check",
    check,
    calls: [
      { name: "over", args: (scope.length === 0 ? ["*"] : scope).map(text) },
      { name: "by", args: by.map(text) },
      { name: "last", args: [number(last)] },
      { name: "count_by_status", args: [] },
    ],
  };
}
