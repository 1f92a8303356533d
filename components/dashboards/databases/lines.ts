import { queryText } from "../../../datadog/query/print";
import type { Query } from "../../../datadog/query/query";
import type { Widget } from "../page";

/** A graph of one line for each host and query. */
export function lines(title: string, ...queries: readonly Query[]): Widget {
  return { timeseriesDefinition: { title, showLegend: true, requests: queries.map(line) } };
}

/** A graph of shares: 1 is all, and the axis shows that much. */
export function shares(title: string, query: Query): Widget {
  return {
    timeseriesDefinition: { title, showLegend: true, requests: [line(query)], yaxis: { min: "0", max: "1" } },
  };
}

function line(query: Query) {
  return { displayType: "line", q: queryText(query) };
}
