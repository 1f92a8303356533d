import type * as pulumi from "@pulumi/pulumi";
import type { Wheel } from "./wheel";

/** A scalar of an instance that must not be seen in a plan: a secret. No two owners' secrets ever meet. */
export class SecretValue {
  constructor(
    /** What its owner calls it: a plan shows it after the owner's name, in the secret's place. */
    readonly name: string,
    readonly value: pulumi.Input<string>,
    /** Whose it is: a server's, say. @default the check's whose instance holds it */
    readonly owner?: string,
  ) {}
}

export type ConfigValue = string | number | boolean | null | SecretValue | readonly ConfigValue[] | ConfigMap;

/** An interface, since a type alias can't name itself so. */
export interface ConfigMap {
  readonly [key: string]: ConfigValue;
}

/** One of the Agent's integrations on a host, whoever declares it: a database, a custom check, a user's own. */
export interface Integration {
  /** The check's name: its folder is `conf.d/<name>.d`. */
  readonly name: string;
  readonly initConfig?: ConfigMap;
  /** None where there are logs alone. */
  readonly instances: readonly ConfigMap[];
  /** What it reads logs from. @default nothing */
  readonly logs?: readonly ConfigMap[] | undefined;
  /** A custom check's Python, which becomes `checks.d/<name>.py`. */
  readonly source?: string;
  /** Python packages that the check needs, beside the Agent's own. @default none */
  readonly wheels?: readonly Wheel[] | undefined;
  /** What must be there before the Agent runs it. */
  readonly dependsOn?: readonly pulumi.Resource[];
}
