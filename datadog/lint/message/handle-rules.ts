import { codeIn } from "../../message/code";
import { templateText } from "../../message/print";
import type { Handle } from "../../message/template";
import { example, type MessageRule } from "./rules";
import { NOTIFICATIONS, SLACK, VARIABLES } from "./sources";
import { isShown, type MessageSubject, mistakeIn, type Part, type Place } from "./subject";
import { filled, usesOf } from "./variables";

/** The integrations whose handles have a name behind a dash. */
const INTEGRATION = "(?:slack|pagerduty|opsgenie|webhook|teams|team|oncall|workflow|case|incident|jira|servicenow|sns)";

/** Who is notified, and who only seems to be. */
export const handleRules: readonly MessageRule[] = [
  {
    id: "message/nobody-told",
    verdict: "may-be-meant",
    because:
      "A message that names no handle is sent to nobody, unless a notification rule finds the monitor by its tags.",
    source: NOTIFICATIONS,
    passes: example("high @oncall@example.com"),
    fails: example("high"),
    *check(subject) {
      if (subject.isLater === true || handles(subject).length > 0) return;
      yield {
        problem: "the message names no handle: nobody is notified",
        remedy: "add at least one, such as @oncall@example.com",
      };
    },
  },
  {
    id: "message/not-a-handle",
    verdict: "never-works",
    because: "A handle is an @ with the name right behind it: @oncall@example.com, @slack-ops.",
    source: NOTIFICATIONS,
    passes: example("high\n@oncall@example.com @slack-ops"),
    fails: example("high\noncall@example.com @slack-ops"),
    *check(subject) {
      for (const part of subject.messages) {
        for (const { word, offset } of [...bareAddresses(part.text), ...loneSigns(part), ...signsAlone(part)]) {
          yield mistakeIn(part, offset, `"${word}" is not a handle`, "write @ and the name, without white space");
        }
      }
    },
  },
  {
    id: "message/handle-glued",
    verdict: "may-be-meant",
    because: "White space ends a handle; what stands right behind it is taken for a part of the name.",
    source: NOTIFICATIONS,
    passes: example("high, see the runbook: @slack-ops @pagerduty-db"),
    fails: example("high, see the runbook: @slack-ops, @pagerduty-db"),
    *check(subject) {
      for (const { part, node, text } of handles(subject)) {
        const next = glued(part.text, node.offset + text.length);
        if (next === undefined || next === "(" || /[\p{Cf}\p{Cc}]/u.test(next)) continue;
        yield mistakeIn(part, node.offset, `"${next}" stands right behind ${text}`, "put white space between them");
      }
      for (const part of subject.messages) {
        for (const { word, offset } of gluedBefore(part)) {
          yield mistakeIn(
            part,
            offset,
            `${word} is text here: something stands before it`,
            "put white space before it",
          );
        }
      }
    },
  },
  {
    id: "message/handle-invisible",
    verdict: "never-works",
    because: "A character that nobody sees, pasted into a handle, ends it there: another is notified, or nobody.",
    source: NOTIFICATIONS,
    passes: example("high @slack-ops"),
    fails: example("high @slack-o\u200Bps"),
    *check(subject) {
      for (const { part, node, text } of handles(subject)) {
        const behind = /^[\p{Cf}\p{Cc}]/u.exec(part.text.slice(node.offset + text.length))?.[0];
        if (behind === undefined || /\s/.test(behind)) continue;
        yield mistakeIn(
          part,
          node.offset,
          `${text} has ${visible(behind)} behind it, which nobody sees`,
          "type it anew",
        );
      }
    },
  },
  {
    id: "message/handle-parentheses",
    verdict: "never-works",
    because: "A handle with parentheses is not parsed, and no alert is made; only workflows take parameters in them.",
    source: NOTIFICATIONS,
    passes: example("high @workflow-restart(host=host.name) @oncall@example.com"),
    fails: example("high @slack-ops(night) @oncall@example.com"),
    *check(subject) {
      for (const { part, node, text } of handles(subject)) {
        if (glued(part.text, node.offset + text.length) !== "(") continue;
        yield mistakeIn(part, node.offset, `a parenthesis stands right behind ${text}`, "put white space between them");
      }
    },
  },
  {
    id: "message/handle-in-comment",
    verdict: "may-be-meant",
    because: "A comment shows in the editor only: who stands in it is not notified.",
    source: `${VARIABLES}#comments`,
    passes: example("{{!-- ask the database team --}}high @oncall@example.com"),
    fails: example("{{!-- not yet: @slack-db --}}high @oncall@example.com"),
    *check(subject) {
      for (const part of subject.messages) {
        for (const { node } of part.places) {
          const handle = node.kind === "comment" ? /(?<=^|\s)@[\p{L}\p{N}]\S*/u.exec(node.text) : null;
          if (handle === null) continue;
          // The text starts behind {{!.
          const offset = node.offset + 3 + handle.index;
          yield mistakeIn(
            part,
            offset,
            `${handle[0]} stands in a comment and is not notified`,
            "move it out, or drop it",
          );
        }
      }
    },
  },
  {
    id: "message/slack-mention",
    verdict: "may-be-meant",
    because: "Whom Slack shall call in its channel is written its own way: <!here>, <!channel>.",
    source: SLACK,
    passes: example("high @slack-ops <!here>"),
    fails: example("high @slack-ops @here"),
    *check(subject) {
      for (const { part, node, text } of handles(subject)) {
        if (!/^@(here|channel)$/i.test(text)) continue;
        const remedy = `write <!${text.slice(1).toLowerCase()}> behind the channel's handle`;
        yield mistakeIn(part, node.offset, `${text} calls nobody in Slack`, remedy);
      }
    },
  },
  {
    id: "message/slack-channel",
    verdict: "never-works",
    because: "A channel whose name ends in a special character can't be notified.",
    source: SLACK,
    passes: example("high @slack---critical_alerts"),
    fails: example("high @slack---critical_alerts--"),
    *check(subject) {
      for (const { part, node, text } of handles(subject)) {
        if (node.to !== "slack" || !/[-_]$/.test(text)) continue;
        yield mistakeIn(part, node.offset, `${text} ends in a special character`, "rename the channel");
      }
    },
  },
  {
    id: "message/several-opsgenie-handles",
    verdict: "may-be-meant",
    because: "All Opsgenie handles of a monitor send with one alias: Opsgenie drops the second as a duplicate.",
    source: "https://docs.datadoghq.com/monitors/guide/troubleshooting-monitor-alerts/",
    passes: example("high @opsgenie-databases"),
    fails: example("high @opsgenie-databases @opsgenie-platform"),
    *check(subject) {
      const teams = new Map(
        handles(subject)
          .filter(({ node, part }) => node.to === "opsgenie" && part.name === "message")
          .map((handle) => [handle.text, handle]),
      );
      for (const { part, node, text } of [...teams.values()].slice(1)) {
        yield mistakeIn(
          part,
          node.offset,
          `${text} is notified of nothing: another one is before it`,
          "let Opsgenie tell both",
        );
      }
    },
  },
  {
    id: "message/handle-may-be-empty",
    verdict: "may-be-meant",
    because:
      "A handle with a variable in it that nothing fills reaches nobody: a fallback for the empty variable does.",
    source: `${VARIABLES}#dynamic-handles`,
    passes: example(
      'high @slack-{{host.team}} {{#is_exact_match "host.team" ""}}@slack-ops{{/is_exact_match}} @oncall@example.com',
    ),
    fails: example("high @slack-{{host.team}} @oncall@example.com"),
    *check(subject) {
      const matched = new Set(usesOf(subject).flatMap(({ by, name }) => (by === "condition" ? [name] : [])));
      for (const { name, offset, part, place, by } of usesOf(subject)) {
        const { is } = filled(name, subject);
        if (
          part.name === "title" ||
          place.node.kind !== "handle" ||
          by === "condition" ||
          (is !== "perhaps" && is !== "tag")
        )
          continue;
        if (matched.has(name) || !isShown(place, subject)) continue;
        const remedy = `add {{#is_exact_match "${name}" ""}} with a handle for it`;
        yield mistakeIn(part, offset, `where {{${name}}} is empty, its handle reaches nobody`, remedy);
      }
    },
  },
];

