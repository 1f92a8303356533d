import { cost } from "./cost";

/** Longer than any text of the corpus takes, and than a reader of one should ever wait. */
const LONGEST_MILLISECONDS = 100;

/** What was read of so many texts. */
export interface Fuzzed {
  readonly runs: number;
  /** How many of the texts were read. */
  readonly parsed: number;
  readonly slowest: { readonly text: string; readonly milliseconds: number };
}

/**
 * Reads texts by chance.
 *
 * @param isRead whether it could be read; throws what must not be thrown.
 * @throws Error with the text from which that comes, or that takes too long.
 */
export function fuzz(textOf: (run: number) => string, isRead: (text: string) => boolean, runs: number): Fuzzed {
  let parsed = 0;
  let slowest = { text: "", milliseconds: 0 };
  for (let run = 0; run < runs; run++) {
    const text = textOf(run);
    const start = performance.now();
    if (tried(text, isRead)) parsed++;
    if (performance.now() - start <= slowest.milliseconds) continue;
    // A busy machine stops a run for as long as it likes: the text's own time is what it takes at best.
    const milliseconds = cost(() => isRead(text), 3);
    if (milliseconds > LONGEST_MILLISECONDS) throw new Error(`${milliseconds} ms are taken by ${JSON.stringify(text)}`);
    if (milliseconds > slowest.milliseconds) slowest = { text, milliseconds };
  }
  return { runs, parsed, slowest };
}

function tried(text: string, isRead: (text: string) => boolean): boolean {
  try {
    return isRead(text);
  } catch (error) {
    throw new Error(`of ${JSON.stringify(text)} comes ${String(error)}`, { cause: error });
  }
}
