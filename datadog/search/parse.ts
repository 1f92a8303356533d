import type { Search } from "./search";
import { parser } from "./search.generated";

/** A search that can't be read; the message says what is wrong, and what would mend it. */
export class SearchSyntaxError extends Error {
  /** @param offset where in the text, 0-based. */
  constructor(
    message: string,
    readonly remedy: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Brackets in each other; more would be a mistake, and end the stack. */
const DEEPEST = 50;

/**
 * A search as people write it into the explorer, a widget or a formula's query.
 *
 * @throws SearchSyntaxError
 */
export function parseSearch(text: string): Search {
  refuseUnclosed(text);
  try {
    return parser.parse(text) as Search;
  } catch (error) {
    if (!(error instanceof parser.SyntaxError)) throw error;
    const { offset } = error.location.start;
    throw new SearchSyntaxError(
      `the search can't be read at column ${offset + 1}`,
      "write terms such as env:prod, with AND, OR, - and brackets between them",
      offset,
    );
  }
}

/** In a loop, and in words of their own: these are the mistakes that are made. */
function refuseUnclosed(text: string): void {
  const open: number[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    switch (text[offset]) {
      case "\\":
        offset++;
        break;
      case '"':
        offset = closingQuote(text, offset);
        break;
      case "(":
        open.push(offset);
        break;
      case ")":
        if (open.pop() !== undefined) break;
        throw new SearchSyntaxError(
          `the bracket at column ${offset + 1} closes none`,
          "drop it, or escape it: \\)",
          offset,
        );
    }
    if (open.length <= DEEPEST) continue;
    throw new SearchSyntaxError(`more than ${DEEPEST} brackets are open in each other`, "leave some out", offset);
  }
  const [first] = open;
  if (first === undefined) return;
  throw new SearchSyntaxError(`the bracket at column ${first + 1} is not closed`, "close it, or escape it: \\(", first);
}

function closingQuote(text: string, opening: number): number {
  for (let offset = opening + 1; offset < text.length; offset++) {
    if (text[offset] === "\\") offset++;
    else if (text[offset] === '"') return offset;
  }
  throw new SearchSyntaxError(
    `the quote at column ${opening + 1} is not closed`,
    'close it, or escape it: \\"',
    opening,
  );
}
