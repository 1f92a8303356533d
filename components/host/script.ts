import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { gzipped } from "../gzip";
import { secretsInput } from "./secrets";

/** Linux' limit for one argument of a process (MAX_ARG_STRLEN), which the whole text becomes on the host. */
const LONGEST_TEXT = 128 * 1024 - 1;

/** Values that a text leaves to the script, so that it says what is particular to a host. */
const UNSAID: ReadonlySet<string | number> = new Set(["", "no"]);

/** How long a script waits for another one on its host. A first installation on a slow line takes minutes. */
export const LOCK_SECONDS = 900;

/** What runs on a host, as root, in one connection. */
export interface Script {
  /** Real shell files, in order. */
  readonly files: readonly string[];
  /** Named values for the script, as shell variables. Never a secret: the text is in the plan and in errors. */
  readonly variables?: Readonly<Record<string, string | number>>;
  /** Texts for the script by path, which it finds below `$scratch/bodies`. Whoever owns them shows them in the plan. */
  readonly bodies?: Readonly<Record<string, string>>;
}

/** What makes something on a host, and what takes it away. */
export interface Scripts {
  readonly create: Script;
  readonly delete: Script;
}

/** Values too long to be in a command's text. */
export class ScriptTooLongError extends Error {}

/**
 * A command's text, which the login shell runs: what differs from host to host, line by line, and which script it is.
 * The script itself comes with {@link commandInput}: a text is in the plan, in the state and, when it fails, three times
 * on the screen.
 *
 * @param host its name, for messages.
 * @param name of the command.
 * @throws ScriptTooLongError
 */
export function commandText(host: string, name: string, what: keyof Scripts, script: Script): string {
  // Not used on the host: that another script or file goes there is seen in the plan.
  const which = digest(JSON.stringify([script.files.map(shellFile), script.bodies])).slice(0, 12);
  return commandTextOf([host, what, name], script, which, "text.sh");
}

/**
 * @param which the script, as it is known on the host, or in the plan.
 * @param end the shell file that a text ends with.
 */
export function commandTextOf(
  [host, what, name]: readonly [host: string, what: keyof Scripts, name: string],
  script: Script,
  which: string,
  end: string,
): string {
  const words = [`set -- ${[host, what, name].map(word).join(" ")}`, `script=${which}`, ...valueWords(script)];
  const text = `${words.join(" \\\n")}\n${shellFile(path.join(__dirname, end))}`;
  if (Buffer.byteLength(text) > LONGEST_TEXT) {
    throw new ScriptTooLongError(
      `the values of ${name} have ${Buffer.byteLength(text)} bytes; a host's shell takes at most ${LONGEST_TEXT}: ` +
        "make them shorter, or fewer",
    );
  }
  return text;
}

/** A script's values as words of the shell, `name=value` each, but for those that the script has itself. */
export function valueWords({ variables = {} }: Script): string[] {
  const values = Object.entries(variables).filter(([, value]) => !UNSAID.has(value));
  return values.map(([key, value]) => `${key}=${word(value)}`);
}

/** How a command comes to run as root on its host. */
export interface Entry {
  /** What sudo asks the user for; on a line of its own, which the login shell keeps from the script. @default nothing */
  readonly sudoPassword?: string | undefined;
  /** How long another script on the host is waited for. */
  readonly lockSeconds?: number | undefined;
}

/**
 * What a command reads: its scripts, compressed, and the secrets, with a digest of all at the end. Where that does not
 * arrive, nothing is run.
 */
export function commandInput(
  scripts: Scripts,
  secrets: Readonly<Record<string, string>>,
  { sudoPassword, lockSeconds = LOCK_SECONDS }: Entry = {},
): string {
  const lines = [
    ...sudoLines(sudoPassword),
    `login ${base64(loginScript(lockSeconds, shellFile(path.join(__dirname, "receive.sh"))))}`,
    `script ${compressed(hostScript({ create: scripts.create, delete: scripts.delete }))}`,
    secretLines(secrets),
  ].join("\n");
  return `${lines}end ${digest(lines)}\n`;
}

/** What of a command's input comes first, and never reaches root's shell. */
export function sudoLines(sudoPassword: string | undefined): string[] {
  return sudoPassword === undefined ? [] : [`sudo ${base64(sudoPassword)}`];
}

/** Of a command's input. */
export function secretLines(secrets: Readonly<Record<string, string>>): string {
  return `secrets\n${secretsInput(secrets)}`;
}

/**
 * What the login shell runs.
 *
 * @param receive what root's shell runs first.
 */
export function loginScript(lockSeconds: number, receive: string): string {
  return shellFile(path.join(__dirname, "become-root.sh"))
    .replaceAll("@SECONDS@", String(lockSeconds))
    .replaceAll("@RECEIVE@", () => quote(receive));
}

/** What root runs: all scripts, of which the second word names one. A file that several have is there once. */
export function hostScript(scripts: Readonly<Record<string, Script>>): string {
  const files = [...new Set(Object.values(scripts).flatMap((script) => script.files))];
  const functionOf = (file: string) => `lookout_file_${files.indexOf(file) + 1}`;
  const body = (script: Script) => [
    ...Object.entries(script.variables ?? {})
      .filter(([, value]) => UNSAID.has(value))
      .map(([name, value]) => `${name}=${value}`),
    'set_values "$@"',
    ...bodies(script),
    ...script.files.map(functionOf),
  ];
  return [
    shellFile(path.join(__dirname, "library.sh")),
    ...files.map((file) => `${functionOf(file)}() {\n${shellFile(file)}\n}`),
    'case "$2" in',
    ...Object.entries(scripts).flatMap(([what, script]) => [`${what})`, ...body(script), ";;"]),
    "esac",
    "finish",
    "",
  ].join("\n");
}

function bodies(script: Script): string[] {
  return Object.entries(script.bodies ?? {}).map(([name, text]) => {
    const end = delimiter(text, "END");
    return `body ${quote(name)} <<'${end}'\n${text.replace(/\n$/, "")}\n${end}`;
  });
}

/** A value as one word of the shell. */
export function quote(value: string | number): string {
  return `'${String(value).replaceAll("'", `'\\''`)}'`;
}

/** {@link quote}d only where it has to be, since people read it. */
function word(value: string | number): string {
  return /^[\w.:/@%+,-]+$/.test(String(value)) ? String(value) : quote(value);
}

/** A line that the text does not have. */
function delimiter(text: string, candidate: string): string {
  const lines = new Set(text.split("\n"));
  let free = candidate;
  while (lines.has(free)) free += "_";
  return free;
}

const texts = new Map<string, string>();

/** A shell file's text as a command carries it, without its comments. */
export function shellFile(file: string): string {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !/^\s*#(?!!)/.test(line) && !line.startsWith("#!"))
    .join("\n")
    .trim();
  texts.set(file, text);
  return text;
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

const compressions = new Map<string, string>();

/** Once for all hosts that have the same text. */
function compressed(text: string): string {
  const key = digest(text);
  const known = compressions.get(key);
  if (known !== undefined) return known;
  const bytes = gzipped(text).toString("base64");
  compressions.set(key, bytes);
  return bytes;
}
