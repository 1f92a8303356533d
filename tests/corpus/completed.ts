import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";
import { queriesNamed } from "../../datadog/formula/formula";
import { parseFormula } from "../../datadog/formula/parse";
import type { MonitorQuery } from "../../datadog/query/monitor-query";
import { parseMonitorQuery } from "../../datadog/query/parse";
import type { Correct } from "./read";

/** The definition that a component would make of a monitor's query: its number as threshold, its alert window twice. */
export function completed({ text, type = "query alert" }: Pick<Correct, "text" | "type">): MonitorDefinition {
  const query = parseMonitorQuery(text);
  const threshold = query.kind === "composite" ? undefined : query.kind === "check" ? 1 : query.threshold;
  const [, alertWindow] = /alert_window='(\w+)'/.exec(text) ?? [];
  return {
    type,
    query: text,
    ...(threshold !== undefined && { monitorThresholds: { critical: String(threshold) } }),
    ...(alertWindow !== undefined && {
      monitorThresholdWindows: { triggerWindow: alertWindow, recoveryWindow: alertWindow },
    }),
    requireFullWindow: false,
    // What adds up says from when.
    ...(text.includes("(current_") && { schedulingOptions: { evaluationWindow: { dayStarts: "00:00" } } }),
    ...(query.kind === "search" && query.source === "formula" && { variables: variablesOf(query) }),
  };
}

/** A query for each name of the formula. */
function variablesOf({ search }: Extract<MonitorQuery, { kind: "search" }>): object {
  return {
    eventQueries: queriesNamed(parseFormula(search)).map(({ name }) => ({
      name,
      dataSource: "logs",
      search: { query: "status:error" },
      computes: [{ aggregation: "count" }],
    })),
  };
}
