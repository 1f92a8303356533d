import type { Finding } from "../finding";

/** Rules of what the groups fill in a message. */
const OF_GROUPS: readonly string[] = [
  ...["message/empty-host-variable", "message/group-missing", "message/tag-perhaps-missing"],
  ...["message/match-on-empty", "message/handle-may-be-empty"],
];

/**
 * A composite has the groups that all its monitors have. Where these are not seen, nothing can be said of what its message
 * may name.
 *
 * @see https://docs.datadoghq.com/monitors/types/composite/
 */
export function withoutUnseenGroups(type: unknown, findings: readonly Finding[]): Finding[] {
  return findings.filter(({ rule }) => type !== "composite" || !OF_GROUPS.includes(rule));
}
