import { arithmetic, asCount, asRate, metric, type Percentile } from "../../datadog/query/build";
import { queryText } from "../../datadog/query/print";
import type { Metric } from "../../datadog/query/query";
import { note, type Widget } from "./page";

/** A traced service's part of the page: how much, how well, how fast. */
export function servicePanels(env: string, span: string, pages: ServicePages): Widget[] {
  return [
    introduction(span, pages),
    requests(env, span),
    errors(env, span),
    ...PERCENTILES.map((p) => latency(env, span, p)),
  ];
}

/** What half of the requests, most, and all but a few take. */
const PERCENTILES = [
  { percentile: "p50", words: "half of the requests are faster" },
  { percentile: "p95", words: "19 of 20 requests are faster" },
  { percentile: "p99", words: "99 of 100 requests are faster" },
] as const;

/** By service, where its page and its traces are. */
export type ServicePages = Readonly<Record<string, { readonly page: string; readonly traces: string }>>;

function introduction(span: string, pages: ServicePages): Widget {
  const links = Object.entries(pages).map(
    ([service, { page, traces }]) => `${service}: [its page](${page}), [its traces](${traces})`,
  );
  return note(
    links.join(" · "),
    `**Application and infrastructure**: the requests of each service (\`${span}\`), by resource, above what they run on. A **service** is a program; a **resource** is one thing that it does, such as \`GET /api/trace\`.`,
    "**Requests** a second tell the load. **Errors** is the share of requests that failed; its monitor alerts above a limit for all of a service's resources together.",
    "**Latency**: where p99 rises and p50 does not, a few requests wait, often for a lock or the database; where all rise, the service or its host is short of something. Look at the same minutes below: connections, CPU, memory. Then open a slow trace from the service's page.",
  );
}

function requests(env: string, span: string): Widget {
  return lines("Requests a second, by resource", queryText(asRate(ofResource(env, span, "hits"))));
}

function errors(env: string, span: string): Widget {
  return {
    timeseriesDefinition: {
      title: "Errors (share of requests), by resource",
      showLegend: true,
      requests: [
        {
          displayType: "line",
          q: queryText(
            arithmetic(asCount(ofResource(env, span, "errors")), "/", asCount(ofResource(env, span, "hits"))),
          ),
        },
      ],
      yaxis: { min: "0", max: "1" },
    },
  };
}

function latency(env: string, span: string, { percentile, words }: { percentile: Percentile; words: string }): Widget {
  return lines(
    `Latency ${percentile} (s), by resource: ${words}`,
    queryText({ ...ofResource(env, span), aggregator: percentile }),
  );
}

/**
 * A trace metric of what the reader chose, one line for each resource. The distribution has no host tags.
 *
 * @see https://docs.datadoghq.com/tracing/metrics/metrics_namespace/
 */
function ofResource(env: string, span: string, part?: "hits" | "errors"): Metric {
  return metric(["trace", span, ...(part === undefined ? [] : [part])].join("."), {
    aggregator: "sum",
    scope: [`env:${env}`, "$service", ...(part === undefined ? [] : ["$host"])],
    by: ["resource_name"],
  });
}

function lines(title: string, q: string): Widget {
  return { timeseriesDefinition: { title, showLegend: true, requests: [{ displayType: "line", q }] } };
}
