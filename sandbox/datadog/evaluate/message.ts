/** What a message template is rendered with: one group of one monitor at one transition. */
export interface MessageContext {
  /** Conditionals that hold: `is_alert`, `is_alert_to_warning`, … */
  readonly holds: ReadonlySet<string>;
  /** `value`, `threshold`, `host.name`, … */
  readonly variables: ReadonlyMap<string, string>;
  /** What stands for a variable that has no value. @default nothing, as in a notification */
  readonly standIn?: (name: string) => string;
}

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  | {
      readonly kind: "conditional";
      readonly name: string;
      readonly parameters: readonly string[];
      readonly negated: boolean;
      readonly then: readonly Node[];
      readonly otherwise: readonly Node[];
    };

const CONDITIONALS = new Set([
  "is_alert",
  "is_warning",
  "is_no_data",
  "is_recovery",
  "is_alert_recovery",
  "is_warning_recovery",
  "is_no_data_recovery",
  "is_alert_to_warning",
  "is_unknown",
  "is_renotify",
  "is_match",
  "is_exact_match",
  "is_priority",
]);

/** A template that Datadog would refuse. */
export class TemplateMistake extends Error {}

interface OpenBlock {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly negated: boolean;
  readonly then: Node[];
  readonly otherwise: Node[];
  inElse: boolean;
}

/** @throws TemplateMistake where conditionals are unbalanced or unknown. */
export function parseMessage(template: string): readonly Node[] {
  const root: Node[] = [];
  const open: OpenBlock[] = [];
  const add = (node: Node) => {
    const block = open.at(-1);
    (block ? (block.inElse ? block.otherwise : block.then) : root).push(node);
  };
  let end = 0;
  for (const match of template.matchAll(/\{\{([#^/]?)\s*([^{}]*?)\s*\}\}/g)) {
    const [whole, sign = "", inner = ""] = match;
    if (match.index > end) add({ kind: "text", text: template.slice(end, match.index) });
    end = match.index + whole.length;
    if (sign === "/") close(open, inner, add);
    else if (sign !== "") open.push(opened(inner, sign === "^"));
    else if (inner === "else") turnToElse(open);
    else add({ kind: "variable", name: inner });
  }
  if (end < template.length) add({ kind: "text", text: template.slice(end) });
  const unclosed = open.at(-1);
  if (unclosed) throw new TemplateMistake(`{{#${unclosed.name}}} is never closed`);
  return root;
}

/**
 * What is read: a line that holds nothing but tags is not in it, nor is the white space around the message.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/ whose example of a renotification has each tag on a line
 * of its own, and none of those lines in what is sent.
 */
export function renderMessage(nodes: readonly Node[], context: MessageContext): string {
  return renderedAll(nodes, context)
    .split("\n")
    .filter((line) => !line.includes(TAG) || line.replaceAll(TAG, "").trim() !== "")
    .join("\n")
    .replaceAll(TAG, "")
    .trim();
}

/** `@oncall@example.com`, `@slack-ops` */
export function handlesIn(text: string): string[] {
  const handles = [...text.matchAll(/(?:^|\s)(@[A-Za-z0-9_][\w.+\-@]*\w)/g)].map((match) => match[1]);
  return [...new Set(handles.filter((handle) => handle !== undefined))];
}

function opened(inner: string, negated: boolean): OpenBlock {
  const name = /^\w*/.exec(inner)?.[0] ?? "";
  if (!CONDITIONALS.has(name)) throw new TemplateMistake(`{{${negated ? "^" : "#"}${inner}}} is no conditional`);
  const parameters = [...inner.slice(name.length).matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
  return { name, parameters, negated, then: [], otherwise: [], inElse: false };
}

function close(open: OpenBlock[], name: string, add: (node: Node) => void): void {
  const block = open.pop();
  if (!block) throw new TemplateMistake(`{{/${name}}} closes nothing`);
  if (block.name !== name) throw new TemplateMistake(`{{/${name}}} closes {{#${block.name}}}`);
  const { parameters, negated, then, otherwise } = block;
  add({ kind: "conditional", name, parameters, negated, then, otherwise });
}

function turnToElse(open: OpenBlock[]): void {
  const block = open.at(-1);
  if (!block || block.inElse) throw new TemplateMistake("{{else}} outside of a conditional");
  block.inElse = true;
}

/** Where a tag stood that shows nothing itself. */
const TAG = "\0";

function renderedAll(nodes: readonly Node[], context: MessageContext): string {
  return nodes.map((node) => rendered(node, context)).join("");
}

function rendered(node: Node, context: MessageContext): string {
  if (node.kind === "text") return node.text;
  if (node.kind === "variable") return context.variables.get(node.name) ?? context.standIn?.(node.name) ?? "";
  const branch = holds(node.name, node.parameters, context) === node.negated ? node.otherwise : node.then;
  return TAG + renderedAll(branch, context) + TAG;
}

/** `is_match "host.name" "db" "web"`: the variable contains one of the words; `is_exact_match`: is one of them. */
function holds(name: string, [first = "", ...words]: readonly string[], context: MessageContext): boolean {
  const value = context.variables.get(first) ?? "";
  if (name === "is_match") return words.some((word) => (word === "" ? value === "" : value.includes(word)));
  if (name === "is_exact_match") return words.includes(value);
  if (name === "is_priority") return context.variables.get("priority") === first;
  return context.holds.has(name);
}
