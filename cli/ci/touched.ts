import { parse } from "yaml";

/** A stack's name, and the text of its `Pulumi.<stack>.yaml`. */
export type StackFiles = ReadonlyMap<string, string>;

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
 */
export function touched(changed: readonly string[], stacks: StackFiles): string[] {
  const names = [...stacks.keys()].sort();
  const found = new Set<string>();
  for (const file of changed) {
    const [, own] = /^Pulumi\.(.+)\.(?:ya?ml|json)$/.exec(file) ?? [];
    const naming = names.filter((stack) => textsIn(parse(stacks.get(stack) ?? "")).some((text) => isOf(file, text)));
    if (own !== undefined) found.add(own);
    else if (naming.length > 0) for (const stack of naming) found.add(stack);
    else if (!SAYS_NOTHING.some((pattern) => pattern.test(file))) return names;
  }
  return names.filter((stack) => found.has(stack));
}

/** The file itself, or a folder that it is in. */
function isOf(file: string, named: string): boolean {
  const path = named.replace(/^\.\//, "").replace(/\/$/, "");
  return path !== "" && (file === path || file.startsWith(`${path}/`));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
