/** A mistake in something that Datadog would accept and then not do. */
export interface Finding {
  /** Stable id, listed in docs/lint.md: `message/empty-host-variable`. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** Where in the text that was read, 0-based; of what has no text of its own, none. */
  readonly offset?: number;
  readonly problem: string;
  readonly remedy: string;
}
