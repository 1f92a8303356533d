import { parseTemplate, TemplateSyntaxError } from "./parse";
import type { Handle, Node } from "./template";

/** Whatever a template's conditions are; of one that can't be read, none: a preview says so. */
export function handlesIn(message: string): string[] {
  try {
    return [...handleNodes(parseTemplate(message).nodes)].map(handleText);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return [];
    throw error;
  }
}

function* handleNodes(nodes: readonly Node[]): Generator<Handle> {
  for (const node of nodes) {
    if (node.kind === "handle") yield node;
    if (node.kind === "block") yield* handleNodes([...node.body, ...(node.otherwise?.body ?? [])]);
  }
}

/** What it is given in parentheses is not of its name. */
function handleText({ parts }: Handle): string {
  return `@${parts.map((part) => (typeof part === "string" ? part : VARIABLE)).join("")}`;
}

/** In place of a variable, which may hold anything. */
export const VARIABLE = "{{…}}";
