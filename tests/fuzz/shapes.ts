/** The most brackets in each other that are read. */
const DEEPEST = 49;

const nested = `${"(".repeat(DEEPEST)}a{*}${")".repeat(DEEPEST)}`;
const nestedCalls = `${"f(".repeat(DEEPEST)}1${")".repeat(DEEPEST)}`;
const nestedFilters = `a{${"(".repeat(DEEPEST - 1)}b:c${")".repeat(DEEPEST - 1)}}`;

/** Texts of a length that try a parser's patience: each of its own kind, most of them no query. */
export const SHAPES: Readonly<Record<string, (length: number) => string>> = {
  "a long sum": (length) => repeated("avg:a{b:c} by {d} + ", length) + "1",
  "a long sum in a monitor": (length) => `avg(last_5m):${repeated("a{*} + ", length)}1 > 5`,
  "a long product of negatives": (length) => repeated("-a{*} * ", length) + "1",
  "a long chain of methods": (length) => "a{*}" + repeated(".fill(zero)", length),
  "many arguments": (length) => `f(${repeated("a{*}, ", length)}1)`,
  "many named arguments": (length) => `f(a{*}${repeated(", b='c'", length)})`,
  "many commas": (length) => repeated(",", length),
  "many commas in a scope": (length) => `a{${repeated("b,", length)}`,
  "many keys": (length) => `a{*} by {${repeated("k,", length)}k}`,
  "and and and": (length) => `a{${repeated("b and ", length)}`,
  "and and and, with nothing between": (length) => `a{${repeated("and ", length)}`,
  "not not not": (length) => `a{${repeated("not ", length)}`,
  "many values": (length) => `a{b in (${repeated("c,", length)}`,
  "an unclosed single quote": (length) => `f(a{*}, '${repeated("x", length)}`,
  "an unclosed double quote": (length) => `"${repeated("x", length)}`,
  "an unclosed search": (length) => `logs("${repeated('x" ', length)}`,
  "a search that seems to end everywhere": (length) => `logs("${repeated('") ', length)}`,
  "many quotes": (length) => repeated(`'"`, length),
  "many escaped quotes": (length) => `"${repeated('\\"', length)}`,
  "many quotes in a scope": (length) => `a{b:${repeated(`"'`, length)}`,
  "opened brackets": (length) => repeated("(", length),
  "opened braces": (length) => repeated("a{", length),
  "empty brackets": (length) => repeated("()", length),
  "deep brackets, often": (length) => `${repeated(`${nested} + `, length)}1`,
  "deep brackets, one too few": (length) => `${repeated(`${nested} + `, length)}${nested.slice(0, -1)}`,
  "deep calls, often": (length) => `${repeated(`${nestedCalls} + `, length)}1`,
  "deep calls, one bracket too few": (length) => `${repeated(`${nestedCalls} + `, length)}${nestedCalls.slice(0, -1)}`,
  "deep filters, often": (length) => repeated(`${nestedFilters} + `, length) + "1",
  "white space": (length) => repeated(" ", length),
  "white space in a scope": (length) => `a{b${repeated(" ", length)}in`,
  "white space in a call": (length) => `f(${repeated(" ", length)}a`,
  "white space in a search": (length) => `logs("${repeated('" ', length)}`,
  "one long name": (length) => repeated("a", length),
  "one long name in a scope": (length) => `a{${repeated("a", length)} `,
  "many dots": (length) => repeated("a.", length),
  "many dashes": (length) => repeated("a-", length),
  digits: (length) => repeated("1", length),
  "many comparisons": (length) => `avg(last_5m):a{*} ${repeated("> 1 ", length)}`,
  "many monitors": (length) => `${repeated("1001 && ", length)}1002`,
  "many negations": (length) => repeated("!", length),
  "a check's many calls": (length) => `"a"${repeated(".by('b')", length)}`,
};

function repeated(part: string, length: number): string {
  return part.repeat(Math.max(1, Math.round(length / part.length)));
}
