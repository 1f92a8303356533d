import * as fs from "node:fs";

/** A mistake of whoever runs it; the message is all that is shown. */
export class StackError extends Error {}

/** The names of the stacks whose settings are in the folder: `dev` of `Pulumi.dev.yaml`. */
export function stacksIn(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.(?:ya?ml|json)$/.exec(file)?.[1] ?? [])
    .sort();
}

/** A stack's own name: `dev` of `acme/lookout/dev`. */
export function ownName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}

/**
 * The stack that is named, or the only one.
 *
 * @param name may have an organization and a project in front.
 * @throws StackError that lists those there are.
 */
export function chosenStack(name: string | undefined, known: readonly string[]): string {
  const [only] = known;
  if (name === undefined && only !== undefined && known.length === 1) return only;
  if (name !== undefined && known.includes(ownName(name))) return name;
  const there = known.length === 0 ? "there is none here" : `there are ${known.join(", ")}`;
  throw new StackError(
    name === undefined ? `--stack is missing; ${there}` : `there is no Pulumi.${ownName(name)}.yaml; ${there}`,
  );
}
