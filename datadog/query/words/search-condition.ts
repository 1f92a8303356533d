import { listInWords } from "../../list-words";
import type { OfSearch, SearchCall } from "../monitor-query";
import type { Tag } from "../query";
import { windowMinutes } from "../window";
import {
  type Around,
  compared,
  type ConditionWords,
  groupsInWords,
  literal,
  textsOf,
  windowInWords,
} from "./condition";
import { filterInWords } from "./filter";
import { aggregateInWords } from "./phrase";

const SOURCES: Readonly<Record<string, string>> = {
  logs: "logs",
  events: "events",
  processes: "processes",
  rum: "user events",
  "trace-analytics": "spans",
  audit: "audit events",
  "error-tracking": "errors",
};

/** A monitor of what a search finds: logs, events, processes, what an objective has left. */
export function ofSearch(query: OfSearch, around: Around): ConditionWords {
  const { source, search, calls, threshold, comparator } = query;
  const unit = source === "error_budget" ? "percent" : undefined;
  const subject = searched(source, search, calls);
  const scope = filterInWords({ kind: "all", symbol: true, filters: tagsOver(calls) });
  return {
    ...(threshold === undefined || comparator === undefined
      ? { alerts: `${subject} is found` }
      : compared(`${subject} is`, { comparator, threshold }, around, unit)),
    ...(scope !== undefined && { where: scope }),
  };
}

/** Of processes, `over` has tags; of an objective, a window. */
function tagsOver(calls: readonly SearchCall[]): Tag[] {
  return textsOf(calls, "over")
    .filter((text) => windowMinutes(text) === undefined && text !== "*")
    .map((text) => ({ kind: "tag", text }));
}

function searched(source: string, search: string, calls: readonly SearchCall[]): string {
  const groups = groupsInWords(textsOf(calls, "by"));
  const windows = ["last", "over"]
    .flatMap((name) => textsOf(calls, name))
    .filter((text) => windowMinutes(text) !== undefined)
    .map(windowInWords);
  const time = windows.length === 0 ? "" : ` over ${listInWords(windows)}`;
  if (source === "error_budget") return `the spent error budget of the objective ${search}${time}`;
  if (source === "burn_rate") {
    const both = ["long_window", "short_window"].flatMap((name) => textsOf(calls, name)).map(windowInWords);
    return `the burn rate of the objective ${search} over ${listInWords(both.length === 0 ? windows : both)}`;
  }
  if (source === "formula") return `${search}${time}${groups}`;
  return `${rolledUp(calls)} ${SOURCES[source] ?? source} that match "${search}"${time}${groups}`;
}

/** `rollup("avg", "@duration")` is the average of an attribute, `rollup("count")` the number. */
function rolledUp(calls: readonly SearchCall[]): string {
  const [method, attribute] = calls.find(({ name }) => name === "rollup")?.args.map(literal) ?? [];
  if (method === undefined || method === "count") return "the number of";
  if (method === "cardinality") return `the number of different ${attribute ?? "values"} of`;
  return `${aggregateInWords(method, attribute ?? "all")} of`;
}
