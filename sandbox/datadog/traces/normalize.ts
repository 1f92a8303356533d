const MOST_CHARACTERS = 200;

/**
 * A tag's value as Datadog keeps it: `GET /api/trace` is `get_/api/trace`, `SELECT ? FROM t` is `select_from_t`.
 *
 * @see https://docs.datadoghq.com/tracing/troubleshooting/quantization/ for a resource and its tag.
 */
export function normalizeTag(value: string): string {
  return value
    .toLowerCase()
    .replace(/[^\p{L}\p{N}:./-]+/gu, "_")
    .replace(/^_+/, "")
    .slice(0, MOST_CHARACTERS)
    .replace(/_+$/, "");
}

/** A span's name as a part of a metric's. */
export function normalizeName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.]+/g, "_").replace(/^_+|_+$/g, "");
}
