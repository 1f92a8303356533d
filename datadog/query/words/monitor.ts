import type { MonitorQuery } from "../monitor-query";
import { ofCheck } from "./check-condition";
import type { Around, ConditionWords } from "./condition";
import { expressionInWords } from "./expression";
import { ofMetric } from "./metric-condition";
import { ofSearch } from "./search-condition";

/** What a monitor alerts of, in plain English, from its query and thresholds. */
export function conditionInWords(query: MonitorQuery, around: Around = {}): ConditionWords {
  switch (query.kind) {
    case "metric":
      return ofMetric(query, around);
    case "check":
      return ofCheck(query, around);
    case "search":
      return ofSearch(query, around);
    case "composite":
      return { alerts: `${expressionInWords(query.expression, around.titles ?? new Map<string, string>())} alert` };
  }
}
