import type { ConfigMap, ConfigValue } from "../../agent/integration";
import type { CustomQuery } from "./settings";

/** @see https://docs.datadoghq.com/integrations/guide/use-custom-queries/ */
export function customQuery({ query, columns, tags, metricPrefix, intervalSeconds }: CustomQuery): ConfigMap {
  return withoutUndefined({
    metric_prefix: metricPrefix,
    query,
    columns: columns.map(({ name, type }) => ({ name, type })),
    tags,
    collection_interval: intervalSeconds,
  });
}

/** An instance with more of a user's own, which takes nothing from it away. */
export function beside(own: ConfigMap, extra: ConfigMap = {}): ConfigMap {
  return { ...own, ...extra, ...own };
}

/** What is left out of the file rather than written as null. */
export function withoutUndefined(map: Readonly<Record<string, ConfigValue | undefined>>): ConfigMap {
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, ConfigValue] => entry[1] !== undefined),
  );
}
