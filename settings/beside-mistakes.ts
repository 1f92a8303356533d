import { z } from "zod";

/** What a check says of the parts that it compares. */
type Context<T> = z.core.$RefinementCtx<T>;

/**
 * A check of settings against each other that also runs where a part of them is mistaken, so that all mistakes are said
 * at once; zod would wait for the parts to be right. It is given the parts as they are: one that is mistaken may be
 * missing or of any type, is said already, and hides what the check would say of it or what is in it.
 */
export function besideMistakes<T extends object>(check: (value: T, context: Context<T>) => void): z.core.$ZodCheck<T> {
  return z.core._superRefine<T>(
    (value, context) => {
      const said = [...context.issues];
      // An unknown key says nothing against the keys beside it.
      const mistaken = said
        .filter(({ code }) => code !== "unrecognized_keys")
        // Of a server of an unknown kind nothing is known.
        .map(({ code, path = [] }) => (code === "invalid_union" ? path.slice(0, -1) : path));
      const ofMistaken = (path: readonly PropertyKey[]) => mistaken.some((outer) => isWithin(path, outer));
      const fresh: Context<T> = {
        ...context,
        addIssue: (issue) => {
          if (typeof issue === "string" || !ofMistaken(issue.path ?? [])) context.addIssue(issue);
        },
      };
      try {
        check(value, fresh);
      } catch (error) {
        // The check stumbled over a part that is said to be mistaken.
        if (said.length === 0) throw error;
      }
    },
    { when: ({ value }) => typeof value === "object" && value !== null },
  );
}

function isWithin(path: readonly PropertyKey[], outer: readonly PropertyKey[]): boolean {
  return outer.every((part, i) => path[i] === part);
}
