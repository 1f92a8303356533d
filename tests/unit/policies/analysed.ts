import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { createRequire } from "node:module";
import type { Declared } from "../../../policies/declared";
import { policies } from "../../../policies/policies";
import { policyName } from "../../../policies/rule";

/** Its types leave out what throws where something is read that is unknown. */
const { unknownCheckingProxy } = createRequire(__filename)("@pulumi/policy/proxy") as {
  readonly unknownCheckingProxy: (inputs: object) => Record<string, unknown>;
};

/** What the library hands on of what is unknown at preview: `unknownStringValue`. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface Violation {
  readonly policy: string;
  readonly level: string | undefined;
  readonly message: string;
  readonly urn: string | undefined;
}

/**
 * What the policies report of a stack's resources, as the engine has the library ask them: each resource on its own, in
 * their order, then all together.
 *
 * @param config properties by the rules' ids.
 */
export async function analysed(
  declared: readonly Declared[],
  config: Readonly<Record<string, object>> = {},
): Promise<Violation[]> {
  const all = policies();
  const configOf = (name: string) => Object.entries(config).find(([id]) => policyName(id) === name)?.[1] ?? {};
  const found: Violation[] = [];
  const reporter =
    ({ name, enforcementLevel }: (typeof all)[number]) =>
    (message: string, urn?: string) => {
      found.push({ policy: name, level: enforcementLevel, message, urn });
    };
  const resources = declared.map(told);
  for (const resource of resources) {
    for (const policy of all) {
      if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
      const args = { ...resource, getConfig: () => configOf(policy.name) } as unknown as ResourceValidationArgs;
      await policy.validateResource(args, reporter(policy));
    }
  }
  for (const policy of all) {
    if (!("validateStack" in policy)) continue;
    const args = { resources, getConfig: () => configOf(policy.name) } as unknown as StackValidationArgs;
    await policy.validateStack(args, reporter(policy));
  }
  return found;
}

/** The messages of one rule. */
export function said(violations: readonly Violation[], id: string): string[] {
  return violations.filter(({ policy }) => policy === policyName(id)).map(({ message }) => message);
}

function told({ type, name, urn, inputs, isProtected, isAdopted, parentName }: Declared) {
  return {
    ...{ type, name, urn },
    props: unknownCheckingProxy(withUnknown(inputs) as object),
    opts: {
      protect: isProtected,
      ignoreChanges: isAdopted ? ["*"] : [],
      ...(parentName !== undefined && { parent: `urn:pulumi:dev::project::component::${parentName}` }),
    },
  };
}

function withUnknown(value: unknown): unknown {
  if (value instanceof Promise) return UNKNOWN;
  if (Array.isArray(value)) return value.map(withUnknown);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(known.map(([key, part]) => [key, withUnknown(part)]));
}
