import type { Message } from "../../../datadog/message/message";
import type { MonitorDeclaration } from "../declaration";

/** What every database's monitors are told. */
export interface DatabaseMonitorSettings {
  /** `env:dev`: whose servers are watched. */
  readonly scope: string;
  readonly handles: readonly string[];
  /** `key:value`. */
  readonly tags: readonly string[];
  /** Page that tells the on-call person what to do. @default none */
  readonly runbookUrl?: string | undefined;
  /** Shares of the server's limit, from 0 to 1. @default warning at 0.8, alert at 0.9 */
  readonly connections?: { readonly warning: number; readonly alert: number } | undefined;
  /** Minutes without a word from a server's check; at least twice its interval. @default 10 */
  readonly noDataAfterMinutes?: number | undefined;
}

/** A monitor of a pack: its own title and words, and what all of them share. */
export function declared(
  title: string,
  words: Message["words"],
  { handles, tags, runbookUrl }: DatabaseMonitorSettings,
): MonitorDeclaration {
  return { title, message: { words, handles }, ...(runbookUrl !== undefined && { runbookUrl }), tags };
}
