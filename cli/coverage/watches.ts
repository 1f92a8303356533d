import type { MonitorSubject } from "../../datadog/lint/monitor-definition";
import { queriesOf, type SloDefinition } from "../../datadog/lint/slo-definition";
import { integrationOf } from "../../datadog/metrics/catalogue";
import type { OfCheck } from "../../datadog/query/monitor-query";
import { parseGraph, QuerySyntaxError } from "../../datadog/query/parse";
import type { Filter } from "../../datadog/query/query";
import { metricsOf, monitorsOf } from "../../datadog/query/walk";
import { hasTag, isInFilter } from "./tags";
import type { Watched } from "./watched";

/** What else a monitor may be of. */
export interface Others {
  /** Monitors by id. */
  readonly subjects: ReadonlyMap<string, MonitorSubject>;
  /** By id. */
  readonly slos: ReadonlyMap<string, SloDefinition>;
}

/** Of what something is looked at, as a metric or a check names it. */
interface Look {
  /** `postgresql`, `redis`, `system`, `trace`. */
  readonly source: string;
  readonly isIn: (watched: Watched) => boolean;
}

/** Of all that is watched, what a monitor tells of; the environment where that is nothing single. */
export function watchedBy(
  subject: MonitorSubject,
  others: Others,
  { all, environment }: { readonly all: readonly Watched[]; readonly environment: Watched },
): readonly Watched[] {
  const looks = [...looksOf(subject, others, new Set())];
  const found = all.filter((watched) => looks.some((look) => isLookedAt(watched, look)));
  const isOfNothingSingle = looks.length === 0 || looks.every(({ source }) => !all.some((one) => isOf(one, source)));
  return found.length === 0 && isOfNothingSingle ? [environment] : found;
}

function isLookedAt(watched: Watched, { source, isIn }: Look): boolean {
  return isOf(watched, source) && isIn(watched);
}

/** What the Agent itself and the kernel say is of the host. */
const OF_HOSTS = ["system", "datadog"];

function isOf({ kind, integration = "" }: Watched, source: string): boolean {
  if (kind === "host") return OF_HOSTS.includes(source);
  if (kind === "environment") return false;
  // `redisdb` sends `redis.*`, `custom_my_metric` `my_metric`; a service's traces are the tracer's own.
  return integration === source || (kind === "integration" && alike(integration, source));
}

function alike(integration: string, source: string): boolean {
  return integration.startsWith(source) || source.startsWith(integration) || integration.endsWith(`_${source}`);
}

function* looksOf(subject: MonitorSubject, others: Others, seen: Set<string>): Generator<Look> {
  const { query } = subject;
  if (query.kind === "check") yield lookOf(query);
  else if (query.kind === "composite") {
    for (const id of monitorsOf(query.expression)) yield* looksOfMonitor(id, others, seen);
  } else if (query.kind === "metric") for (const metric of subject.metrics) yield lookAt(metric.metric, metric.scope);
  else {
    const slo = others.slos.get(query.search);
    if (slo !== undefined) yield* looksOfSLO(slo, others, seen);
  }
}

function* looksOfMonitor(id: string, others: Others, seen: Set<string>): Generator<Look> {
  const subject = others.subjects.get(id);
  if (subject === undefined || seen.has(id)) return;
  yield* looksOf(subject, others, seen.add(id));
}

function* looksOfSLO(slo: SloDefinition, others: Others, seen: Set<string>): Generator<Look> {
  for (const id of slo.monitorIds ?? []) yield* looksOfMonitor(String(id), others, seen);
  for (const [, text] of queriesOf(slo)) {
    try {
      const metrics = parseGraph(text).flatMap((query) => metricsOf(query));
      for (const { metric, scope } of metrics) yield lookAt(metric, scope);
    } catch (error) {
      if (!(error instanceof QuerySyntaxError)) throw error;
    }
  }
}

function lookAt(metric: string, scope: Filter): Look {
  const known = integrationOf(metric);
  const isOfHosts = known !== undefined && ["agent", "network", "system"].includes(known);
  return {
    source: isOfHosts ? "system" : (known ?? metric.split(".")[0] ?? metric),
    isIn: (watched) => isInFilter(scope, watched) !== false,
  };
}

/** The Agent says of each integration whether its check ran: `check:postgres`. */
const RAN = "datadog.agent.check_status";

function lookOf({ check, calls }: OfCheck): Look {
  const texts = (name: string) =>
    calls.flatMap((call) =>
      call.name === name ? call.args.flatMap((arg) => (arg.kind === "text" ? [arg.value] : [])) : [],
    );
  const [over, exclude] = [texts("over"), texts("exclude")];
  const of = check === RAN ? over.find((tag) => tag.startsWith("check:"))?.slice("check:".length) : undefined;
  return {
    source: of ?? check.split(".")[0] ?? check,
    isIn: (watched) =>
      over.every((tag) => tag === "*" || hasTag(tag, watched) !== false) &&
      !exclude.some((tag) => hasTag(tag, watched) === true),
  };
}
