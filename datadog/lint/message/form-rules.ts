import { render } from "../../message/render";
import { example, type MessageRule } from "./rules";
import { codeIn } from "../../message/code";
import { groupVariable, keysOf } from "../../message/names";
import { CONDITIONALS, EVENTS, VARIABLES } from "./sources";
import { type MessageSubject, mistakeIn, type Part } from "./subject";
import { filled } from "./variables";

/** Datadog cuts an event's text there. */
const LONGEST = 4000;

/** The template as a text. */
export const formRules: readonly MessageRule[] = [
  {
    id: "message/syntax",
    verdict: "refused",
    because: "A conditional has an opening and a closing tag, and is one that Datadog knows.",
    source: CONDITIONALS,
    passes: example("{{#is_alert}}high{{/is_alert}} @oncall@example.com"),
    fails: example("{{#is_alert}}high @oncall@example.com"),
    *check(subject) {
      for (const part of subject.parts) {
        if (part.wrong === undefined) continue;
        yield mistakeIn(part, part.wrong.offset, part.wrong.problem, part.wrong.remedy);
      }
    },
  },
  {
    id: "message/stray-brace",
    verdict: "never-works",
    because:
      'A monitor with unbalanced braces is taken and routes no notification: "unbalanced braces, found an extra }".',
    source: "https://github.com/DataDog/terraform-provider-datadog/issues/1882",
    passes: example('high: {"limit": {"of": 5}} @oncall@example.com'),
    fails: example("high: value}} @oncall@example.com"),
    *check(subject) {
      for (const part of subject.parts) {
        const offset = strayBrace(part.places.flatMap(({ node }) => (node.kind === "text" ? [node] : [])));
        if (offset === undefined) continue;
        yield mistakeIn(part, offset, "a brace is closed that is not open", "drop it, or open its tag with {{");
      }
    },
  },
  {
    id: "message/foreign-braces",
    verdict: "may-be-meant",
    because: "Only what stands in {{…}} is filled in: another notation's braces are shown as they are written.",
    source: VARIABLES,
    passes: example("{{host.name}} is high @oncall@example.com"),
    fails: example("{host.name} is high @oncall@example.com"),
    *check(subject) {
      for (const part of subject.parts) {
        for (const { written, name, offset } of foreignBraces(part)) {
          const known = knownAs(name, subject);
          if (known === undefined) continue;
          yield mistakeIn(part, offset, `${written} is shown as it is written`, `write {{${known}}}`);
        }
      }
    },
  },
  {
    id: "message/too-long",
    verdict: "may-be-meant",
    because: "Of an event's text, the first 4000 characters are shown.",
    source: EVENTS,
    passes: example("{{#is_alert}}high{{/is_alert}} @oncall@example.com"),
    fails: example(`{{#is_alert}}${"high ".repeat(LONGEST / 5)}{{/is_alert}} @oncall@example.com`),
    *check(subject) {
      const lengths = subject.situations.map((situation) => render(subject.message.template, situation).length);
      const longest = Math.max(0, ...lengths);
      if (longest <= LONGEST) return;
      yield {
        problem: `the message has ${longest} characters, its values aside; Datadog cuts an event's text at ${LONGEST}`,
        remedy: "move the detail to the runbook",
      };
    },
  },
  {
    id: "message/white-space-around",
    verdict: "may-be-meant",
    because: "Datadog trims a message, so one with white space around it shows a change in every preview.",
    source: "https://github.com/DataDog/terraform-provider-datadog/pull/1291",
    passes: example("high @oncall@example.com"),
    fails: example("high @oncall@example.com\n"),
    *check(subject) {
      // Of a title, a rule of its own says so.
      for (const part of subject.messages) {
        if (part.text === part.text.trim()) continue;
        const offset = part.text === part.text.trimEnd() ? 0 : part.text.trimEnd().length;
        yield mistakeIn(part, offset, "white space stands around the message", "trim it");
      }
    },
  },
];

/** `{host}`, `${host.name}`, `[[host.name]]`, `%host%`, `%(host)s`, `<%= host %>`, `#{host}`. */
const FOREIGN =
  /[$#]?\{\s*([\w.@-]+)\s*\}|\[\[\s*([\w.@-]+)\s*\]\]|%\(([\w.@-]+)\)s|%([\w.@-]+)%|<%=?\s*([\w.@-]+)\s*%>/g;

function* foreignBraces({ text, places }: Part) {
  const code = codeIn(text);
  for (const { node } of places) {
    if (node.kind !== "text") continue;
    for (const match of node.text.matchAll(FOREIGN)) {
      const [written, ...names] = match;
      // Of the notations, one has matched.
      const name = names.find(Boolean);
      const offset = node.offset + match.index;
      if (code[offset] !== 1 && name !== undefined) yield { written, name, offset };
    }
  }
}

/** The variable that the word would be, where it is a group or one that every monitor knows. */
function knownAs(name: string, { groups, watches, notifies }: MessageSubject): string | undefined {
  const [key = ""] = keysOf(name);
  if (groups.includes(name)) return groupVariable(name);
  if (filled(name, { groups, watches }).is === "always") return name;
  if (groups.includes(key)) return name;
  // Of another group, the variable would be empty, which is said once it is one.
  return /^host(\.name|\.ip)?$/.test(name) && notifies.length > 0 ? (name === "host" ? "host.name" : name) : undefined;
}

function strayBrace(texts: readonly { readonly text: string; readonly offset: number }[]): number | undefined {
  let open = 0;
  for (const { text, offset } of texts) {
    for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
      open += brace === "{" ? 1 : -1;
      if (open < 0) return offset + index;
    }
  }
  return undefined;
}
