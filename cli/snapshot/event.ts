/** What a snapshot's event says. */
export interface Told {
  readonly mentions: readonly string[];
  /** A person's own words. */
  readonly words: string | undefined;
  /** Of the graph. */
  readonly title: string;
  readonly from: Date;
  readonly to: Date;
  readonly picture: string;
  /** Where the graph is, at that time. */
  readonly dashboard: string;
}

/**
 * An event's title and text: whoever is mentioned gets it as a notification. What stands between `%%%` is Markdown.
 *
 * @see https://docs.datadoghq.com/service_management/events/explorer/notifications/
 */
export function eventOf({ mentions, words, title, from, to, picture, dashboard }: Told): {
  title: string;
  text: string;
} {
  const shown = `${title}, ${instant(from)} to ${instant(to)} UTC`;
  const lines = [
    [...mentions, words].filter((one) => one !== undefined).join(" "),
    `[![${inLink(title)}](${picture})](${dashboard})`,
    shown,
  ];
  return {
    title: `Snapshot: ${words ?? shown}`.slice(0, TITLE),
    text: `%%%\n${lines.filter(Boolean).join("\n\n")}\n%%%`,
  };
}

/** Characters that an event's title may have. */
const TITLE = 500;

function instant(moment: Date): string {
  return moment.toISOString().slice(0, 16).replace("T", " ");
}

/** A bracket would end the picture's words. */
function inLink(text: string): string {
  return text.replace(/[[\]]/g, "");
}
