import type { Situation, Triggered } from "../message/conditions";
import { parseTemplate, TemplateSyntaxError } from "../message/parse";
import { handlesOf, render } from "../message/render";
import type { Template } from "../message/template";
import type { MonitorSubject } from "../lint/monitor-definition";
import type { History } from "./history";
import { NotPlayedError } from "./refusal";
import type { GroupStatus, Notification, Transition } from "./timeline";
import { type Occasion, variablesOf } from "./variables";

/** What is said of a group. */
export interface Said extends Occasion {
  readonly group: string;
  readonly from: GroupStatus | undefined;
  readonly to: GroupStatus;
  readonly isRenotification: boolean;
  readonly mutedBy: readonly string[];
}

/**
 * Words for a monitor's notifications.
 *
 * @throws NotPlayedError where a template can't be read
 */
export function writer(subject: MonitorSubject, history: History): (said: Said) => Notification {
  const { name = "", message = "", escalationMessage = "", priority = "", includeTags = true } = subject.definition;
  const hidesHandles = subject.definition.notificationPresetName?.match(HIDING_HANDLES) != null;
  const [title, words, escalation] = [name, message, escalationMessage].map(read) as [Template, Template, Template];
  return (said) => {
    const circumstances = {
      ...situationOf(said),
      ...(priority !== "" && { priority: `P${priority}` }),
      values: variablesOf(subject, said, history),
    };
    // "If you use the is_renotify block, the original notification message is also included in the renotification."
    const template = said.isRenotification && escalationMessage !== "" ? escalation : words;
    const body = render(template, circumstances);
    const recipients = handlesOf(template, circumstances);
    return {
      time: said.time,
      group: said.group,
      transition: transitionOf(said),
      isRenotification: said.isRenotification,
      ...(said.value !== undefined && { value: said.value }),
      title: `${priority === "" ? "" : `[P${priority}] `}${stateInTitle(said, includeTags)} ${render(title, circumstances)}`,
      body: hidesHandles ? withoutHandles(body, recipients) : body,
      recipients,
      mutedBy: said.mutedBy,
    };
  };
}

function read(text: string): Template {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new NotPlayedError(`its message can't be read: ${error.message}`);
    throw error;
  }
}

const TRIGGERED: Readonly<Partial<Record<GroupStatus, Triggered>>> = {
  Alert: "alert",
  Warn: "warning",
  "No Data": "noData",
  Unknown: "unknown",
};

function situationOf({ from, to, isRenotification }: Said): Situation {
  const origin = from === undefined ? undefined : TRIGGERED[from];
  const state = TRIGGERED[to] ?? "recovery";
  const tells = state === "recovery" || (state === "warning" && origin === "alert" && !isRenotification);
  return { state, renotifies: isRenotification, ...(tells && origin !== undefined && { from: origin }) };
}

const TRANSITIONS: Readonly<Partial<Record<GroupStatus, Transition>>> = {
  Alert: "alert",
  Warn: "warning",
  "No Data": "no data",
  Unknown: "unknown",
};
const RECOVERIES: Readonly<Partial<Record<GroupStatus, Transition>>> = {
  Warn: "warning recovery",
  "No Data": "no data recovery",
};

function transitionOf({ from, to }: Said): Transition {
  return TRANSITIONS[to] ?? (from === undefined ? undefined : RECOVERIES[from]) ?? "recovery";
}

const IN_TITLE: Readonly<Record<GroupStatus, string>> = {
  Alert: "Triggered",
  Warn: "Warn",
  "No Data": "No data",
  Unknown: "Unknown",
  OK: "Recovered",
};

/**
 * `[Triggered on {host:h1}]`, and of a renotification `[Re-Triggered on {host:h1}]`.
 *
 * @see https://docs.datadoghq.com/monitors/guide/monitor_api_options/#common-options `include_tags`
 * @see https://docs.datadoghq.com/integrations/webhooks/#variables `$ALERT_TRANSITION`
 */
function stateInTitle({ group, to, isRenotification }: Said, includesTags: boolean): string {
  const on = group === "*" || !includesTags ? "" : ` on {${group}}`;
  return `[${isRenotification ? "Re-" : ""}${IN_TITLE[to]}${on}]`;
}

/** Presets by which a notification is sent without its handles: "Remove the @-mentions that are used". */
const HIDING_HANDLES = /^hide_(all|handles|query_and_handles|handles_and_footer)$/;

/** @see https://docs.datadoghq.com/monitors/notify/#toggle-additional-content */
function withoutHandles(body: string, handles: readonly string[]): string {
  const longestFirst = [...handles].sort((one, other) => other.length - one.length);
  const text = longestFirst.reduce((left, handle) => left.replaceAll(handle, ""), body);
  return text.replace(/[ \t]+$/gm, "").trim();
}
