import { z } from "zod";

/**
 * The keys that a settings object may have at a path; none where the path leads to no object.
 *
 * @param value what the schema is of, which says of which kind an object is: by a database's `type`.
 */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const options = inner.options.filter((option) => isOfKind(option, inner.def.discriminator, value));
    return [...new Set((options.length > 0 ? options : inner.options).flatMap((one) => knownKeys(one, path, value)))];
  }
  if (inner instanceof z.ZodUnion) return [...new Set(inner.options.flatMap((one) => knownKeys(one, path, value)))];
  const [step, ...rest] = path;
  if (step === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  const below = at(value, step);
  if (inner instanceof z.ZodObject) {
    const next = (inner.shape as Record<PropertyKey, z.core.$ZodType | undefined>)[step];
    return next === undefined ? [] : knownKeys(next, rest, below);
  }
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, rest, below);
  if (inner instanceof z.ZodRecord) return knownKeys(inner.valueType, rest, below);
  return [];
}

function isOfKind(option: z.core.$ZodType, discriminator: string, value: unknown): boolean {
  if (!(option instanceof z.ZodObject)) return false;
  const kind = (option.shape as Record<string, z.core.$ZodType | undefined>)[discriminator];
  return kind !== undefined && z.safeParse(kind, at(value, discriminator)).success;
}

function at(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap());
  }
  return schema;
}
