import { distance } from "fastest-levenshtein";

/**
 * Whether a name was probably typed for the other: in one of its words a letter is left out, put in or another one, or two
 * have changed places; in a long word two letters. The first letter of a word is the one that fingers hardly miss.
 *
 * No slip are names that are told apart so on purpose: by a number (`db1`, `db2`), by one of few letters (`rx`, `tx`;
 * `req`, `res`), by a plural.
 *
 * @see https://doi.org/10.1016/0306-4573(83)90045-6 of the places where letters are missed
 */
export function isSlip(written: string, meant: string): boolean {
  if (Math.abs(written.length - meant.length) > MOST || distance(written, meant) > MOST) return false;
  const [words, meantWords] = [wordsOf(written), wordsOf(meant)];
  if (words.length !== meantWords.length) return false;
  const others = words.flatMap((word, i) => {
    const other = meantWords[i] ?? "";
    return word === other ? [] : [[word, other] as const];
  });
  const [first] = others;
  return others.length === 1 && first !== undefined && isSlipOfWord(...first);
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]/u);
}

/** Letters, of a name. */
const MOST = 2;
/** Letters that the meant word has at least, where so much is otherwise. */
const PUT_IN = 3;
const SWAPPED = 3;
const LEFT_OUT = 4;
const REPLACED = 5;
const TWO = 8;

function isSlipOfWord(word: string, meant: string): boolean {
  const away = distance(word, meant);
  if (withoutNumbers(word) === withoutNumbers(meant)) return false;
  if (away === 2 && sorted(word) === sorted(meant)) return meant.length >= SWAPPED;
  if (!meant.startsWith(word.slice(0, 1)) || isPlural(word, meant) || isPlural(meant, word)) return false;
  if (away === 2) return meant.length >= TWO && !word.includes(meant) && !meant.includes(word);
  if (word.length > meant.length) return meant.length >= PUT_IN;
  if (word.length < meant.length) return meant.length >= LEFT_OUT;
  return meant.length >= REPLACED && withoutNumbers(word).length === withoutNumbers(meant).length;
}

function withoutNumbers(word: string): string {
  return word.replaceAll(/\p{N}+/gu, "");
}

function sorted(word: string): string {
  return Array.from(word).sort().join("");
}

function isPlural(word: string, of: string): boolean {
  return word === `${of}s`;
}
