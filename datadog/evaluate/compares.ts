import type { Comparator } from "../query/query";

/** As queries compare: `> 800`. */
export function compares(value: number, comparator: Comparator, limit: number): boolean {
  switch (comparator) {
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case "==":
      return value === limit;
    case "!=":
      return value !== limit;
  }
}
