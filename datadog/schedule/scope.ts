import { parser } from "./scope.generated";

/** Which groups of a downtime's monitors it mutes. */
export type Scope =
  | { readonly kind: "tag"; readonly key?: string; readonly value: string }
  /** In brackets; with a key, of that key's values: `service:(web OR mail)`. */
  | { readonly kind: "group"; readonly key?: string; readonly of: Scope }
  | { readonly kind: "not"; readonly of: Scope }
  | { readonly kind: "all" | "any"; readonly of: readonly Scope[] };

/** A scope that can't be read. */
export class ScopeSyntaxError extends Error {}

/** More brackets in each other would end the stack; Datadog takes two. */
const DEEPEST = 50;

/**
 * `env:prod AND service:(web OR mail)`; `*` is a tag without a key.
 *
 * @throws ScopeSyntaxError
 */
export function parseScope(text: string): Scope {
  if ((text.match(/\(/g) ?? []).length > DEEPEST) throw new ScopeSyntaxError(`it has more than ${DEEPEST} brackets`);
  try {
    return parser.parse(text) as Scope;
  } catch (error) {
    if (!(error instanceof parser.SyntaxError)) throw error;
    throw new ScopeSyntaxError(`it can't be read at column ${error.location.start.column}`);
  }
}

/** How many brackets are in each other. */
export function depth(scope: Scope): number {
  switch (scope.kind) {
    case "tag":
      return 0;
    case "not":
      return depth(scope.of);
    case "group":
      return 1 + depth(scope.of);
    default:
      return Math.max(...scope.of.map(depth));
  }
}

/** Every part of it, the outer before the inner, and whether it is in brackets; a value in them has its key. */
export function* parts(
  scope: Scope,
  inBrackets = false,
  key?: string,
): Generator<{ part: Scope; inBrackets: boolean }> {
  const part = scope.kind === "tag" && scope.key === undefined && key !== undefined ? { ...scope, key } : scope;
  yield { part, inBrackets };
  if (scope.kind === "not") yield* parts(scope.of, inBrackets, key);
  if (scope.kind === "group") yield* parts(scope.of, true, scope.key ?? key);
  if (scope.kind === "all" || scope.kind === "any") for (const one of scope.of) yield* parts(one, inBrackets, key);
}
