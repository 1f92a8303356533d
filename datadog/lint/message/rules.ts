import type { Rule } from "../rule";
import type { MessageExample, MessageSubject } from "./subject";

export type MessageRule = Rule<MessageSubject, MessageExample>;

/** A metric monitor by host with one threshold, as most are. */
export function example(text: string, over: Partial<MessageExample> = {}): MessageExample {
  return { text, groups: ["host"], watches: "metric", notifies: ["alert"], ...over };
}
