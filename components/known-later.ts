import type { Finding } from "../datadog/finding";

export const KNOWN_LATER = "lookout/known-later";

/** What is made of another resource's outputs is not there to be checked. */
export function knownLater(what: string, input: string): Finding {
  return {
    rule: KNOWN_LATER,
    severity: "warning",
    problem: `${what} is not checked before it ships: its ${input} is known only when another resource is made`,
    remedy: "give a plain value where there is one",
  };
}

export const UNREADABLE = "lookout/unreadable";

/** A text that is there, and says nothing that can be checked. */
export function unreadable(problem: string, remedy: string): Finding {
  return { rule: UNREADABLE, severity: "error", problem, remedy };
}
