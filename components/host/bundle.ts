import * as path from "node:path";
import { gzipped } from "../gzip";
import {
  commandTextOf,
  digest,
  hostScript,
  LOCK_SECONDS,
  loginScript,
  type Scripts,
  secretLines,
  shellFile,
  sudoLines,
} from "./script";

/** The scripts of a host's command, as a file brings them there. */
export interface CopiedScripts {
  /** The command's name. */
  readonly name: string;
  /** What to run by each of its texts. */
  readonly scripts: Readonly<Record<keyof Scripts, CopiedScript>>;
}

interface CopiedScript {
  /** Of all that is run of it; a command's text names it by this. */
  readonly digest: string;
  /** Its text as gzip's members, one after the other. */
  readonly members: readonly Buffer[];
}

/** Where the login shell's part of a bundle ends. */
const END_OF_LOGIN = "# scripts\n";

/** The half of SHA-256 that is no weaker against another text of the same digest than anybody can compute. */
const DIGITS = 32;
/** Against what is cut off, not against anybody. */
const DIGITS_OF_INPUT = 16;

/** A command's scripts as they are copied: two, so that what takes it away is another one only with its own files. */
export function copiedScripts(name: string, { create, delete: remove }: Scripts): CopiedScripts {
  const copied = (text: string) => ({
    members: membersOf(text),
    digest: digest(`${bundleLogin()}${text}`).slice(0, DIGITS),
  });
  return {
    name,
    scripts: { create: copied(hostScript({ create })), delete: copied(hostScript({ delete: remove })) },
  };
}

/**
 * A command's text, as `commandText` has it, of a script that was copied: it names the script by its digest, without which
 * nothing is run.
 *
 * @param host its name, for messages, and for the bundle's.
 * @throws ScriptTooLongError
 */
export function copiedText(
  host: string,
  { name, scripts: copied }: CopiedScripts,
  what: keyof Scripts,
  scripts: Scripts,
): string {
  return commandTextOf([host, what, name], scripts[what], copied[what].digest, "text-copied.sh");
}

/** What a command reads whose scripts were copied: the secrets, with a digest of them at the end. */
export function copiedInput(secrets: Readonly<Record<string, string>>, sudoPassword?: string): string {
  const lines = [...sudoLines(sudoPassword), secretLines(secrets)].join("\n");
  return `${lines}end ${digest(lines).slice(0, DIGITS_OF_INPUT)}\n`;
}

/** Where the bundle is copied to, below the home of the user who logs in; root moves it away. */
export function bundlePlace(host: string): string {
  return `.lookout-${host}`;
}

/**
 * All scripts of a host's commands in one file: what the login shell runs, then a line for each script, of its command's
 * name, its digest, and itself, compressed.
 */
export function bundle(commands: readonly CopiedScripts[]): string {
  const lines = commands.flatMap(({ name, scripts }) =>
    Object.values(scripts).map(
      ({ digest, members }) => `${name} ${digest} ${Buffer.concat(members).toString("base64")}\n`,
    ),
  );
  return [bundleLogin(), ...lines].join("");
}

const known = new Map<string, Buffer>();

/** Cut before each body: what a thousand hosts have in common is compressed, and held in memory, once. */
function membersOf(text: string): Buffer[] {
  return text.split(/^(?=body ')/m).map((part) => {
    const key = digest(part);
    const member = known.get(key) ?? gzipped(part);
    known.set(key, member);
    return member;
  });
}

let login: string | undefined;

function bundleLogin(): string {
  const file = (name: string) => shellFile(path.join(__dirname, name));
  login ??= [
    file("copied.sh"),
    loginScript(LOCK_SECONDS, `${file("stored.sh")}\n${file("receive.sh")}`),
    `exit\n${END_OF_LOGIN}`,
  ].join("\n");
  return login;
}
