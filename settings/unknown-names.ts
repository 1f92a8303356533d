import * as pulumi from "@pulumi/pulumi";
import type { Mistake } from "./mistakes";
import { SettingsError } from "./refusal";

/** A setting that says something of objects by their names, and what is known of them when all are declared. */
interface ByName {
  /** The setting: `objects.adopt.monitors`. */
  readonly path: string;
  /** What the objects are: `monitors`. */
  readonly what: string;
  readonly names: {
    /** Of all of them. */
    readonly declared: readonly string[];
    /** In the setting, and none of these. */
    readonly unknown: readonly string[];
  };
}

/** Which names there are depends on all that is declared, so that the schema can't know. */
export function unknownNames(settings: readonly ByName[]): Mistake[] {
  return settings.flatMap(({ path, what, names: { declared, unknown } }) =>
    unknown.map((name) => ({
      path: `${path}.${name}`,
      problem:
        declared.length === 0
          ? `is none of this stack's ${what}: it has none`
          : `is none of this stack's ${what}; expected ${declared.join(", ")}`,
    })),
  );
}

/** @throws SettingsError with every mistake at once, where there is one. */
export function refuse(found: readonly Mistake[]): void {
  if (found.length > 0) throw new SettingsError(`Pulumi.${pulumi.getStack()}.yaml`, found);
}
