import { isObject } from "../../datadog/json/value";

/**
 * The keys of what a plan does not know yet, however deep.
 *
 * @param part of `after_unknown`: `true` in the place of what is known after it is applied.
 */
export function* unknownIn(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const one of part) yield* unknownIn(one);
  if (!isObject(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (isUnknown(value)) yield key;
    else yield* unknownIn(value);
  }
}

/** Another object's id is as good as any: no rule reads which it is. */
export const ANY_ID: Readonly<Record<string, unknown>> = {
  slo_id: "0".repeat(32),
  monitor_id: 1,
  monitor_ids: [1],
};

/** The values of a resource, with some id where a plan does not know it yet. */
export function withAnyIds(value: unknown, unknown: unknown): unknown {
  if (Array.isArray(value)) {
    const list = Array.isArray(unknown) ? (unknown as unknown[]) : [];
    return value.map((one, i) => withAnyIds(one, list[i]));
  }
  if (!isObject(value) || !isObject(unknown)) return value;
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withAnyIds(one, unknown[key])])),
    ...Object.fromEntries(Object.entries(ANY_ID).filter(([key]) => isUnknown(unknown[key]))),
  };
}

/** All of it, or one of a list. */
function isUnknown(value: unknown): boolean {
  return value === true || (Array.isArray(value) && value.includes(true));
}
