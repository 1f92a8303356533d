import { heldIn, type Situation, SITUATIONS } from "../../message/conditions";
import type { State } from "../../message/message";
import { parseTemplate, TemplateSyntaxError } from "../../message/parse";
import type { Block, Node, Template } from "../../message/template";
import type { Mistake } from "../rule";

/** What a monitor watches decides which variables are filled. */
export type Watched =
  | "metric"
  | "check"
  | "process"
  | "composite"
  | "event"
  | "log"
  | "trace"
  | "rum"
  | "error"
  | "audit"
  | "ci"
  | "database"
  | "slo"
  | "synthetics"
  | "quality";

/** A message, with what the monitor gives it. */
export interface MessageExample {
  /** The template: the message as it is sent to Datadog. */
  readonly text: string;
  /** Whether the message is unknown at preview: then nothing is said of what it lacks. @default false */
  readonly isLater?: boolean;
  /** The monitor's name, which is a template, too; it notifies nobody. @default none */
  readonly title?: string;
  /** The query's groups: `["host"]`, `["@http.url"]`. */
  readonly groups: readonly string[];
  readonly watches: Watched;
  /** Those of the groups of which one notification is; none of `*`. @default all */
  readonly notifiesBy?: readonly string[];
  /** `warning` needs a threshold, `noData` its option, `renotify` an interval. */
  readonly notifies: readonly State[];
  /** What a renotification says instead of the `is_renotify` block: Datadog's `escalation_message`. @default none */
  readonly escalation?: string;
}

/** What the rules look at. */
export interface MessageSubject extends MessageExample {
  readonly message: Part;
  /** The message, and the escalation message where there is one: what names handles. */
  readonly messages: readonly Part[];
  /** Those, and the title. */
  readonly parts: readonly Part[];
  /** The situations that the monitor notifies of. */
  readonly situations: readonly Situation[];
}

/** One of the monitor's templates. */
export interface Part {
  readonly name: "message" | "escalation message" | "title";
  readonly text: string;
  /** Empty where the syntax is wrong. */
  readonly template: Template;
  readonly wrong?: TemplateSyntaxError;
  /** Every node, in the order of the text. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly node: Node;
  /** The blocks around it, the innermost last, and whether it stands in their `{{else}}`. */
  readonly within: readonly { readonly block: Block; readonly otherwise: boolean }[];
  /** Those in which the blocks around it are shown; all, where only values decide. */
  readonly situations: readonly Situation[];
}

export function messageSubject(example: MessageExample): MessageSubject {
  const { text, escalation, title } = example;
  const message = part("message", text);
  const messages = [message, ...(escalation === undefined ? [] : [part("escalation message", escalation)])];
  const parts = [...messages, ...(title === undefined ? [] : [part("title", title)])];
  return { ...example, message, messages, parts, situations: notifiedSituations(example) };
}

function part(name: Part["name"], text: string): Part {
  try {
    const template = parseTemplate(text);
    return { name, text, template, places: [...places(template.nodes, [], SITUATIONS)] };
  } catch (wrong) {
    if (!(wrong instanceof TemplateSyntaxError)) throw wrong;
    return { name, text, template: { nodes: [] }, wrong, places: [] };
  }
}

function* places(
  nodes: readonly Node[],
  within: Place["within"],
  situations: readonly Situation[],
): Generator<Place, void> {
  for (const node of nodes) {
    yield { node, within, situations };
    if (node.kind !== "block") continue;
    const { name, negated, body, otherwise } = node;
    yield* places(body, [...within, { block: node, otherwise: false }], heldIn(situations, name, !negated));
    if (otherwise === undefined) continue;
    yield* places(otherwise.body, [...within, { block: node, otherwise: true }], heldIn(situations, name, negated));
  }
}

/** A recovery comes from a state that the monitor knows; a check says "unknown" unasked. */
function notifiedSituations({ notifies, watches }: Pick<MessageExample, "notifies" | "watches">): readonly Situation[] {
  const states: readonly State[] = watches === "check" ? [...notifies, "unknown"] : notifies;
  return SITUATIONS.filter(
    ({ state, from, renotifies }) =>
      states.includes(state) &&
      (from === undefined || states.includes(from)) &&
      (!renotifies || states.includes("renotify")),
  );
}

/** Whether the monitor ever shows it. */
export function isShown({ situations }: Place, subject: MessageSubject): boolean {
  return situations.some((situation) => subject.situations.includes(situation));
}

/** A mistake in one of the templates; another than the message has its own text, so no offset there. */
export function mistakeIn({ name }: Part, offset: number, problem: string, remedy: string): Mistake {
  return name === "message" ? { offset, problem, remedy } : { problem: `in the ${name}: ${problem}`, remedy };
}
