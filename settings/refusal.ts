import * as pulumi from "@pulumi/pulumi";
import { formatMistakes, type Mistake } from "./mistakes";

/** Mistakes in a stack's settings: the message, which has all of them, is all that is shown. */
export class SettingsError extends pulumi.RunError {
  constructor(
    file: string,
    readonly mistakes: readonly Mistake[],
  ) {
    super(formatMistakes(file, mistakes));
    // Rendering it takes long, and nobody sees it.
    delete this.stack;
  }
}

/** Whatever copy of this module made it. */
export function mistakesIn(error: unknown): readonly Mistake[] | undefined {
  const { mistakes } = (error ?? {}) as { mistakes?: unknown };
  return pulumi.RunError.isInstance(error) && Array.isArray(mistakes) ? (mistakes as Mistake[]) : undefined;
}
