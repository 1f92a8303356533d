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
export function serviceCheckQuery({ check, scope, by, last }: ServiceCheckCondition): string {
  const over = quoted(scope.length === 0 ? ["*"] : scope);
  return `${quoted([check])}.over(${over}).by(${quoted(by)}).last(${last}).count_by_status()`;
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(",");
}
