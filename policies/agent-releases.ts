/**
 * When minor versions of Agent 7 were released, by the day of the tag of its own Go modules: 7.85.0 is v0.85.0 there. An older
 * one is older than the first of them; of a newer one nothing is known yet, and it is new. The next row is what
 * `go list -m -json github.com/DataDog/datadog-agent/pkg/util/log@v0.MINOR.0` says.
 *
 * @see https://github.com/DataDog/datadog-agent/releases
 */
export const AGENT_RELEASES: readonly (readonly [minor: number, day: string])[] = [
  [66, "2025-05-22"],
  [67, "2025-06-17"],
  [68, "2025-07-09"],
  [70, "2025-09-02"],
  [71, "2025-09-30"],
  [73, "2025-12-09"],
  [74, "2026-01-06"],
  [75, "2026-01-21"],
  [76, "2026-02-20"],
  [77, "2026-03-18"],
  [78, "2026-04-14"],
  [79, "2026-05-19"],
  [80, "2026-06-10"],
  [81, "2026-07-07"],
  [82, "2026-08-04"],
  [83, "2026-09-02"],
  [84, "2026-09-28"],
  [85, "2026-10-29"],
];

/** The day on which a version of Agent 7 was out at the latest; nothing where it is newer than all that are known. */
export function releasedBy(minor: number): string | undefined {
  return AGENT_RELEASES.find(([known]) => known >= minor)?.[1];
}
