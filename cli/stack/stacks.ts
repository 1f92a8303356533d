import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

/** A mistake of whoever runs it; the message is all that is shown. */
export class StackError extends Error {}

/** The names of the stacks whose settings are in the folder: `dev` of `Pulumi.dev.yaml`. */
export function stacksIn(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * The stack that is named, or the only one.
 *
 * @throws StackError that lists those there are.
 */
export function chosenStack(name: string | undefined, known: readonly string[]): string {
  const [only] = known;
  if (name === undefined && only !== undefined && known.length === 1) return only;
  if (name !== undefined && known.includes(name)) return name;
  const there = known.length === 0 ? "there is none here" : `there are ${known.join(", ")}`;
  throw new StackError(
    name === undefined ? `--stack is missing; ${there}` : `there is no Pulumi.${name}.yaml; ${there}`,
  );
}

/** The name that `Pulumi.yaml` says. */
export function projectIn(folder: string): string {
  const { name } = parse(fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")) as { name: string };
  return name;
}
