import { distance } from "fastest-levenshtein";
import type { KnownMetric } from "./metric";
import * as tables from "./tables.generated";
import { traceMetric } from "./trace";

/** What is known of one integration, from a table beside this file. */
interface Source {
  readonly integration: string;
  /** `system.cpu` is all of `system.cpu.*`. */
  readonly namespaces: readonly string[];
  /** Whether the table has every metric of the namespaces. */
  readonly complete: boolean;
  /** Made when it is first asked for. */
  readonly metrics: () => ReadonlyMap<string, KnownMetric>;
}

const SYSTEM = ["core", "cpu", "disk", "fs", "io", "load", "mem", "proc", "processes", "swap", "uptime"];

const SOURCES: readonly Source[] = [
  { integration: "postgres", namespaces: ["postgresql"], complete: true, metrics: table(tables.postgresql) },
  { integration: "mysql", namespaces: ["mysql"], complete: true, metrics: table(tables.mysql) },
  { integration: "network", namespaces: ["system.net"], complete: true, metrics: table(tables.network) },
  {
    integration: "system",
    namespaces: [...SYSTEM.map((part) => `system.${part}`), "ntp"],
    complete: true,
    metrics: table(tables.system),
  },
  { integration: "agent", namespaces: ["datadog.agent"], complete: false, metrics: table(tables.agent) },
];

/** What is known of the metric; of one that nobody here sends, nothing. */
export function knownMetric(name: string): KnownMetric | undefined {
  return sourceOf(name)?.metrics().get(name) ?? traceMetric(name);
}

/** Whose namespace the name is in, where every metric of that namespace is known: `postgres` of `postgresql.*`. */
export function integrationOf(name: string): string | undefined {
  const source = sourceOf(name);
  return source?.complete === true ? source.integration : undefined;
}

/** In Datadog's words: `byte`, `byte/second`. */
export function unitOf(name: string): string | undefined {
  const { unit, per } = knownMetric(name) ?? {};
  return unit === undefined || per === undefined ? unit : `${unit}/${per}`;
}

/**
 * The known metric whose name is the fewest letters away, and no more than `letters`; where the namespace is known, the
 * nearest in its table.
 */
export function nearestMetric(name: string, letters = Infinity): string | undefined {
  const source = sourceOf(name);
  let nearest: string | undefined;
  let fewest = letters + 1;
  for (const { metrics } of source === undefined ? SOURCES : [source]) {
    for (const known of metrics().keys()) {
      // A name is at least as many letters away as it is longer or shorter.
      if (Math.abs(known.length - name.length) >= fewest) continue;
      const away = distance(name, known);
      if (away >= fewest) continue;
      nearest = known;
      fewest = away;
    }
  }
  return nearest;
}

function sourceOf(name: string): Source | undefined {
  return SOURCES.find(({ namespaces }) => namespaces.some((part) => name === part || name.startsWith(`${part}.`)));
}

function table(metrics: readonly KnownMetric[]): () => ReadonlyMap<string, KnownMetric> {
  let made: ReadonlyMap<string, KnownMetric> | undefined;
  return () => (made ??= new Map(metrics.map((metric) => [metric.name, metric])));
}
