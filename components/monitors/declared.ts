import type { Message } from "../../datadog/message/message";
import type { MonitorDeclaration } from "./declaration";

/** What the monitors of a pack share. */
export interface PackSettings {
  readonly handles: readonly string[];
  /** `key:value`. */
  readonly tags: readonly string[];
  /** Page that tells the on-call person what to do. @default none */
  readonly runbookUrl?: string | undefined;
}

/** A monitor of a pack: its own title and words, and what all of them share. */
export function declared(
  title: string,
  words: Message["words"],
  { handles, tags, runbookUrl }: PackSettings,
): MonitorDeclaration {
  return { title, message: { words, handles }, ...(runbookUrl !== undefined && { runbookUrl }), tags };
}
