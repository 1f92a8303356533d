import { type Owned, without } from "../../datadog/owned";
import type { Found } from "./found";

/** What Datadog has of a stack, beside what the stack's state has. */
export interface Comparison {
  /** `lookout/dev`. */
  readonly stack: string;
  readonly found: readonly Found[];
  readonly orphans: readonly Found[];
  /** Whether the state has objects in Datadog at all, of whatever mark. */
  readonly hasState: boolean;
}

export function compared(stack: string, found: readonly Found[], inState: readonly Owned[]): Comparison {
  return { stack, found, orphans: without(found, inState), hasState: inState.length > 0 };
}

/** What a person reads first: each orphan with what tells where it comes from. */
export function report({ stack, found, orphans }: Comparison): string {
  if (orphans.length === 0) return `Of ${stack} Datadog has ${found.length} objects, and the state knows each of them.`;
  const lines = orphans.map(({ kind, resource, id, title, url, made, by }) => {
    const origin = [made && `made ${made.toISOString()}`, by && `by ${by}`].filter(Boolean).join(" ");
    return `${kind} ${resource} (${id})  ${title}\n  ${url}${origin === "" ? "" : `  ${origin}`}`;
  });
  const head = `Of ${stack} Datadog has ${found.length} objects; the state does not know ${orphans.length} of them:`;
  const doubt = `Another stack that is called ${stack} too may have made them: look before you delete.`;
  return [head, ...lines, doubt].join("\n");
}

/**
 * Why nothing is deleted as things stand, and what to do: a state that knows none of the stack's objects makes an orphan
 * of each. It may be that of another login or an empty one; or the stack was destroyed, which only a person knows.
 *
 * @param isDestroyed whether a person says so.
 */
export function doubtAbout({ stack, found, orphans, hasState }: Comparison, isDestroyed: boolean): string | undefined {
  if (isDestroyed && hasState) {
    return `--destroyed says that ${stack} was destroyed, and its state has objects in Datadog; leave --destroyed out, or run pulumi destroy first`;
  }
  if (isDestroyed || orphans.length === 0 || orphans.length < found.length) return undefined;
  const remedy = hasState
    ? "where the state is the right one, run pulumi up --refresh first"
    : "where an update was killed before the state knew of any, run pulumi up first; where the stack was destroyed, add --destroyed";
  return (
    `nothing is deleted: the state knows none of ${stack}'s objects in Datadog, so these may be all of a stack in use, ` +
    `whose state is elsewhere; see where pulumi is logged in (pulumi whoami --verbose); ${remedy}`
  );
}

/** Whatever is named by another goes after it: a downtime before its monitor, a composite before its parts, a dashboard before its SLO. */
export function inOrderOfRemoval(orphans: readonly Found[]): Found[] {
  const rank = ({ kind, isComposite }: Found) => (kind === "monitor" ? (isComposite ? 2 : 3) : kind === "slo" ? 1 : 0);
  return [...orphans].sort((a, b) => rank(a) - rank(b));
}
