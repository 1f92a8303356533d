/** A text that can't go where settings go: into a unit, a list of packages, a statement, a line of a file. */
interface Misfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Ends a line for some reader, rings a bell, or is half a character. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u;

/** The same but for tabs and the ends of lines, in texts that are not of one line. */
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u;

/** Texts of more than one line, by the end of their path: each is written as what it is, or kept secret. */
const LINES = [
  /(^|\.)privateKey$/,
  /^agent\.repository\.(?:yum\.|zypper\.)?keys\.\d+$/,
  /(^|\.)agent\.extra\./,
  /(^|\.)integrations\.\d+\.(init_config|instances)\./,
  /\.logs\.\d+\.(?!(path|source|service)$)/,
  /\.databases\.\d+\.extra\./,
  /\.customQueries\.\d+\.query$/,
  /\.renotify\.words$/,
  /^monitors\.[^.]+\.(words\.|message$)/,
  /^slos\.[^.]+\.description$/,
  /^quietHours\.message$/,
];

/** Handed over as bytes, whatever they are. */
const BYTES = [/\.credentials\./, /(^|\.)agent\.secrets\./, /(^|\.)integrations\.\d+\.secrets\./];

/** Every text of the settings, names of keys too, that has a character which is none of a line's. */
export function misfits(settings: unknown, path: readonly (string | number)[] = []): Misfit[] {
  if (typeof settings === "string") return inText(settings, path);
  if (typeof settings !== "object" || settings === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(settings)
    ? [...settings.entries()]
    : Object.entries(settings);
  return entries.flatMap(([key, value]) => {
    const here = [...path, key];
    if (typeof key === "string" && CONTROL.test(key)) return [{ path, message: message(key, "a key") }];
    return misfits(value, here);
  });
}

function inText(text: string, path: readonly (string | number)[]): Misfit[] {
  const place = path.join(".");
  if (BYTES.some((one) => one.test(place))) return [];
  const lines = LINES.some((one) => one.test(place));
  if (!(lines ? CONTROL_IN_LINES : CONTROL).test(text)) return [];
  return [{ path, message: message(text, lines ? "text" : "one line") }];
}

function message(text: string, expected: string): string {
  const found = CONTROL.exec(text)?.[0] ?? "";
  const name = found === "\n" || found === "\r" ? "a line break" : `the character ${codePoint(found)}`;
  return `has ${name}; expected ${expected} without`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
