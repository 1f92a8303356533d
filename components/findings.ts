import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../datadog/finding";
import { resourceError } from "../user-error";

/** Stops the preview on the component's own line with every error at once; warnings are said and let pass. */
export function report(findings: readonly Finding[], component: pulumi.Resource): void {
  const errors = findings.filter((f) => f.severity === "error");
  for (const f of findings) {
    if (f.severity === "warning") void pulumi.log.warn(sentence(f), component);
  }
  if (errors.length > 0) throw resourceError(errors.map(sentence).join("\n"), component);
}

/** What is made of another resource's outputs is not there to be checked. */
export function knownLater(what: string, input: string): Finding {
  return {
    rule: "lookout/known-later",
    severity: "warning",
    problem: `${what} is not checked before it ships: its ${input} is known only when another resource is made`,
    remedy: "give a plain value where there is one",
  };
}

function sentence(f: Finding): string {
  return `${f.problem}; ${f.remedy} [${f.rule}]`;
}
