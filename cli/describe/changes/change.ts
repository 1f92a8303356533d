/** What a change is about, in the order in which people want to know. */
export const SUBJECTS = [
  "Monitors",
  "Who is notified",
  "Quiet hours",
  "Objectives",
  "Notification rules",
  "Dashboards",
  "Hosts",
  "Cost",
] as const;

/** One difference that people care about, in one line: `"my_metric is high": priority 1, was 3`. */
export interface Change {
  readonly about: (typeof SUBJECTS)[number];
  /** `"my_metric is high"`. */
  readonly of: string;
  /** `priority 1, was 3`. */
  readonly says: string;
  /** True of what hardly anybody reads: it is counted. */
  readonly isMinor?: true;
  /** What a line can't show: a message before and after. */
  readonly texts?: readonly Text[];
}

export interface Text {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}
