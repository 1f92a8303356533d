import * as pulumi from "@pulumi/pulumi";

/** How an object of Datadog's is kept, whatever it is. */
export interface Keeping {
  /**
   * The id of one that somebody made before. It is taken over as it is, and told nothing as long as this is set; without
   * it, the next preview shows what Lookout would have of it. @default one of our own is made
   */
  adopt?: string | undefined;
  /** Refuses to delete or replace it, until this is off. @default false */
  protect?: boolean | undefined;
}

/** A child's options. */
export function kept(parent: pulumi.Resource, { adopt, protect }: Keeping): pulumi.CustomResourceOptions {
  return {
    parent,
    // An import of inputs that differ would be refused.
    ...(adopt !== undefined && { import: adopt, ignoreChanges: ["*"] }),
    ...(protect === true && { protect }),
  };
}
