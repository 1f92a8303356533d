/** Ids of the policy pack's own rules, under which they can be answered: only the pack itself finds what they are about. */
export const POLICIES = [
  "policy/runbook",
  "policy/owner",
  "policy/handle",
  "policy/no-data",
  "policy/protect",
  "policy/mutes-everything",
  "policy/host-key",
  "policy/secret",
  "policy/agent-pinned",
  "policy/agent-age",
] as const;

export type PolicyId = (typeof POLICIES)[number];

export function isPolicy(rule: string): boolean {
  return (POLICIES as readonly string[]).includes(rule);
}
