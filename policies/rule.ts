import type { PolicyConfigSchema, EnforcementLevel } from "@pulumi/policy";
import type { Mistake } from "../datadog/lint/rule";
import type { Declared } from "./declared";

/** What a rule's properties are, as the library has them declared. */
export type Properties = PolicyConfigSchema["properties"];

/** What a stack's resources are held to; docs/policies.md is made of these. */
export interface PolicyRule {
  /** Stable, under which it is answered: `policy/runbook`, `monitor/priority`. */
  readonly id: string;
  /** Without a word of the configuration. */
  readonly level: Exclude<EnforcementLevel, "remediate">;
  /** Why, in a sentence. */
  readonly because: string;
  /** The page where that is said. */
  readonly source: string;
  /** Rules of Lookout's own whose answers are this one's, too. */
  readonly answeredAs?: readonly string[];
  /** What can be configured, each with its default. @default nothing */
  readonly properties?: Properties;
  /** Of one resource, at preview and before it is sent. */
  readonly check?: (resource: Declared, properties: Configured) => Iterable<Mistake>;
  /** Of all of a stack together, at the end of its preview. */
  readonly checkAll?: (resources: readonly Declared[], properties: Configured) => Iterable<MistakeOf>;
}

/** The configuration's, with the defaults of what it leaves out. */
export type Configured = Readonly<Record<string, unknown>>;

export interface MistakeOf extends Mistake {
  readonly of: Declared;
}

/** A rule of the pack's own, with the smallest stack that is well and one that fails with the mistake in it. */
export interface OwnRule extends PolicyRule {
  readonly passes: Example;
  readonly fails: Example;
}

export interface Example {
  readonly type: string;
  readonly inputs: Declared["inputs"];
  readonly protect?: boolean;
  /** @default dev */
  readonly stack?: string;
}

/** An example as a stack would declare it. */
export function declaredIn({ type, inputs, protect = false, stack = "dev" }: Example, name = "queue"): Declared {
  return {
    ...{ type, name, inputs },
    urn: `urn:pulumi:${stack}::project::${type}::${name}`,
    isProtected: protect,
    isAdopted: false,
  };
}

/** By its id, as Pulumi takes a policy's name. */
export function policyName(id: string): string {
  return id.replaceAll("/", "-");
}
