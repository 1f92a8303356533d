import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../datadog/finding";
import { resourceError } from "../user-error";
import { type Answered, Answers } from "./answers";
import type { Subject } from "./own-rules";

/** What Lookout's own rules say of what is declared, and what that is, for rules of a team's own. */
export interface Looked {
  readonly findings: readonly Finding[];
  /** @default nothing that they could read: of a part, or of what is unknown at preview */
  readonly subject?: Subject | undefined;
}

/**
 * Stops the preview on the component's own line with every error at once; warnings are said and let pass, and what is
 * answered is neither.
 *
 * @param name the component's in the stack.
 */
export function report(
  { findings, subject }: Looked,
  component: pulumi.Resource,
  name: string,
  { lint }: Answered = {},
): void {
  const answers = lint instanceof Answers ? lint : new Answers((lint ?? []).map((answer) => ({ ...answer, on: name })));
  const ofOwn = subject === undefined ? [] : answers.ownFindings(subject, name);
  const open = answers.unanswered([...findings, ...ofOwn], name);
  for (const f of open) {
    if (f.severity === "warning") void pulumi.log.warn(sentence(f), component);
  }
  // Those of an environment are looked at when all of it has been.
  const own = lint instanceof Answers ? [] : answers.mistakes.filter((one) => one !== undefined);
  const errors = [...open.filter((f) => f.severity === "error").map(sentence), ...own.map((one) => `lint ${one}`)];
  if (errors.length > 0) throw resourceError(errors.join("\n"), component);
}

function sentence(f: Finding): string {
  return `${f.problem}; ${f.remedy} [${f.rule}]`;
}
