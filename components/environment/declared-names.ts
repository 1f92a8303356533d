import type { Declared } from "../../datadog/lint/near-miss/book";
import type { Integration } from "../agent/integration";
import type { Settings } from "./settings";

type Said = Pick<Settings, "tags" | "groups" | "defaults" | "teams"> & {
  readonly agent: object;
  readonly hosts: readonly { readonly name: string; readonly services: readonly { readonly name: string }[] }[];
};

/** What the settings say that hosts, services and teams are called and tagged. */
export function namesOfSettings({ tags, hosts, groups, defaults, teams, agent }: Said, env: string): Declared {
  const services = hosts.flatMap((host) => host.services.map(({ name }) => `service:${name}`));
  return {
    tags: [
      ...[`env:${env}`, ...hosts.map(({ name }) => `host:${name}`), ...services],
      ...Object.keys(teams).map((name) => `team:${name}`),
      ...tagsIn({ tags, hosts, groups, defaults, teams, agent }),
    ],
  };
}

/** What the checks of a host send, as far as their configuration and their source tell. */
export function namesOfIntegrations(integrations: readonly Integration[]): Declared {
  const all = integrations.map(({ initConfig, instances, logs }) => ({ initConfig, instances, logs }));
  const columns = [...mapsIn(all)].flatMap(({ columns: own, metric_prefix: prefix }) =>
    [...mapsIn(own)].map(({ name, type }) => ({ prefix: textOf(prefix), name: textOf(name), type: textOf(type) })),
  );
  const tags = columns.filter(({ type }) => type.startsWith("tag"));
  const sent = columns.filter((column) => !tags.includes(column));
  return {
    tags: [...tagsIn(all)],
    keys: tags.map(({ name }) => name),
    metrics: [
      ...sent.map(({ prefix, name }) => (prefix === "" ? name : `${prefix}.${name}`)),
      ...integrations.flatMap(({ source = "" }) => metricsIn(source)),
    ],
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** @see https://docs.datadoghq.com/metrics/custom_metrics/agent_metrics_submission/ */
const SENDING =
  /\.(?:gauge|count|rate|monotonic_count|increment|decrement|histogram|historate|distribution)\(\s*["']([\w.]+)["']/g;

/** Metrics that a check's Python sends by their whole names. */
function metricsIn(source: string): string[] {
  return [...source.matchAll(SENDING)].map(([, name = ""]) => name);
}

/** An integration takes several tags in one text. */
function* tagsIn(value: unknown): Generator<string> {
  for (const { tags, service } of mapsIn(value)) {
    const texts = Array.isArray(tags) ? (tags as unknown[]) : [tags];
    for (const text of texts) if (typeof text === "string") yield* text.split(",").map((tag) => tag.trim());
    if (typeof service === "string") yield `service:${service}`;
  }
}

/** Every map in it, the outer before the inner. */
function* mapsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(value)) for (const one of value) yield* mapsIn(one);
  else if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    yield value as Readonly<Record<string, unknown>>;
    for (const one of Object.values(value)) yield* mapsIn(one);
  }
}
