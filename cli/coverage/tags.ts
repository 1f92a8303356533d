import type { Filter } from "../../datadog/query/query";
import type { Scope } from "../../datadog/schedule/scope";
import { wildcard } from "../../datadog/wildcard";

/** What is known of something by its tags. */
export interface Tagged {
  /** `env:dev`. */
  readonly tags: ReadonlySet<string>;
  /** The keys of which all of its tags are known: what it has no tag of, it has not. */
  readonly keys: ReadonlySet<string>;
}

/** `undefined`: its own tags do not tell, as a disk's or a replica's do. */
type Perhaps = boolean | undefined;

/** Whether a query's scope has points of it. */
export function isInFilter(filter: Filter, tagged: Tagged): Perhaps {
  switch (filter.kind) {
    case "everything":
      return true;
    case "tag":
      return hasTag(filter.text, tagged);
    case "in": {
      const found = any(filter.values.map((value) => hasTag(`${filter.key}:${value}`, tagged)));
      return filter.negated ? not(found) : found;
    }
    case "not":
      return not(isInFilter(filter.filter, tagged));
    case "all":
      return all(filter.filters.map((one) => isInFilter(one, tagged)));
    case "any":
      return any(filter.filters.map((one) => isInFilter(one, tagged)));
  }
}

/** Whether a downtime's scope, or a notification rule's, has it. */
export function isInScope(scope: Scope, tagged: Tagged, key?: string): Perhaps {
  switch (scope.kind) {
    case "tag": {
      const of = scope.key ?? key;
      return of === undefined && scope.value === "*" ? true : hasTag(of ? `${of}:${scope.value}` : scope.value, tagged);
    }
    case "group":
      return isInScope(scope.of, tagged, scope.key ?? key);
    case "not":
      return not(isInScope(scope.of, tagged, key));
    case "all":
      return all(scope.of.map((one) => isInScope(one, tagged, key)));
    case "any":
      return any(scope.of.map((one) => isInScope(one, tagged, key)));
  }
}

/** A value may have wildcards: `host:web-*`. */
export function hasTag(tag: string, { tags, keys }: Tagged): Perhaps {
  if (tags.has(tag)) return true;
  if (tag.includes("*")) {
    const pattern = wildcard(tag);
    if ([...tags].some((one) => pattern.test(one))) return true;
  }
  return keys.has(keyOf(tag)) ? false : undefined;
}

/** `role` of `role:db`. */
export function keyOf(tag: string): string {
  return tag.split(":")[0] ?? tag;
}

function not(value: Perhaps): Perhaps {
  return value === undefined ? undefined : !value;
}

export function all(values: readonly Perhaps[]): Perhaps {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

function any(values: readonly Perhaps[]): Perhaps {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}
