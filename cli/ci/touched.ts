import * as path from "node:path";

/** A stack's name, and what its `Pulumi.<stack>.yaml` says. */
export type StackFiles = ReadonlyMap<string, unknown>;

/** What says something to people and nothing to a stack. */
const SAYS_NOTHING = [
  /(^|\/)(?!Pulumi\.README\.md$)[^/]*\.md$/,
  /^\.(github|gitlab)\//,
  /^\.gitlab-ci\.yml$/,
  /^LICENSE$/,
];

/**
 * The stacks that a change touches, in the order of their names: a stack's own file, and what that file names, touch that
 * stack; anything else that can, all of them.
 *
 * @param changed files, by their paths from the project's folder on.
 * @param configFolder in which the stacks' files are, likewise.
 */
export function touched(changed: readonly string[], stacks: StackFiles, configFolder = ""): string[] {
  const names = [...stacks.keys()].sort();
  const found = new Set<string>();
  for (const file of changed) {
    const isOfStacks = path.dirname(file) === path.join(configFolder);
    const own = isOfStacks ? /^Pulumi\.(.+)\.(?:ya?ml|json)$/.exec(path.basename(file))?.[1] : undefined;
    const naming = names.filter((stack) => textsIn(stacks.get(stack)).some((text) => isOf(file, text)));
    if (own !== undefined) found.add(own);
    else if (naming.length > 0) for (const stack of naming) found.add(stack);
    else if (!SAYS_NOTHING.some((pattern) => pattern.test(file))) return names;
  }
  return names.filter((stack) => found.has(stack));
}

/** The file itself, or a folder that it is in. */
function isOf(file: string, named: string): boolean {
  const of = named.replace(/^\.\//, "").replace(/\/$/, "");
  return of !== "" && (file === of || file.startsWith(`${of}/`));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
