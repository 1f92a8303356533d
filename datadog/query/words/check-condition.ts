import { countInWords, numberInWords } from "../../metrics/value-words";
import type { OfCheck, SearchCall } from "../monitor-query";
import type { Comparator } from "../query";
import { comparatorInWords } from "./comparator";
import { type Around, type ConditionWords, groupsInWords, literal, textsOf } from "./condition";
import { filterInWords } from "./filter";

/** A monitor of a service check: runs in a row, or the share of those that fail. */
export function ofCheck({ check, calls, comparator, threshold }: OfCheck, { thresholds = {} }: Around): ConditionWords {
  const groups = textsOf(calls, "by").filter((key) => key !== "*");
  const where = [
    ...textsOf(calls, "over").map((tag) => ({ kind: "tag" as const, text: tag })),
    ...textsOf(calls, "exclude").map((text) => ({
      kind: "not" as const,
      symbol: true,
      filter: { kind: "tag" as const, text },
    })),
  ].filter((filter) => filter.kind === "not" || filter.text !== "*");
  const scope = filterInWords({ kind: "all", symbol: true, filters: where });
  const subjectOf = `${check}${groupsInWords(groups)}`;
  const percent = calls.some(({ name }) => name === "pct_by_status");
  return {
    ...(percent
      ? failingShare(check, groups, { comparator, threshold: threshold ?? thresholds.critical }, thresholds.warning)
      : failingRuns(subjectOf, calls, thresholds)),
    ...(scope !== undefined && { where: scope }),
  };
}

/** A check's thresholds are numbers of runs in a row. */
function failingRuns(
  subjectOf: string,
  calls: readonly SearchCall[],
  { critical, warning, ok }: NonNullable<Around["thresholds"]>,
): ConditionWords {
  const last = literal(calls.find(({ name }) => name === "last")?.args[0]);
  const runs = critical ?? (last === undefined ? 1 : Math.max(1, Number(last) - 1 || 1));
  const inARow = (count: number) => (count === 1 ? "once" : `${countInWords(count, "time")} in a row`);
  return {
    alerts: `${subjectOf} fails ${inARow(runs)}`,
    ...(warning !== undefined && { warns: `when it says so itself ${inARow(warning)}` }),
    ...(ok !== undefined && { recovers: `after ${countInWords(ok, "good run")}${ok === 1 ? "" : " in a row"}` }),
  };
}

function failingShare(
  check: string,
  groups: readonly string[],
  { comparator = ">", threshold }: { comparator?: Comparator | undefined; threshold?: number | undefined },
  warning: number | undefined,
): ConditionWords {
  const beyond = (value: number) => `${comparatorInWords(comparator)} ${numberInWords(value)} %`;
  return {
    alerts: `the share of failing ${check}${groupsInWords(groups)} is ${threshold === undefined ? "too high" : beyond(threshold)}`,
    ...(warning !== undefined && { warns: beyond(warning) }),
  };
}
