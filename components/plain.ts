import * as pulumi from "@pulumi/pulumi";

/** What is known before anything is made: of a resource's arguments, those that are plain values. */
export function plain(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return undefined;
  if (Array.isArray(value)) return value.map(plain).filter((part) => part !== undefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, plain(part)] as const)
      .filter(([, part]) => part !== undefined),
  );
}
