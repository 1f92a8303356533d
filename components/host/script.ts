import * as fs from "node:fs";

/** Linux' limit for one argument of a process (MAX_ARG_STRLEN), which the whole text becomes on the host. */
const LONGEST_TEXT = 128 * 1024 - 1;

/** What runs on a host, as root, in one connection. */
export interface Script {
  /** Real shell files, in order. */
  readonly files: readonly string[];
  /** Named values for the script, as shell variables. Never a secret: the text is in the plan and in errors. */
  readonly variables?: Readonly<Record<string, string | number>>;
  /** Texts for the script by path, which it finds below `$scratch/bodies`. Shown in the plan, line by line. */
  readonly bodies?: Readonly<Record<string, string>>;
}

/** A script too long to be a command's text. */
export class ScriptTooLongError extends Error {}

/**
 * The command's text: a prelude that becomes root and takes the host's lock, around the script as a here-document, so
 * that a plan shows the very lines that change.
 *
 * @param host its name, for messages.
 * @throws ScriptTooLongError
 */
export function commandText(host: string, script: Script): string {
  const body = [
    ...Object.entries({ lookout_host: host, ...script.variables }).map(([name, value]) => `${name}=${quote(value)}`),
    shellFile(`${__dirname}/library.sh`),
    ...Object.entries(script.bodies ?? {}).map(([path, text]) => bodyDocument(path, text)),
    ...script.files.map(shellFile),
  ].join("\n");
  const text = shellFile(`${__dirname}/become-root.sh`)
    .replace("@HOST@", () => quote(host))
    .replace("@SCRIPT@", () => `<<'${delimiter(body, "SCRIPT")}'\n${body}\n${delimiter(body, "SCRIPT")}`);
  if (Buffer.byteLength(text) > LONGEST_TEXT) {
    throw new ScriptTooLongError(
      `the script for ${host} has ${Buffer.byteLength(text)} bytes; a host's shell takes at most ${LONGEST_TEXT}: ` +
        "make the files that it carries smaller, or fewer",
    );
  }
  return text;
}

/** A value as one word of the shell. */
export function quote(value: string | number): string {
  return `'${String(value).replaceAll("'", `'\\''`)}'`;
}

function bodyDocument(path: string, text: string): string {
  const end = delimiter(text, "END");
  return `body ${quote(path)} <<'${end}'\n${text.replace(/\n$/, "")}\n${end}`;
}

/** A line that the text does not have. */
function delimiter(text: string, word: string): string {
  const lines = new Set(text.split("\n"));
  let candidate = word;
  while (lines.has(candidate)) candidate += "_";
  return candidate;
}

/** A shell file's text as a command carries it. Comments are for the reader of the file, not for each plan. */
export function shellFile(file: string): string {
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !/^\s*#(?!!)/.test(line) && !line.startsWith("#!"))
    .join("\n")
    .trim();
}
