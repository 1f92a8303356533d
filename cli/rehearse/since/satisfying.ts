import type { Filter } from "../../../datadog/query/query";

/** What stands for a wildcard: a value that nobody writes, for `service:web*,!service:web` takes no `service:web`. */
const ANY = "…";

/**
 * Tags that a filter lets through, for points that Datadog has filtered already: a query over them says the same filter once
 * more. What its groups are of, each answer says itself.
 *
 * @param by the keys of the groups.
 */
export function satisfying(filter: Filter, by: readonly string[]): string[] {
  switch (filter.kind) {
    case "tag":
      return keyOf(filter.text, by) ? [] : [filter.text.replaceAll("*", ANY)];
    case "in": {
      const [first] = filter.values;
      return filter.negated || first === undefined || by.includes(filter.key) ? [] : [`${filter.key}:${first}`];
    }
    case "all":
      return [...new Set(filter.filters.flatMap((one) => satisfying(one, by)))];
    case "any": {
      // One that is true is enough; where a group's own tag may be it, another does no harm.
      const alternatives = filter.filters.map((one) => satisfying(one, by));
      return alternatives.find((tags) => tags.length > 0) ?? [];
    }
    // Nothing that is left out is among the tags above.
    case "not":
    case "everything":
      return [];
  }
}

function keyOf(tag: string, by: readonly string[]): boolean {
  return by.includes(tag.split(":")[0] ?? "");
}
