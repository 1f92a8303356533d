import * as pulumi from "@pulumi/pulumi";
import { runError } from "../user-error";
import { formatMistakes } from "./mistakes";

/** What is known of a kind of objects when all are declared. */
interface Adopted {
  /** The names of all of them. */
  readonly declared: readonly string[];
  /** Names of `objects.adopt` that are none of these. */
  readonly unknown: readonly string[];
}

/**
 * Which names there are depends on all that is declared, so that the schema can't know.
 *
 * @throws RunError with every mistake at once.
 */
export function refuseUnknownNames(kinds: Readonly<Record<string, Adopted>>): void {
  const found = Object.entries(kinds).flatMap(([kind, { declared, unknown }]) =>
    unknown.map((name) => ({
      path: `objects.adopt.${kind}.${name}`,
      problem:
        declared.length === 0
          ? `is none of this stack's ${kind}: it has none`
          : `is none of this stack's ${kind}; expected ${declared.join(", ")}`,
    })),
  );
  if (found.length > 0) throw runError(formatMistakes(`Pulumi.${pulumi.getStack()}.yaml`, found));
}
