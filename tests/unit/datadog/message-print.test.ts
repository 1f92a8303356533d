import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCK_NAMES } from "../../../datadog/message/conditions";
import { handleKind } from "../../../datadog/message/handles";
import { parseTemplate, TemplateSyntaxError } from "../../../datadog/message/parse";
import { templateText } from "../../../datadog/message/print";
import type { Argument, Handle, HandlePart, Invocation, Node, Variable } from "../../../datadog/message/template";
import { FOUND } from "./message-templates";

const offset = 0;
const space = fc.constantFrom("", " ", "\n", "  ");
const gap = fc.constantFrom(" ", "\t", " \n ");
const name = fc
  .stringMatching(/^(@?[a-z_é][a-z0-9_-]{0,5}|\[[@a-z. ]{1,6}\])(\.[a-z0-9]{1,4}|\[[A-Z ]{1,4}\]){0,2}$/)
  .filter((n) => n !== "else");
const plain = fc.stringMatching(/^[ -!#-&(-?A-Z[-_a-z|~éß€]{0,10}$/);

const { invocation } = fc.letrec<{ invocation: Invocation; argument: Argument }>((tie) => ({
  invocation: fc.record({
    before: space,
    name,
    args: fc.array(tie("argument"), { minLength: 1, maxLength: 3, depthIdentifier: "argument" }),
    after: space,
  }),
  argument: fc.oneof(
    { maxDepth: 2, depthIdentifier: "argument" },
    fc.record({
      offset: fc.constant(0),
      before: gap,
      kind: fc.constant("string" as const),
      quote: fc.constantFrom('"' as const, "'" as const),
      text: plain,
    }),
    fc.record({
      offset: fc.constant(0),
      before: gap,
      kind: fc.constant("number" as const),
      text: fc.stringMatching(/^-?[0-9]{1,3}(\.[0-9])?$/),
    }),
    fc.record({ offset: fc.constant(0), before: gap, kind: fc.constant("name" as const), name }),
    fc.record({
      offset: fc.constant(0),
      before: gap,
      kind: fc.constant("expression" as const),
      inner: tie("invocation"),
    }),
  ),
}));

const variable: fc.Arbitrary<Variable> = fc
  .record({ raw: fc.boolean(), before: space, name, after: space })
  .map((v) => ({ kind: "variable", offset, ...v }));

const handle: fc.Arbitrary<Handle> = fc
  .tuple(
    fc.constantFrom("slack-", "workflow-", "me@", "", "pagerduty.a#"),
    fc.option(variable),
    fc.stringMatching(/^[a-z0-9é][a-z0-9_-]{0,4}$/),
    fc.option(fc.constantFrom<HandlePart[]>(["a=b, c='d'"], [])),
  )
  .map(([prefix, value, end, parameters]) => {
    const parts: HandlePart[] = value === null ? [`${prefix}${end}`] : [prefix, value, end].filter((p) => p !== "");
    const to = handleKind(parts);
    return { kind: "handle", offset, to, parts, ...(to === "workflow" && parameters !== null && { parameters }) };
  });

/** Where a handle stands beside something else, white space keeps them apart; nodes of text are never neighbours. */
function apart(list: readonly Node[]): Node[] {
  return list.flatMap((node, i) => {
    const previous = list[i - 1];
    const text: Node = { kind: "text", offset, text: " é } a, b:\n" };
    return previous !== undefined && (node.kind === "handle" || previous.kind === "handle") ? [text, node] : [node];
  });
}

const { nodes } = fc.letrec<{ nodes: Node[]; node: Node; body: Node[] }>((tie) => ({
  nodes: fc.array(tie("node"), { maxLength: 5, depthIdentifier: "node" }).map(apart),
  body: fc.array(tie("node"), { maxLength: 3, depthIdentifier: "node" }).map(apart),
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: "node" },
    variable,
    handle,
    fc.tuple(invocation, fc.boolean()).map(([call, raw]): Node => ({ kind: "call", offset, raw, ...call })),
    plain.map((text): Node => ({ kind: "comment", offset, text: ` ${text}` })),
    fc.tuple(space, space, fc.constantFrom("a {{b}} c", "{", "")).map(([before, after, text]): Node => ({
      kind: "raw",
      offset,
      before,
      name: "raw",
      args: [],
      after,
      text,
      closing: { before, after },
    })),
    fc
      .tuple(invocation, fc.constantFrom(...BLOCK_NAMES), fc.boolean(), tie("body"), fc.option(tie("body")), space)
      .map(([call, block, negated, body, otherwise, before]): Node => ({
        kind: "block",
        offset,
        ...call,
        name: block,
        negated,
        body,
        ...(otherwise !== null && { otherwise: { offset, before, after: "", body: otherwise } }),
        closing: { before, after: "" },
      })),
  ),
}));

function withoutOffsets(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "offset" ? 0 : inner)));
}

test("what is printed of any template is read as that template", () => {
  fc.assert(
    fc.property(nodes, (list) => {
      expect(withoutOffsets(parseTemplate(templateText({ nodes: list })).nodes)).toEqual(withoutOffsets(list));
    }),
    { numRuns: 300 },
  );
});

test.each(FOUND.map(({ from, text }) => [text.slice(0, 60), from, text]))(
  "%j is printed as it was written",
  (_, _from, text) => {
    try {
      expect(templateText(parseTemplate(text))).toBe(text);
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      expect(FOUND.find((found) => found.text === text)?.errors).toEqual(["message/syntax"]);
    }
  },
);
