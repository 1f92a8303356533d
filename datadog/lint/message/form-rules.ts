import { render } from "../../message/render";
import { example, type MessageRule } from "./rules";
import { CONDITIONALS, EVENTS } from "./sources";
import { mistakeIn } from "./subject";

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
      for (const part of subject.parts) {
        if (part.text === part.text.trim()) continue;
        const offset = part.text === part.text.trimEnd() ? 0 : part.text.trimEnd().length;
        yield mistakeIn(part, offset, "white space stands around the message", "trim it");
      }
    },
  },
];

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