interface PlacedHandle {
  readonly part: Part;
  readonly node: Handle;
  readonly place: Place;
  /** With its `@` and its parameters. */
  readonly text: string;
}

function handles({ messages }: MessageSubject): PlacedHandle[] {
  return messages.flatMap((part) =>
    part.places.flatMap((place) => {
      const { node } = place;
      return node.kind === "handle" ? [{ part, node, place, text: templateText({ nodes: [node] }) }] : [];
    }),
  );
}

/** What stands right behind a handle once the tags of blocks and comments are gone; `undefined` if white space does. */
function glued(text: string, end: number): string | undefined {
  let at = end;
  // An {{else}} or an opening is another's text.
  for (let tag = tagAt(text, at); tag !== undefined; tag = tagAt(text, at)) at += tag;
  const next = text.slice(at, at + 2);
  return next === "" || /^\s/.test(next) || next === "{{" ? undefined : String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function tagAt(text: string, at: number): number | undefined {
  if (!text.startsWith("{{/", at) && !text.startsWith("{{!", at)) return undefined;
  const end = text.indexOf("}}", at);
  return end === -1 ? undefined : end + 2 - at;
}

/** E-mail addresses without an @ before them, in lines that hold nothing else but handles. */
function* bareAddresses(text: string): Generator<{ word: string; offset: number }> {
  let start = 0;
  for (const line of text.split("\n")) {
    const words = line
      .replace(/\{\{[^{}]*\}\}/g, (tag) => " ".repeat(tag.length))
      .split(/\s+/)
      .filter((word) => word !== "");
    const bare = words.filter((word) => /^[^\s@]+@[^\s@]+\.\p{L}{2,}$/u.test(word));
    if (words.every((word) => word.startsWith("@") || bare.includes(word))) {
      for (const word of bare) yield { word, offset: start + line.indexOf(word) };
    }
    start += line.length + 1;
  }
}

/** `@ slack-ops`. */
function* loneSigns(part: Part): Generator<{ word: string; offset: number }> {
  for (const { word, offset } of inText(part, new RegExp(`@[ \\t]+${INTEGRATION}-[\\p{L}\\p{N}_-]+`, "gu"))) {
    yield { word, offset };
  }
}

/** `@,`, and an @ with something behind it that nobody sees, which is no letter of a name. */
function* signsAlone(part: Part): Generator<{ word: string; offset: number }> {
  for (const { word, offset } of inText(
    part,
    /(?<![^\s])@(?:[,.;:!?'"()]+(?!\S)|[\p{Cf}\p{Cc}]+[\p{L}\p{N}][^\s]*)/gu,
  )) {
    if (!/^@\s/u.test(word)) yield { word: visible(word), offset };
  }
}

/** What can't be seen is written as its number: `@U+200Boncall`. */
function visible(word: string): string {
  return word.replace(
    /[\p{Cf}\p{Cc}]/gu,
    (one) => `<U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}

/** `see@slack-ops`; in an address or a path it is meant so. */
function gluedBefore(part: Part): { word: string; offset: number }[] {
  const found = [
    ...inText(part, new RegExp(`(?<=[\\p{L}\\p{N}.])@${INTEGRATION}-[\\p{L}\\p{N}_-]+(?![\\p{L}\\p{N}.@])`, "gu")),
  ];
  return found.filter(({ offset }) => !/:\/\/\S*$/.test(part.text.slice(Math.max(0, offset - 200), offset)));
}

function* inText(part: Part, pattern: RegExp): Generator<{ word: string; offset: number }> {
  const code = codeIn(part.text);
  for (const { node } of part.places) {
    if (node.kind !== "text") continue;
    for (const { 0: word, index } of node.text.matchAll(pattern)) {
      if (code[node.offset + index] !== 1) yield { word, offset: node.offset + index };
    }
  }
}
