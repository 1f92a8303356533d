import type { Outcome } from "../outcome";

/** What a run of all rehearsals shows. */
export interface Shown {
  readonly stack: string;
  readonly outcomes: readonly Outcome[];
  /** Monitors of the stack of which there is no rehearsal. */
  readonly missing: readonly string[];
  readonly seconds: number;
}
