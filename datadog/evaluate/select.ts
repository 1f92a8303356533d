import type { Filter, Metric } from "../query/query";
import { wildcard } from "../wildcard";
import type { History, Series } from "./history";
import { NotEvaluatedError } from "./not-evaluated";

/** The series of a metric that have the same tags, as far as the query groups by them. */
export interface Group {
  /** Of each key that is grouped by, its tag. */
  readonly tags: readonly string[];
  readonly members: readonly Series[];
}

/** A rehearsal asks for the same metrics of the same history many times. */
interface Known {
  readonly byMetric: ReadonlyMap<string, readonly Series[]>;
  readonly groups: WeakMap<Metric, readonly Group[]>;
}

const known = new WeakMap<History, Known>();

/** The series that a metric's scope has, by its groups. */
export function groupsIn(history: History, metric: Metric): readonly Group[] {
  const here = known.get(history) ?? {
    byMetric: byMetric(history.series),
    groups: new WeakMap<Metric, readonly Group[]>(),
  };
  known.set(history, here);
  const groups = here.groups.get(metric) ?? grouped(here.byMetric.get(metric.metric) ?? [], metric, history);
  here.groups.set(metric, groups);
  return groups;
}

function byMetric(all: readonly Series[]): Map<string, Series[]> {
  const found = new Map<string, Series[]>();
  for (const series of all) {
    const others = found.get(series.metric);
    if (others === undefined) found.set(series.metric, [series]);
    else others.push(series);
  }
  return found;
}

function grouped(all: readonly Series[], { scope, by }: Metric, history: History): Group[] {
  const isIn = matcherOf(scope);
  const groups = new Map<string, { tags: readonly string[]; members: Series[] }>();
  for (const series of all) {
    const tags = tagsOf(series, history);
    if (!isIn(tags)) continue;
    for (const combination of combinationsOf(tags, by)) {
      const key = combination.join(",");
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { tags: combination, members: [series] });
      else group.members.push(series);
    }
  }
  return [...groups.values()];
}

/**
 * A series' tags with those of its host.
 *
 * @see https://docs.datadoghq.com/getting_started/tagging/assigning_tags/ "host-level tags"
 */
function tagsOf({ tags }: Series, { hosts }: History): ReadonlySet<string> {
  const all = new Set(tags);
  for (const tag of tags) {
    if (!tag.startsWith("host:")) continue;
    for (const ofHost of hosts?.get(tag.slice("host:".length))?.tags ?? []) all.add(ofHost);
  }
  return all;
}

/**
 * Of each key one tag, in every combination where a key has more; none where it lacks one. A dashboard shows such a
 * series as N/A, a monitor leaves it out: https://docs.datadoghq.com/monitors/guide/troubleshooting-no-data/
 */
function combinationsOf(tags: ReadonlySet<string>, keys: readonly string[]): readonly (readonly string[])[] {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const key of keys) {
    const ofKey = [...tags].filter((tag) => tag.startsWith(`${key}:`));
    combinations = combinations.flatMap((tagsBefore) => ofKey.map((tag) => [...tagsBefore, tag]));
  }
  return combinations;
}

type Matcher = (tags: ReadonlySet<string>) => boolean;

/**
 * Whether tags are in a scope.
 *
 * @see https://docs.datadoghq.com/metrics/advanced-filtering/
 * @throws NotEvaluatedError for a template variable
 */
function matcherOf(filter: Filter): Matcher {
  switch (filter.kind) {
    case "everything":
      return () => true;
    case "tag":
      return tagMatcher(filter.text);
    case "in": {
      const any = filter.values.map((value) => tagMatcher(`${filter.key}:${value}`));
      return (tags) => any.some((matches) => matches(tags)) !== filter.negated;
    }
    case "not": {
      const inner = matcherOf(filter.filter);
      return (tags) => !inner(tags);
    }
    case "all": {
      const all = filter.filters.map(matcherOf);
      return (tags) => all.every((matches) => matches(tags));
    }
    case "any": {
      const any = filter.filters.map(matcherOf);
      return (tags) => any.some((matches) => matches(tags));
    }
  }
}

function tagMatcher(text: string): Matcher {
  if (text.includes("$")) {
    throw new NotEvaluatedError(`${text} is not evaluated: a template variable has a value on a dashboard alone`);
  }
  if (!text.includes("*")) return (tags) => tags.has(text);
  const pattern = wildcard(text);
  return (tags) => {
    for (const tag of tags) if (pattern.test(tag)) return true;
    return false;
  };
}
