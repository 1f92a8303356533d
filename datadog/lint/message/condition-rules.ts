import { heldIn, type Situation, isStateCondition } from "../../message/conditions";
import { BLOCKS, type State } from "../../message/message";
import { templateText } from "../../message/print";
import type { Node } from "../../message/template";
import { example, type MessageRule } from "./rules";
import { CONDITIONALS, NO_DATA } from "./sources";
import { type MessageSubject, mistakeIn } from "./subject";

/** What a state is called, and how a monitor comes to notify it. */
const STATE_WORDS: Readonly<Record<State, { readonly name: string; readonly declare: string }>> = {
  alert: { name: "alert", declare: "declare its threshold" },
  warning: { name: "warning", declare: "declare a warning threshold" },
  noData: { name: "no data", declare: "have missing data notified" },
  unknown: { name: "unknown", declare: "have the unknown state notified" },
  recovery: { name: "recovery", declare: "have the recovery notified" },
  renotify: { name: "renotification", declare: "declare a renotification interval" },
};

/** Blocks by state: what each state shows, and what none ever does. */
export const conditionRules: readonly MessageRule[] = [
  {
    id: "message/state-without-words",
    verdict: "may-be-meant",
    because: "A state that notifies but says nothing is a page without a reason.",
    source: NO_DATA,
    passes: example("{{#is_alert}}high{{/is_alert}}{{#is_no_data}}silent{{/is_no_data}} @oncall@example.com", {
      notifies: ["alert", "noData"],
    }),
    fails: example("{{#is_alert}}high{{/is_alert}} @oncall@example.com", { notifies: ["alert", "noData"] }),
    *check(subject) {
      const { places } = subject.message;
      if (subject.isLater === true) return;
      for (const state of subject.notifies) {
        const situations = situationsOf(state, subject);
        const words = places.some((p) => isWords(p.node) && situations.some((s) => p.situations.includes(s)));
        if (words || situations.length === 0) continue;
        yield {
          problem: `the monitor notifies ${STATE_WORDS[state].name} and has no words for it`,
          remedy: `say in {{#${BLOCKS[state]}}} or outside of every block what happened and what to do`,
        };
      }
    },
  },
  {
    id: "message/state-tells-nobody",
    verdict: "may-be-meant",
    because: "A handle in a block is notified in its state only; who is paged of an alert waits for its recovery.",
    source: CONDITIONALS,
    passes: example("{{#is_alert}}high @pagerduty-db{{/is_alert}}{{#is_recovery}}fine @pagerduty-db{{/is_recovery}}", {
      notifies: ["alert", "recovery"],
    }),
    fails: example("{{#is_alert}}high @pagerduty-db{{/is_alert}}{{#is_recovery}}fine{{/is_recovery}}", {
      notifies: ["alert", "recovery"],
    }),
    *check(subject) {
      const handles = subject.messages.flatMap(({ places }) => places.filter(({ node }) => node.kind === "handle"));
      if (handles.length === 0) return;
      const told = (situations: readonly Situation[]) =>
        handles.some((h) => situations.some((s) => h.situations.includes(s)));
      for (const state of subject.notifies) {
        const situations = situationsOf(state, subject);
        // A quiet state is meant; of its recovery, which is not quiet, a rule of its own says so.
        const recoveries = subject.situations.filter(({ from, state: to }) => to === "recovery" && from === state);
        if (situations.length === 0 || told(situations) || told(recoveries)) continue;
        yield {
          problem: `nobody is notified of ${STATE_WORDS[state].name}`,
          remedy: `name a handle in {{#${BLOCKS[state]}}} or outside of every block`,
        };
      }
    },
  },
  {
    id: "message/recovery-of-quiet-state",
    verdict: "may-be-meant",
    because: "is_recovery holds after every state: who is notified of no warning is notified that it is over.",
    source: CONDITIONALS,
    passes: example(
      "{{#is_alert}}high @slack-ops{{/is_alert}}{{#is_warning}}mild{{/is_warning}}{{#is_alert_recovery}}fine @slack-ops{{/is_alert_recovery}}{{#is_alert_to_warning}}milder @slack-ops{{/is_alert_to_warning}}{{#is_recovery}}fine{{/is_recovery}}",
      { notifies: ["alert", "warning", "recovery"] },
    ),
    fails: example(
      "{{#is_alert}}high @slack-ops{{/is_alert}}{{#is_warning}}mild{{/is_warning}}{{#is_recovery}}fine @slack-ops{{/is_recovery}}",
      { notifies: ["alert", "warning", "recovery"] },
    ),
    *check(subject) {
      const handles = subject.messages.flatMap(({ places }) =>
        places.flatMap(({ node, situations }) =>
          node.kind === "handle" ? [{ text: handleText(node), situations }] : [],
        ),
      );
      for (const state of ["warning", "noData", "unknown"] as const) {
        const toldOf = (wanted: (situation: Situation) => boolean) =>
          new Set(
            handles
              .filter(({ situations }) => situations.some((s) => subject.situations.includes(s) && wanted(s)))
              .map(({ text }) => text),
          );
        const inState = toldOf((s) => s.state === state);
        const after = toldOf((s) => s.state === "recovery" && s.from === state);
        if (inState.size > 0 || after.size === 0 || !subject.notifies.includes(state)) continue;
        const who = [...after].join(", ");
        yield {
          problem: `a recovery from ${STATE_WORDS[state].name} notifies ${who}, who was not notified of it`,
          remedy: `write {{#is_alert_recovery}} in place of {{#is_recovery}}, or name them in {{#${BLOCKS[state]}}}`,
        };
      }
    },
  },
  {
    id: "message/unreachable-state",
    verdict: "may-be-meant",
    because: "A block is shown in its state only; a state that the monitor does not notify shows nothing.",
    source: CONDITIONALS,
    passes: example("{{#is_alert}}high{{/is_alert}}{{#is_warning}}mild{{/is_warning}} @oncall@example.com", {
      notifies: ["alert", "warning"],
    }),
    fails: example("{{#is_alert}}high{{/is_alert}}{{#is_warning}}mild{{/is_warning}} @oncall@example.com"),
    *check(subject) {
      for (const part of subject.parts) {
        for (const { node, situations } of part.places) {
          if (node.kind !== "block" || node.negated || !isStateCondition(node.name)) continue;
          const shown = heldIn(situations, node.name, true);
          const outside = situations.filter((s) => subject.situations.includes(s));
          if (shown.length === 0 || outside.length === 0 || shown.some((s) => outside.includes(s))) continue;
          const state = missingState(shown, subject);
          const problem = `{{#${node.name}}} is never shown: the monitor does not notify ${STATE_WORDS[state].name}`;
          yield mistakeIn(part, node.offset, problem, `${STATE_WORDS[state].declare}, or drop the block`);
        }
      }
    },
  },
  {
    id: "message/contradiction",
    verdict: "never-works",
    because: "A monitor is in one state at a time: blocks of two states in each other are never shown.",
    source: `${CONDITIONALS.replace("#conditional-variables", "")}#examples`,
    passes: example("{{#is_alert}}high{{#is_renotify}} still{{/is_renotify}}{{/is_alert}} @oncall@example.com", {
      notifies: ["alert", "renotify"],
    }),
    fails: example("{{#is_alert}}high{{#is_warning}} or mild{{/is_warning}}{{/is_alert}} @oncall@example.com"),
    *check(subject) {
      for (const part of subject.parts) {
        for (const { node, situations, within } of part.places) {
          if (node.kind !== "block" || !isStateCondition(node.name) || situations.length === 0) continue;
          const sides = [heldIn(situations, node.name, !node.negated), heldIn(situations, node.name, node.negated)];
          const dead = sides.findIndex((side, i) => side.length === 0 && (i === 0 || node.otherwise !== undefined));
          if (dead === -1) continue;
          const offset = dead === 0 ? node.offset : (node.otherwise?.offset ?? node.offset);
          const around = within.map(({ block }) => block.name).join(", ");
          const what = dead === 0 ? `{{${node.negated ? "^" : "#"}${node.name}}}` : `the {{else}} of ${node.name}`;
          yield mistakeIn(part, offset, `${what} never holds inside of ${around}`, "put the blocks side by side");
        }
      }
    },
  },
  {
    id: "message/empty-conditional",
    verdict: "may-be-meant",
    because: "A conditional has the text or the handles between its tags.",
    source: `${CONDITIONALS.replace("#conditional-variables", "")}#examples`,
    passes: example("{{#is_alert}}high{{/is_alert}} @oncall@example.com"),
    fails: example("high{{#is_alert}} {{/is_alert}} @oncall@example.com"),
    *check(subject) {
      for (const part of subject.parts) {
        for (const { node } of part.places) {
          if (node.kind !== "block" || ![...node.body, ...(node.otherwise?.body ?? [])].every(isBlank)) continue;
          const problem = `{{${node.negated ? "^" : "#"}${node.name}}} holds nothing`;
          yield mistakeIn(part, node.offset, problem, "say what happened and what to do, or drop the block");
        }
      }
    },
  },
  {
    id: "message/alert-to-warning",
    verdict: "may-be-meant",
    because:
      "Who stands in is_alert_recovery is also notified where an alert becomes a warning, and then of nothing: is_alert_to_warning has the words for it.",
    source: CONDITIONALS,
    passes: example(
      "{{#is_alert}}high{{/is_alert}}{{#is_warning}}mild{{/is_warning}}{{#is_alert_to_warning}}milder{{/is_alert_to_warning}}{{#is_alert_recovery}}fine @slack-db{{/is_alert_recovery}} @oncall@example.com",
      { notifies: ["alert", "warning", "recovery"] },
    ),
    fails: example(
      "{{#is_alert}}high{{/is_alert}}{{#is_warning}}mild{{/is_warning}}{{#is_alert_recovery}}fine @slack-db{{/is_alert_recovery}} @oncall@example.com",
      { notifies: ["alert", "warning", "recovery"] },
    ),
    *check(subject) {
      const { places } = subject.message;
      const names = places.map(({ node }) => (node.kind === "block" ? node.name : ""));
      if (!subject.notifies.includes("warning") || names.includes("is_alert_to_warning")) return;
      for (const { node, within } of places) {
        const block = within.find((outer) => outer.block.name === "is_alert_recovery" && !outer.block.negated)?.block;
        if (node.kind !== "handle" || block === undefined) continue;
        yield {
          offset: node.offset,
          problem: "who stands in {{#is_alert_recovery}} is notified without words where the alert becomes a warning",
          remedy: "add {{#is_alert_to_warning}} with words for them",
        };
      }
    },
  },
];

/** Those of a state that tell it from the others: a renotification is one of the state that lasts. */
function situationsOf(state: State, { situations }: MessageSubject): Situation[] {
  return situations.filter((s) => (state === "renotify" ? s.renotifies : s.state === state && !s.renotifies));
}

/** The state that the monitor would have to notify for one of these to be. */
function missingState(shown: readonly Situation[], { notifies }: MessageSubject): State {
  const [first] = shown;
  const needed: (State | undefined)[] = [
    first?.state,
    first?.from,
    first?.renotifies === true ? "renotify" : undefined,
  ];
  return needed.find((state) => state !== undefined && !notifies.includes(state)) ?? "alert";
}

function isWords(node: Node): boolean {
  switch (node.kind) {
    case "text":
    case "raw":
      return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(node.text);
    case "variable":
      return true;
    case "call":
      return node.name !== "override_priority";
    default:
      return false;
  }
}

function handleText(handle: Node): string {
  return templateText({ nodes: [handle] });
}

function isBlank(node: Node): boolean {
  return node.kind === "comment" || (node.kind === "text" && node.text.trim() === "");
}
