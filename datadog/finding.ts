/** A mistake in something that Datadog would accept and then not do. */
export interface Finding {
  /** Stable id: `message/empty-host-variable`. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly problem: string;
  readonly remedy: string;
}
