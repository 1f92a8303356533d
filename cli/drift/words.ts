/** What the text of a command in the state says: what `up` told the host, and how it is found again. */
export interface CommandWords {
  /** The stack's entry. */
  readonly host: string;
  /** The command's own name: `db1-package`. */
  readonly name: string;
  /** By name, without those that the script has itself: an empty one, or `no`. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The words before a text's end, as components/host/script.ts writes them.
 *
 * @returns undefined of a text that is not of this form: another version's, or a pack's own.
 */
export function wordsOf(text: string): CommandWords | undefined {
  const [set, dashes, host, what, name, ...assignments] = shellWords(text);
  if (set !== "set" || dashes !== "--" || what !== "create" || host === undefined || name === undefined) return;
  const values = assignments.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)] as const);
  return { host, name, values: Object.fromEntries(values) };
}

/** The first line's words, one that goes on behind a backslash included. */
function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  // A quoted part, a line that goes on, an escaped character, the end of a line, white space, and all else.
  for (const [part] of text.matchAll(/'[^']*'|\\\n|\\[^\n]|\n|[ \t]+|[^'\\\n \t]+/g)) {
    if (part === "\n") break;
    if (part === "\\\n" || /^[ \t]/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + (part.startsWith("'") ? part.slice(1, -1) : part.replace(/^\\/, ""));
    }
  }
  return word === undefined ? words : [...words, word];
}

/** The secrets of a command's standard input, as components/host/secrets.ts writes them; none of another form. */
export function secretsOf(stdin: string): Readonly<Record<string, string>> {
  const lines = stdin.split("\n");
  const begin = lines.indexOf("secrets");
  const end = lines.findIndex((line) => line.startsWith("end "));
  if (begin < 0 || end < begin) return {};
  const pairs = lines.slice(begin + 1, end).flatMap((line) => {
    const [name = "", value = ""] = line.split(" ");
    return name === "" ? [] : [[name, Buffer.from(value, "base64").toString("utf8")] as const];
  });
  return Object.fromEntries(pairs);
}

/** What sudo asks for, of a command's standard input, as components/host/script.ts writes it. */
export function sudoPasswordOf(stdin: string): string | undefined {
  const [, password] = /^sudo (\S+)\n/.exec(stdin) ?? [];
  return password === undefined ? undefined : Buffer.from(password, "base64").toString("utf8");
}
