import type * as datadog from "@pulumi/datadog";
import { anomalies } from "../../datadog/query/build";
import { queryText } from "../../datadog/query/print";
import type { Query } from "../../datadog/query/query";
import type { Widget } from "./declaration";

type Marker = datadog.types.input.DashboardWidgetTimeseriesDefinitionMarker;

/** A graph of one line for each group and query. */
export function lines(title: string, ...queries: readonly Query[]): Widget {
  return { timeseriesDefinition: { title, showLegend: true, requests: queries.map(line) } };
}

/** A graph of one query, on an axis from 0 to the most that it can be, with lines where it matters. */
export function upTo(most: number, title: string, query: Query, markers: readonly Marker[] = []): Widget {
  return {
    timeseriesDefinition: {
      title,
      showLegend: true,
      requests: [line(query)],
      ...(markers.length > 0 && { markers: [...markers] }),
      yaxis: { min: "0", max: String(most) },
    },
  };
}

/** A graph of the band in which the algorithm expects the query, two deviations to each side. */
export function band(title: string, query: Query): Widget {
  return { timeseriesDefinition: { title, requests: [line(anomalies(query, "basic", 2))] } };
}

/** What {@link band} shows. */
export const BAND =
  "The grey band is where the algorithm expects it from the hours before, two deviations to each side; what lies outside is drawn in red.";

function line(query: Query) {
  return { displayType: "line", q: queryText(query) };
}
