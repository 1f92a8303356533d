import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** What is wrong with a value that may be of several forms, a list or a map, say: what is wrong with it as the one that it is. */
export function issuesOf(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [meant, ...others] = issue.errors.filter((issues) => !issues.some(isOfAnotherForm));
  if (meant === undefined || others.length > 0) return [issue];
  return meant.flatMap((one) => issuesOf({ ...one, path: [...issue.path, ...one.path] }));
}

function isOfAnotherForm({ path, code }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}
