import { Liquid, LiquidError } from "liquidjs";
import type { MonitorFacts } from "./facts";
import { type Source, sourceFor } from "./sources";

/** A monitor's runbook with the stack's values in it. */
export interface Page {
  readonly monitor: MonitorFacts;
  readonly title: string;
  /** In Markdown, below the title; links to other pages as in the source. */
  readonly body: string;
  readonly source?: Source;
}

export interface Values {
  readonly stack: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What is not there is a mistake, but for a condition that asks for it. */
const templates = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, ownPropertyOnly: true });

/** A page for each monitor, and what is wrong with them; of one without a runbook, what is known of it. */
export function pagesOf(
  monitors: readonly MonitorFacts[],
  sources: readonly Source[],
  values: Values,
): { pages: readonly Page[]; mistakes: readonly string[] } {
  const pages: Page[] = [];
  const mistakes: string[] = [];
  for (const monitor of monitors) {
    const source = sourceFor(sources, monitor);
    if (source === undefined) {
      pages.push({ monitor, title: monitor.title, body: bare(monitor) });
      continue;
    }
    const text = filled(source, { ...values, monitor }, mistakes);
    const [, title, body = ""] = /^# (.+)\n([^]*)$/.exec(text ?? "") ?? [];
    if (text !== undefined && title === undefined) mistakes.push(`${source.file} has no title; expected # … first`);
    if (title !== undefined) pages.push({ monitor, title, body: body.trim(), source });
  }
  return { pages, mistakes: [...new Set(mistakes)] };
}

function filled(source: Source, values: object, mistakes: string[]): string | undefined {
  try {
    return templates.parseAndRenderSync(source.text, values) as string;
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    const [first = ""] = error.message.split("\n");
    mistakes.push(`${source.file}: ${first.replace(/, line:(\d+), col:(\d+)$/, " at $1:$2 below its head")}`);
    return undefined;
  }
}

function bare({ silence, call }: MonitorFacts): string {
  return `Nobody has written what to do yet.\n\n## Silence it\n\n${silence}\n\n## Call\n\n${call}`;
}

/** `[words](other.md#do)`: a link to another page. */
const TO_PAGE = /\[([^\]]+)\]\(([A-Za-z0-9._-]+)\.md(#[^)\s]+)?\)/g;

/** Links of a page as its format has them; to a page whose monitors this stack has not, the words alone. */
export function linked(body: string, addressOf: (page: string) => string | undefined): string {
  return body.replaceAll(TO_PAGE, (_, words: string, page: string, anchor = "") => {
    const address = addressOf(page);
    return address === undefined ? words : `[${words}](${address}${String(anchor)})`;
  });
}

/** Of each source the page that links to it mean: its first monitor's. */
export function pagesBySource(pages: readonly Page[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { source, monitor } of pages) {
    if (source !== undefined && !found.has(source.name)) found.set(source.name, monitor.name);
  }
  return found;
}

/** Links to pages that nobody has written. */
export function deadLinks(pages: readonly Page[], sources: readonly Source[]): string[] {
  const known = new Set(sources.map(({ name }) => name));
  return pages.flatMap(({ body, source }) =>
    [...body.matchAll(TO_PAGE)].flatMap(([, , page = ""]) =>
      known.has(page) ? [] : [`${source?.file ?? ""} links to ${page}.md, and there is none`],
    ),
  );
}
