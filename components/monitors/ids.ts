import * as pulumi from "@pulumi/pulumi";

/** The ids of a pack's monitors, by what each one watches. */
export function idsOf(
  monitors: Readonly<Record<string, { readonly id: pulumi.Output<string> }>>,
): pulumi.Output<Record<string, string>> {
  return pulumi.output(Object.fromEntries(Object.entries(monitors).map(([part, { id }]) => [part, id])));
}
