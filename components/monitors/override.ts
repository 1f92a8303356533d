import type { Message } from "../../datadog/message/message";
import type { Recipients } from "../../datadog/message/recipients";
import { defined } from "../defined";
import { inOrder } from "../transform";
import type { MonitorDeclaration } from "./declaration";
import { ofNoTeam } from "./owner";

/** What is said of one monitor in place of what its pack says. */
export interface MonitorOverride extends Pick<
  MonitorDeclaration,
  "priority" | "renotify" | "runbookUrl" | "owner" | "transform"
> {
  readonly title?: string | undefined;
  /** By state; a state that is left out keeps its words. */
  readonly words?: Message["words"] | undefined;
  readonly notify?: Recipients | undefined;
  /** Beside the pack's. */
  readonly tags?: readonly string[] | undefined;
}

/** A monitor as its pack declares it, but for what is said of it alone. */
export function overridden<T extends MonitorDeclaration>(declaration: T, override: MonitorOverride): T {
  const { title, words, notify, tags, priority, renotify, runbookUrl, owner, transform } = override;
  return {
    ...declaration,
    ...defined({ title, priority, renotify, runbookUrl, owner }),
    ...(transform !== undefined && { transform: after(declaration.transform, transform) }),
    message: messageOf(declaration.message, words, notify),
    tags: [...new Set([...(owner === undefined ? declaration.tags : ofNoTeam(declaration.tags)), ...(tags ?? [])])],
  };
}

/** The monitor's own, then what is said of it. */
function after(
  own: MonitorDeclaration["transform"] = {},
  said: NonNullable<MonitorDeclaration["transform"]>,
): MonitorDeclaration["transform"] {
  return { ...own, ...said, monitor: inOrder([own.monitor, said.monitor]) };
}

function messageOf(
  message: MonitorDeclaration["message"],
  words: MonitorOverride["words"],
  notify: Recipients | undefined,
): MonitorDeclaration["message"] {
  if (typeof message === "string") return message;
  const handles = notify ?? message.handles;
  if (words === undefined) return { ...message, handles };
  // Words by state take the place of a template as a whole: which of its conditions they would be, nobody can say.
  return { words: { ...("words" in message ? message.words : {}), ...words }, handles };
}
