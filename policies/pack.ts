import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { policies } from "./policies";

export type { PolicyPackConfig };

/**
 * Serves Lookout's policy pack to the engine that started this process: the last thing that a pack's own file does.
 *
 * @param config levels and properties by the policies' names, `all` among them; what a run is given with
 * `--policy-pack-config` goes before it.
 * @see docs/policies.md
 */
export function policyPack(config: PolicyPackConfig = {}): PolicyPack {
  return new PolicyPack("lookout", { policies: policies(), enforcementLevel: "mandatory" }, config);
}
