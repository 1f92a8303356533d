import type { Message } from "../../datadog/message/message";
import type { Recipients } from "../../datadog/message/recipients";
import type { MonitorDeclaration } from "./declaration";
import type { MonitorOverrides } from "./monitor-pack";
import type { Owned } from "./owner";

/** What the monitors of a pack share, whatever it watches. */
export interface PackSettings
  extends
    Owned,
    Pick<
      MonitorDeclaration,
      "runbookBase" | "priority" | "renotify" | "demands" | "mutedBy" | "lint" | "adopt" | "protect" | "editors"
    > {
  /** `env:dev`: whose hosts, servers and services are watched. */
  readonly scope: string;
  readonly handles: Recipients;
  /** `key:value`. */
  readonly tags: readonly string[];
  /** What is said of single ones. @default nothing */
  readonly overrides?: MonitorOverrides | undefined;
  /** Page that tells the on-call person what to do. @default none */
  readonly runbookUrl?: string | undefined;
}

/** A monitor of a pack: its own title and words, and what all of them share. */
export function declared(title: string, words: Message["words"], settings: PackSettings): MonitorDeclaration {
  const { handles, adopt } = settings;
  return { title, message: { words, handles }, ...shared(settings), adopt };
}

/** What each object of a pack has of its settings. */
export function shared({
  owner,
  tags,
  runbookUrl,
  runbookBase,
  priority,
  renotify,
  demands,
  mutedBy,
  lint,
  protect,
  editors,
}: PackSettings) {
  return { owner, tags, runbookUrl, runbookBase, priority, renotify, demands, mutedBy, lint, protect, editors };
}
