/** Which resource of which stack an object of Datadog's was made for. */
export interface Owner {
  readonly project: string;
  readonly stack: string;
  /** The resource's name in the stack. */
  readonly resource: string;
}

/** Datadog's limit for a tag. */
const LONGEST = 200;

/**
 * What says so in the object itself: two words, as tags where there are tags and in a text elsewhere. An object that was
 * made and whose id the stack's state never learned is found by them.
 */
export function ownerWords({ project, stack, resource }: Owner): readonly [stack: string, resource: string] {
  return [stackWord({ project, stack }), word("pulumi_resource", resource)];
}

/** What all objects of a stack have: `pulumi_stack:lookout/dev`. */
export function stackWord({ project, stack }: Pick<Owner, "project" | "stack">): string {
  return word("pulumi_stack", `${project}/${stack}`);
}

/** The resource's name among an object's tags, or in its text; undefined where the object is not of that stack. */
export function resourceNamedIn(text: string, ofStack: string): string | undefined {
  const words = text.split(/\s+/);
  return words.includes(ofStack) ? words.find((one) => one.startsWith("pulumi_resource:"))?.split(":")[1] : undefined;
}

/**
 * As Datadog keeps a tag: in lower case, with `_` for what a tag may not hold.
 *
 * @see https://docs.datadoghq.com/getting_started/tagging/#define-tags
 */
function word(key: string, value: string): string {
  return `${key}:${value.toLowerCase().replace(/[^\p{L}\p{N}_./-]/gu, "_")}`.slice(0, LONGEST);
}
