import type { Finding } from "../datadog/finding";

export const UNKNOWN_AT_PREVIEW = "lookout/unknown-at-preview";

/** What is made of another resource's outputs is not there to be checked. */
export function unknownAtPreview(what: string, input: string): Finding {
  return {
    rule: UNKNOWN_AT_PREVIEW,
    severity: "warning",
    problem: `${what} is not checked before it ships: its ${input} is unknown at preview`,
    remedy: "give a plain value where there is one, not another resource's output",
  };
}

export const UNREADABLE = "lookout/unreadable";

/** A text that is there, and says nothing that can be checked. */
export function unreadable(problem: string, remedy: string): Finding {
  return { rule: UNREADABLE, severity: "error", problem, remedy };
}
