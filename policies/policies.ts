import type { ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { ANSWERS, ShownAnswers } from "./answers";
import { type Declared, declaredOf } from "./declared";
import { lintRules } from "./lint";
import { titleOf } from "./monitor";
import { agentAge, agentPinned } from "./own/agent";
import { hostKey } from "./own/hosts";
import { mutesEverything, protect } from "./own/kept";
import { monitorPolicies } from "./own/monitors";
import { secret } from "./own/secrets";
import type { Mistake } from "../datadog/lint/rule";
import { type Configured, type OwnRule, policyName, type PolicyRule } from "./rule";

/** In the order of docs/policies.md. */
export const ownRules: readonly OwnRule[] = [
  ...monitorPolicies,
  ...[protect, mutesEverything, hostKey, secret, agentPinned, agentAge],
];

export const rules: readonly PolicyRule[] = [...ownRules, ...lintRules];

/** Each rule as Pulumi takes it, by a name of its own, with its own level, properties and answers. */
export function policies(): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const shown = new ShownAnswers();
  return rules.map((rule) => policy(rule, shown));
}

function policy(rule: PolicyRule, shown: ShownAnswers): ResourceValidationPolicy | StackValidationPolicy {
  const { id, level, because, source, properties, check, checkAll } = rule;
  const said = {
    name: policyName(id),
    description: because,
    enforcementLevel: level,
    configSchema: { properties: { ...properties, ...ANSWERS } },
    url: source,
  };
  const report = (mistake: Mistake, of: Declared, configured: Configured, violation: ReportViolation) => {
    if (!shown.answers(rule, of, configured.answers)) violation(sentence(id, mistake, of), of.urn);
  };
  if (checkAll !== undefined) {
    return {
      ...said,
      validateStack: (args, violation) => {
        const configured = withDefaults(rule, args.getConfig());
        const declared = args.resources.map((one) => declaredOf(one));
        for (const one of declared) shown.see(one);
        for (const mistake of checkAll(declared, configured)) report(mistake, mistake.of, configured, violation);
      },
    };
  }
  return {
    ...said,
    validateResource: (args, violation) => {
      const resource = declaredOf(args);
      shown.see(resource);
      const configured = withDefaults(rule, args.getConfig());
      for (const mistake of check?.(resource, configured) ?? []) report(mistake, resource, configured, violation);
    },
  };
}

function withDefaults({ properties = {} }: PolicyRule, configured: Configured): Configured {
  return {
    ...Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, schema.default])),
    ...configured,
  };
}

/** `queue ("A queue is long"): the monitor links no runbook; add one … [policy/runbook]` */
function sentence(id: string, { problem, remedy }: Mistake, resource: Declared): string {
  const title = titleOf(resource);
  return `${resource.name}${title === undefined ? "" : ` (${JSON.stringify(title)})`}: ${problem}; ${remedy} [${id}]`;
}
