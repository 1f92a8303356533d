import type * as pulumi from "@pulumi/pulumi";

/**
 * What a child is to be told beside or in place of what its component says: more inputs, or a function that changes them,
 * or returns others.
 */
export type Transform<Args> =
  | Partial<Args>
  | ((args: Args, opts: pulumi.CustomResourceOptions) => void)
  | ((args: Args, opts: pulumi.CustomResourceOptions) => Args);

/** The child's arguments and options after the user's word; the component's own are not touched. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): [Args, pulumi.CustomResourceOptions] {
  const ownArgs = { ...args };
  const ownOpts = { ...opts };
  if (typeof transform !== "function") return [Object.assign(ownArgs, transform), ownOpts];
  // A short arrow returns what it assigned, too: a number, a text, a list.
  const returned: unknown = transform(ownArgs, ownOpts);
  const isArgs = typeof returned === "object" && returned !== null && !Array.isArray(returned);
  return [isArgs ? (returned as Args) : ownArgs, ownOpts];
}

/** One after the other, each on what the one before it made. */
export function inOrder<Args extends object>(transforms: readonly (Transform<Args> | undefined)[]): Transform<Args> {
  return (args: Args, opts: pulumi.CustomResourceOptions): Args =>
    transforms.reduce<Args>((made, transform) => {
      const [ownArgs, ownOpts] = transformed(transform, made, opts);
      Object.assign(opts, ownOpts);
      return ownArgs;
    }, args);
}
