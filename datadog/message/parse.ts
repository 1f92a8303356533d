import { codeIn } from "./code";
import { BLOCK_NAMES } from "./conditions";
import { handleKind } from "./handles";
import { nearest } from "./names";
import type { Call, Invocation, Node, Template, Variable } from "./template";
import { parser } from "./template.generated";

/** Blocks and parentheses in each other; a message that a person reads has two or three. */
export const DEEPEST = 100;

/** A template that Datadog would refuse or read as another; the message says what to do. */
export class TemplateSyntaxError extends Error {
  constructor(
    readonly problem: string,
    readonly remedy: string,
    /** In the text, 0-based, in UTF-16 units. */
    readonly offset: number,
  ) {
    super(`${problem}; ${remedy}`);
    this.name = "TemplateSyntaxError";
  }
}

/** What can be written wrong, by the grammar's name for it: the problem and the remedy. */
const MISTAKES = {
  strayClosing: ["a block is closed that is not open", "drop the tag, or open its block before it"],
  strayElse: ["{{else}} stands in no block", "put it between {{#…}} and {{/…}}"],
  secondElse: ["a second {{else}} in one block", "drop it, or open a block of its own"],
  elseWithCondition: ["{{else}} takes no condition", "put a block of its own after the {{else}}"],
  openComment: ["the comment is not closed", "end it with }}, or with --}} if it starts with {{!--"],
  openRaw: ["the raw block is not closed", "end it with its name in {{{{/…}}}}"],
  openString: ["the string is not closed", "end it with the quotation mark that starts it"],
  missingName: ["a name is missing", "name a variable, as in {{value}}; for braces in the text use {{{{raw}}}}"],
} as const satisfies Record<string, readonly [problem: string, remedy: string]>;

/**
 * A monitor's message, read as Datadog's documentation has it, in time that grows with its length.
 *
 * @throws TemplateSyntaxError at the first mistake: unbalanced or unknown blocks, a tag or a string that is not closed,
 * more than {@link DEEPEST} blocks in each other.
 */
export function parseTemplate(text: string): Template {
  const open = new OpenBlocks();
  const nodes = parser.parse(text, {
    code: codeIn(text),
    kindOf: handleKind,
    valueOf,
    opened: open.opened.bind(open),
    closed: open.closed.bind(open),
    named,
    fail(mistake: keyof typeof MISTAKES | "unended" | "unclosed", offset: number): never {
      if (mistake === "unended") throw unended(text, offset);
      if (mistake === "unclosed") throw open.unclosed();
      const [problem, remedy] = MISTAKES[mistake];
      throw new TemplateSyntaxError(problem, remedy, offset);
    },
  }) as Node[];
  return { nodes };
}

/** Whether a message that is this text alone would tell somebody: it is one handle, whole. */
export function isHandle(text: string): boolean {
  try {
    const { nodes } = parseTemplate(text);
    return nodes.length === 1 && nodes[0]?.kind === "handle";
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return false;
    throw error;
  }
}

/** The blocks and parentheses that are open where the parser stands. */
class OpenBlocks {
  readonly #open: { offset: number; sign: string; name: string }[] = [];

  opened(offset: number, sign: "#" | "^" | "(", name: string): void {
    if (sign !== "(") named(offset, `{{${sign}`, name);
    if (this.#open.length === DEEPEST) {
      throw new TemplateSyntaxError(`more than ${DEEPEST} blocks in each other`, "write them side by side", offset);
    }
    this.#open.push({ offset, sign, name });
  }

  closed(offset: number, name: string): void {
    const last = this.#open.pop();
    if (last === undefined || last.name === name) return;
    const opening = `{{${last.sign}${last.name}}}`;
    throw new TemplateSyntaxError(
      `{{/${name}}} stands where ${opening} is open`,
      `close ${opening} before, with {{/${last.name}}}, or drop the tag`,
      offset,
    );
  }

  unclosed(): TemplateSyntaxError {
    const { offset, sign, name } = this.#open.at(-1) ?? { offset: 0, sign: "", name: "" };
    return new TemplateSyntaxError(
      `{{${sign}${name}}} is not closed`,
      `write {{/${name}}} where its text ends`,
      offset,
    );
  }
}

/** Holds a block's name to those that Datadog knows; `braces` is what opens it. */
function named(offset: number, braces: string, name: string): void {
  const known = braces === "{{{{" ? ["raw", ...BLOCK_NAMES] : BLOCK_NAMES;
  if (known.includes(name)) return;
  const meant = nearest(name, known);
  throw new TemplateSyntaxError(
    `${braces}${name}${braces.length === 4 ? "}}}}" : "}}"} is no conditional`,
    meant === undefined ? `use one of ${known.slice(0, 5).join(", ")}, …` : `did you mean ${meant}?`,
    offset,
  );
}

function unended(text: string, offset: number): TemplateSyntaxError {
  const found = text.codePointAt(offset);
  if (found === undefined) return new TemplateSyntaxError("the tag is not closed", "end it with its braces", offset);
  const sign = String.fromCodePoint(found);
  if ("})".includes(sign)) {
    return new TemplateSyntaxError("the tag's braces or parentheses do not match", "close as many as are open", offset);
  }
  const remedy = "+*/^%".includes(sign) ? 'calculate in {{eval "value*100"}}' : "end the tag with its braces before it";
  return new TemplateSyntaxError(`"${sign}" can't stand in a tag here`, remedy, offset);
}

function valueOf(offset: number, raw: boolean, { before, name, args, after }: Invocation): Variable | Call {
  return args.length === 0
    ? { kind: "variable", offset, raw, before, name, after }
    : { kind: "call", offset, raw, before, name, args, after };
}
