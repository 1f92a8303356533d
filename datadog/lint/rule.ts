import type { Finding } from "../finding";

/** Something that Datadog would refuse late, or accept and then not do; docs/lint.md is made of these. */
export interface Rule<Subject, Example> {
  /** Stable: `message/empty-host-variable`. */
  readonly id: string;
  readonly severity: Finding["severity"];
  /** The vendor's rule, in a sentence or two. */
  readonly because: string;
  /** The page or the issue where it is said. */
  readonly source: string;
  /** The smallest that is well, and that fails with the mistake in it. */
  readonly passes: Example;
  readonly fails: Example;
  readonly check: (subject: Subject) => Iterable<Mistake>;
}

/** What a rule finds. */
export type Mistake = Omit<Finding, "rule" | "severity">;

/** What the rules say of it, in their order. */
export function lint<Subject>(rules: readonly Rule<Subject, unknown>[], subject: Subject): Finding[] {
  const findings: Finding[] = [];
  for (const { id, severity, check } of rules) {
    for (const mistake of check(subject)) findings.push({ rule: id, severity, ...mistake });
  }
  return findings;
}
