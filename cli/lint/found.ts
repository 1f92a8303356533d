import { createHash } from "node:crypto";

/** A mistake, and where its author mends it. */
export interface Found {
  /** As docs/lint.md has it: `downtime/gap`. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly problem: string;
  readonly remedy?: string | undefined;
  /** What it is about: `QuietHours my-metric`, `monitor "A host is away"`. */
  readonly of?: string | undefined;
  /** Of a resource of the stack. */
  readonly urn?: string | undefined;
  /** Of a mistake in the settings: `hosts[1].databases[0].port`. */
  readonly setting?: string | undefined;
  /** Of an object that is in Datadog, as `lookout import --id` takes it: `monitor:12345678`. */
  readonly object?: string | undefined;
  /** In Datadog. */
  readonly url?: string | undefined;
  readonly place?: Place | undefined;
}

/** Lines and columns are counted from 1. */
export interface Place {
  /** From the folder in which the command runs, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Behind the last character; of the same line. */
  readonly endColumn?: number;
}

/** What was looked at, and what is wrong with it. */
export interface Linted {
  /** `The stack dev: 5 monitors, 1 dashboard`. */
  readonly of: string;
  readonly found: readonly Found[];
}

/** What is wrong and how it is mended, in a line. */
export function sentenceOf({ problem, remedy }: Found): string {
  return remedy === undefined || remedy === "" ? problem : `${problem}; ${remedy}`;
}

/** The same as long as the mistake is: wherever it stands in its file. */
export function fingerprintOf({ rule, problem, urn, setting, object, of, place }: Found): string {
  const whose = urn ?? setting ?? object ?? `${place?.file ?? ""} ${of ?? ""}`;
  return createHash("sha256")
    .update(JSON.stringify([rule, whose, problem]))
    .digest("hex")
    .slice(0, 32);
}

export const SEVERITIES = ["error", "warning"] as const;

/** How often a rule says something. */
export interface Count extends Pick<Found, "rule" | "severity"> {
  readonly count: number;
}

/** Of each rule that says something, errors and what is most first. */
export function countsByRule(found: readonly Found[]): Count[] {
  return SEVERITIES.flatMap((severity) => {
    const counts = new Map<string, number>();
    for (const one of found) {
      if (one.severity === severity) counts.set(one.rule, (counts.get(one.rule) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b));
    return sorted.map(([rule, count]) => ({ rule, severity, count }));
  });
}

/** By file and place; what has none comes last. */
export function inOrder(found: readonly Found[]): Found[] {
  return [...found].sort(
    (a, b) =>
      Number(a.place === undefined) - Number(b.place === undefined) ||
      (a.place?.file ?? "").localeCompare(b.place?.file ?? "") ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}
