import type { Timed } from "./timed";

/** What is done on the hosts, in this order. */
export const STEPS = ["first install", "nothing to do", "one changed tag"] as const;
export type Step = (typeof STEPS)[number];

/** What lays the Agent, its settings and the database's user on the same hosts. */
export interface Tool {
  readonly name: string;
  /** What it wants of fresh hosts and a fresh controller, outside of what is measured. */
  prepare(): Promise<void>;
  /** @param tags of all hosts, as datadog.yaml has them. */
  run(tags: readonly string[]): Promise<Timed>;
}
