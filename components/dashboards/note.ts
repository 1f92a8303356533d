import { downtimesUrl, monitorsUrl } from "../../datadog/links/links";
import type { Widget } from "./declaration";

/** What a reader sees, and what to do next: a paragraph each. */
export function note(...paragraphs: readonly string[]): Widget {
  return {
    noteDefinition: {
      content: paragraphs.join("\n\n"),
      backgroundColor: "white",
      fontSize: "14",
      textAlign: "left",
      showTick: false,
    },
  };
}

/** From where a part's reader goes on. */
export interface Onward {
  /** Where people open Datadog: `https://app.datadoghq.eu`. */
  readonly app: string;
  /** Whose hosts, databases and services are shown: the tag `env`. */
  readonly env: string;
  /** Pages that say what to do, by what they are about. @default none */
  readonly runbooks?: Runbooks | undefined;
}

export type Runbooks = Readonly<Record<string, string | undefined>>;

/** The last paragraph: what to open next, the runbook first. `more` are pages by the words that lead there. */
export function next(
  { app, env, runbooks = {} }: Onward,
  about: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const runbook = runbooks[about];
  const pages = {
    ...(runbook !== undefined && { "the runbook": runbook }),
    "the monitors": monitorsUrl(app, `tag:"env:${env}"`),
    "the downtimes": downtimesUrl(app),
    ...more,
  };
  return `**Next**: ${Object.entries(pages)
    .map(([words, page]) => `[${words}](${page})`)
    .join(" · ")}`;
}
