import { type Change, SUBJECTS, type Text } from "./change";

/** What several things have in common, said once. */
export interface Line {
  readonly of: readonly string[];
  readonly says: string;
  readonly texts: readonly (Text & { readonly of: string })[];
}

/** The lines below each heading, and what is only counted. */
export interface Report {
  readonly sections: readonly { readonly title: string; readonly lines: readonly Line[] }[];
  readonly others: readonly Line[];
}

export function report(changes: readonly Change[]): Report {
  const loud = changes.filter(({ isMinor }) => isMinor !== true);
  const sections = SUBJECTS.map((title) => ({ title, lines: merged(loud.filter(({ about }) => about === title)) }));
  return {
    sections: sections.filter(({ lines }) => lines.length > 0),
    others: merged(changes.filter(({ isMinor }) => isMinor === true)),
  };
}

function merged(changes: readonly Change[]): Line[] {
  const bySaying = new Map<string, { of: string[]; texts: Line["texts"][number][] }>();
  for (const { of, says, texts = [] } of changes) {
    const line = bySaying.get(says) ?? { of: [], texts: [] };
    if (!line.of.includes(of)) line.of.push(of);
    line.texts.push(...texts.map((text) => ({ ...text, of })));
    bySaying.set(says, line);
  }
  return [...bySaying].map(([says, line]) => ({ says, ...line }));
}
