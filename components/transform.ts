import type * as pulumi from "@pulumi/pulumi";

/** What a child is to be told beside or in place of what its component says: more inputs, or a function that changes them. */
export type Transform<Args> = Partial<Args> | ((args: Args, opts: pulumi.CustomResourceOptions) => void);

/** The child's arguments and options after the user's word; the component's own are not touched. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): [Args, pulumi.CustomResourceOptions] {
  const ownArgs = { ...args };
  const ownOpts = { ...opts };
  if (typeof transform === "function") transform(ownArgs, ownOpts);
  else Object.assign(ownArgs, transform);
  return [ownArgs, ownOpts];
}
