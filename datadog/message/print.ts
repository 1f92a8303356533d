import type { Argument, HandlePart, Invocation, Node, Template } from "./template";

/** The template as it was written, to the byte. */
export function templateText(template: Template): string {
  return nodesText(template.nodes);
}

function nodesText(nodes: readonly Node[]): string {
  return nodes.map(nodeText).join("");
}

function nodeText(node: Node): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "variable":
      return braced(node.raw ? 3 : 2, `${node.before}${node.name}${node.after}`);
    case "call":
      return braced(node.raw ? 3 : 2, invocationText(node));
    case "comment":
      return braced(2, `!${node.text}`);
    case "handle":
      return `@${partsText(node.parts)}${node.parameters === undefined ? "" : `(${partsText(node.parameters)})`}`;
    case "raw":
      return `${braced(4, invocationText(node))}${node.text}${braced(4, `/${padded(node.closing, node.name)}`)}`;
    case "block": {
      const { negated, body, otherwise, closing, name } = node;
      const opening = braced(2, `${negated ? "^" : "#"}${invocationText(node)}`);
      const rest = otherwise === undefined ? "" : `${braced(2, padded(otherwise, "else"))}${nodesText(otherwise.body)}`;
      return `${opening}${nodesText(body)}${rest}${braced(2, `/${padded(closing, name)}`)}`;
    }
  }
}

function invocationText({ before, name, args, after }: Invocation): string {
  return `${before}${name}${args.map(argumentText).join("")}${after}`;
}

function argumentText(argument: Argument): string {
  switch (argument.kind) {
    case "string":
      return `${argument.before}${argument.quote}${argument.text}${argument.quote}`;
    case "number":
      return `${argument.before}${argument.text}`;
    case "name":
      return `${argument.before}${argument.name}`;
    case "expression":
      return `${argument.before}(${invocationText(argument.inner)})`;
  }
}

/** What stands after a handle's `@`. */
function partsText(parts: readonly HandlePart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : nodeText(part))).join("");
}

function padded({ before, after }: { before: string; after: string }, name: string): string {
  return `${before}${name}${after}`;
}

function braced(braces: number, inside: string): string {
  return `${"{".repeat(braces)}${inside}${"}".repeat(braces)}`;
}
