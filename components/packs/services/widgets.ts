import { serviceUrl, tracesUrl } from "../../../datadog/links/links";
import { arithmetic, asCount, asRate, metric, type Percentile } from "../../../datadog/query/build";
import type { Metric } from "../../../datadog/query/query";
import type { Widget } from "../../dashboards/declaration";
import { lines, upTo } from "../../dashboards/graphs";
import { next, note, type Onward } from "../../dashboards/note";

export interface ServiceWidgets {
  /** As Datadog shows them; the variable `service` offers these. */
  readonly services: readonly string[];
  /** The name of the span with which a request begins: `flask.request`. */
  readonly span: string;
}

/** Traced services' part of the page: how much, how well, how fast. */
export function serviceWidgets(onward: Onward, { services, span }: ServiceWidgets): Widget[] {
  const { env } = onward;
  return [
    introduction(onward, services, span),
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

function introduction(onward: Onward, services: readonly string[], span: string): Widget {
  const { app, env } = onward;
  const links = services.map(
    (service) =>
      `${service}: [its page](${serviceUrl(app, { service, env })}), [its traces](${tracesUrl(app, { service, env })})`,
  );
  return note(
    links.join(" · "),
    `**Application and infrastructure**: the requests of each service (\`${span}\`), by resource, above what they run on. A **service** is a program; a **resource** is one thing that it does, such as \`GET /api/trace\`.`,
    "**Requests** a second tell the load. **Errors** is the share of requests that failed; its monitor alerts above a limit for all of a service's resources together.",
    "**Latency**: where p99 rises and p50 does not, a few requests wait, often for a lock or the database; where all rise, the service or its host is short of something. Look at the same minutes below: connections, CPU, memory. Then open a slow trace from the service's page.",
    next(onward, "services"),
  );
}

function requests(env: string, span: string): Widget {
  return lines("Requests a second, by resource", asRate(ofResource(env, span, "hits")));
}

function errors(env: string, span: string): Widget {
  return upTo(
    1,
    "Errors (share of requests), by resource",
    arithmetic(asCount(ofResource(env, span, "errors")), "/", asCount(ofResource(env, span, "hits"))),
  );
}

function latency(env: string, span: string, { percentile, words }: { percentile: Percentile; words: string }): Widget {
  return lines(`Latency ${percentile} (s), by resource: ${words}`, {
    ...ofResource(env, span),
    aggregator: percentile,
  });
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
