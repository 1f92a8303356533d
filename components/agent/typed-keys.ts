import { z } from "zod";
import { isMap, type Values } from "../../settings/map";
import type { ConfigMap, ConfigValue } from "./integration";

/** Where a setting stands in `datadog.yaml`. */
interface Place {
  /** `apm_config.errors_per_second`. */
  readonly key: string;
  /** What the file says for a value. */
  readonly written: (value: never) => ConfigValue;
}

const PLACES = new WeakMap<object, Place>();

/**
 * A setting that is one key of `datadog.yaml`, which has the key where the setting is said and nowhere else.
 *
 * @param key `apm_config.errors_per_second`.
 * @param written what the file says for a value. @default the value itself
 */
export function at<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  words: string,
  written: (value: z.output<Schema>) => ConfigValue = (same) => same as ConfigValue,
): z.ZodOptional<Schema> {
  const setting = schema.optional().describe(words);
  PLACES.set(setting, { key, written });
  return setting;
}

/** What `datadog.yaml` says for what settings say: nothing for what they leave out, or what is no key of its. */
export function datadogConfig(settings: z.ZodObject, said: Values): ConfigMap {
  const config: Record<string, ConfigValue> = {};
  for (const { path, place } of placesIn(settings)) {
    const value = valueAt(said, path);
    if (value === undefined) continue;
    put(config, place.key.split("."), place.written(value as never));
  }
  return config;
}

/** The settings' paths by the keys that they are: `apm.errorTps` by `apm_config.errors_per_second`. */
export function typedKeys(settings: z.ZodObject): ReadonlyMap<string, readonly string[]> {
  return new Map(placesIn(settings).map(({ path, place }) => [place.key.toLowerCase(), path]));
}

/** The value of a setting, or undefined. */
export function valueAt(said: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isMap(inner) ? inner[name] : undefined), said);
}

function placesIn(settings: z.ZodObject): { path: readonly string[]; place: Place }[] {
  return Object.entries<z.core.$ZodType>(settings.shape).flatMap(([name, schema]) => {
    const place = PLACES.get(schema);
    if (place !== undefined) return [{ path: [name], place }];
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    if (!(inner instanceof z.ZodObject)) return [];
    return placesIn(inner).map((one) => ({ ...one, path: [name, ...one.path] }));
  });
}

function put(config: Record<string, ConfigValue>, [key = "", ...rest]: readonly string[], value: ConfigValue): void {
  if (rest.length === 0) config[key] = value;
  else put((config[key] ??= {}) as Record<string, ConfigValue>, rest, value);
}
