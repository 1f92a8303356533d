import type * as pulumi from "@pulumi/pulumi";

/** What a server's replicas have from it. */
export interface Source {
  readonly user: string;
  readonly password: pulumi.Input<string>;
  /** Its user was somebody else's before. */
  readonly adopt: boolean;
  /** What must have run on the source before. */
  readonly madeBy: pulumi.Resource;
}
