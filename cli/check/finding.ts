/** What a stack's declarations name, and Datadog, a host or a web server has or has not. */
export const SUBJECTS = ["metric", "tag", "handle", "runbook", "object", "check", "host"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** One thing that is named and is not there, or of which nobody could say whether it is. */
export interface Finding {
  readonly about: Subject;
  /** `unasked`: it may be well, and may not. */
  readonly verdict: "wrong" | "unasked";
  /** What names it: `monitor hosts-disk`, `dashboard hosts "CPU" (timeseries)`. */
  readonly by: readonly string[];
  /** `metric system.cpu.usr`. */
  readonly asked: string;
  /** `was not reported in the last 24h`. */
  readonly found: string;
  /** What to do. */
  readonly remedy: string;
}

/** What an answer is, or why there is none: `Datadog answers with 403 (Forbidden)`. */
export type Answer<T> = { readonly value: T } | { readonly unasked: string; readonly remedy: string };
