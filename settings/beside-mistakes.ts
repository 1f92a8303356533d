import { z } from "zod";
import { issuesOf } from "./issues";

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
      const said = context.issues.flatMap((issue) =>
        issuesOf({ ...issue, path: issue.path ?? [] } as z.core.$ZodIssue),
      );
      const ofMistaken = (path: readonly PropertyKey[]) => said.some((issue) => hides(issue, path));
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

/** Whether nothing more is to be said of the setting at a path, because of what is said already. */
function hides(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): boolean {
  const { path: at } = issue;
  switch (issue.code) {
    case "unrecognized_keys":
      // An unknown key says nothing against the keys beside it.
      return false;
    case "custom":
      // What a rule says of a whole says nothing of its parts.
      return at.length === path.length && isWithin(path, at);
    case "invalid_union":
      // Of a server of an unknown kind nothing is known; its `type` is named in place of the server.
      return isWithin(path, issue.discriminator === undefined ? at : at.slice(0, -1));
    default:
      return isWithin(path, at);
  }
}

function isWithin(path: readonly PropertyKey[], outer: readonly PropertyKey[]): boolean {
  return outer.every((part, i) => path[i] === part);
}
