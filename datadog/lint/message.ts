import type { Finding } from "../finding";
import { conditionRules } from "./message/condition-rules";
import { formRules } from "./message/form-rules";
import { functionRules } from "./message/function-rules";
import { handleRules } from "./message/handle-rules";
import type { MessageRule } from "./message/rules";
import { type MessageExample, messageSubject } from "./message/subject";
import { variableRules } from "./message/variable-rules";
import { lint } from "./rule";

export type { MessageExample, MessageSubject } from "./message/subject";

/** What a message is held to. */
export const messageRules: readonly MessageRule[] = [
  ...formRules,
  ...variableRules,
  ...functionRules,
  ...conditionRules,
  ...handleRules,
];

/**
 * What Datadog would refuse, or accept and then not say.
 *
 * @returns of a template that can't be read, `message/syntax` alone.
 */
export function lintMessage(example: MessageExample): Finding[] {
  const subject = messageSubject(example);
  const readable = subject.parts.every(({ wrong }) => wrong === undefined);
  return lint(readable ? messageRules : messageRules.filter(({ id }) => id === "message/syntax"), subject);
}
