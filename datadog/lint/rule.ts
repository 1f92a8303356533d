import type { Finding } from "../finding";

/**
 * What is known of the mistake, which decides how loud it is said: Datadog is documented or recorded to refuse it; it is
 * taken and can never do what it is for; or it is taken, works in some way, and somebody may mean it.
 */
export type Verdict = "refused" | "never-works" | "may-be-meant";

/** What may be meant must not stop a preview. */
export function severityOf({ verdict }: { readonly verdict: Verdict }): Finding["severity"] {
  return verdict === "may-be-meant" ? "warning" : "error";
}

/** Something that Datadog would refuse late, or accept and then not do; docs/lint.md is made of these. */
export interface Rule<Subject, Example> {
  /** Stable: `message/empty-host-variable`. */
  readonly id: string;
  readonly verdict: Verdict;
  /** The vendor's rule, in a sentence or two. */
  readonly because: string;
  /** The page, the issue or the recorded answer where it is said. */
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
  for (const rule of rules) {
    const severity = severityOf(rule);
    for (const mistake of rule.check(subject)) findings.push({ rule: rule.id, severity, ...mistake });
  }
  return findings;
}
