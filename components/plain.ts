import * as pulumi from "@pulumi/pulumi";

/** What is known before anything is made: of a resource's arguments, those that are plain values. */
export function plain(value: unknown): unknown {
  if (isUnknown(value) || value === null) return undefined;
  if (Array.isArray(value)) return value.map(plain).filter((part) => part !== undefined);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, plain(part)] as const)
      .filter(([, part]) => part !== undefined),
  );
}

/** Whether something in it is unknown at preview. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isUnknown(value) || Object.values(value).some(hasUnknown);
}

/** An output, or a promise. */
export function isUnknown(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
