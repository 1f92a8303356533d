import { lintMessage, type MessageExample } from "../../datadog/lint/message";
import { SITUATIONS } from "../../datadog/message/conditions";
import { parseTemplate, TemplateSyntaxError } from "../../datadog/message/parse";
import { templateText } from "../../datadog/message/print";
import { render } from "../../datadog/message/render";
import { fuzz, type Fuzzed } from "./run";
import { FOUND } from "../unit/datadog/message-templates";

/** What templates are made of, and what breaks them. */
const PIECES = [
  ...Array.from("{}@#^/!()[]\"'`.-_ \n\\:,=<%é😀a5"),
  ..."{{ }} {{{ }}} {{{{ }}}} {{# {{^ {{/ {{! {{!-- --}} {{else}} {{else".split(" "),
  ..."is_alert}} is_warning}} is_match is_recovery raw}}}} value host.name [@a.b].name eval @slack- @a@b.c".split(" "),
  "{{#is_alert}}",
  "{{/is_alert}}",
  '{{#is_match "host.name" "a"}}',
  "{{/is_match}}",
  '{{eval "int(value) + 2^3^2"}}',
  '(eval "(value"',
  "@workflow-a(b=c",
  "https://a.b/",
  "{{local_time 'last_triggered_at' 'Asia/Tokyo'}}",
];

/** Reads, prints, renders and lints messages by chance. */
export function fuzzMessages(runs: number, seed: number): Fuzzed {
  return fuzz((run) => messageInput(seed + run), tryMessage, runs);
}

/** An arbitrary text or a changed template; the same for the same seed. */
function messageInput(seed: number): string {
  const random = randomOf(seed);
  const piece = () => chosen(PIECES, random) ?? "";
  if (random() < 0.4) return Array.from({ length: Math.floor(random() * 30) }, piece).join("");
  let text = chosen(FOUND, random)?.text ?? "";
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) text = changed(text, piece, random);
  return text;
}

/**
 * Reads, prints, renders and lints it.
 *
 * @returns whether it is a template.
 * @throws what must not be thrown.
 */
function tryMessage(text: string): boolean {
  const monitor: Omit<MessageExample, "text"> = {
    groups: ["host"],
    watches: "metric",
    notifies: ["alert", "recovery"],
  };
  lintMessage({ ...monitor, text });
  try {
    const template = parseTemplate(text);
    if (templateText(template) !== text) throw new Error("it is printed as another");
    for (const situation of SITUATIONS) {
      render(template, { ...situation, values: { value: 12.5, "host.name": "db1", last_triggered_at_epoch: 0 } });
    }
    return true;
  } catch (error) {
    if (error instanceof TemplateSyntaxError && error.offset >= 0 && error.offset <= text.length) return false;
    throw error;
  }
}

/** A part dropped, doubled, moved or replaced, or a piece put in. */
function changed(text: string, piece: () => string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, at + Math.floor(random() * 12));
  const [before, part, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  const results = [before + after, before + part + part + after, after + part + before, before + piece() + after];
  return chosen([...results, before + piece() + part + after], random) ?? "";
}

function chosen<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)];
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
