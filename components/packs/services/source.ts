import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** A service's code as it goes to a host. */
export interface Source {
  /** Texts by their path below the folder, with slashes. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the files: another text, another digest. */
  readonly codeDigest: string;
}

/** What a service is installed from. */
export interface Requirements {
  /** Locked, with hashes. */
  readonly text: string;
  readonly digest: string;
}

/** A folder that can't become a service. */
export class SourceError extends Error {}

/** Of no use to a running service: what is at the folder's top beside the code, and what a run leaves. */
const LEFT_OUT =
  /^(tests|requirements[^/]*\.(txt|in)|pyproject\.toml|README\.md)(\/|$)|(^|\/)(\.[^/]*|__pycache__)(\/|$)|\.pyc$/;

/**
 * Reads a service's folder: its code, without tests and prose.
 *
 * @throws SourceError that names the file which can't go along.
 */
export function readSource(folder: string): Source {
  if (!fs.existsSync(folder))
    throw new SourceError(`${folder} is missing; expected the folder with the service's code`);
  const names = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => !LEFT_OUT.test(name) && !fs.lstatSync(path.join(folder, name)).isDirectory())
    .sort();
  const files = Object.fromEntries(names.map((name) => [name, text(path.join(folder, name))]));
  return { files, codeDigest: digest(JSON.stringify(Object.entries(files))) };
}

/**
 * Reads a folder's `requirements.txt`. Who asked for a package is for the file's reader; hashes alone make the text long
 * enough.
 *
 * @throws SourceError where there is none.
 */
export function readRequirements(folder: string): Requirements {
  const file = path.join(folder, "requirements.txt");
  if (!fs.existsSync(file)) {
    throw new SourceError(`${file} is missing; expected the service's locked requirements, with hashes`);
  }
  const lines = text(file).split("\n");
  const locked = `${lines.filter((line) => line.trim() !== "" && !/^\s*#/.test(line)).join("\n")}\n`;
  return { text: locked, digest: digest(locked) };
}

/** Code travels in the command's text, which the plan shows: it is text, in UTF-8. */
function text(file: string): string {
  if (!fs.lstatSync(file).isFile()) {
    throw new SourceError(`${file} is a link; expected a file, since code is copied to the host`);
  }
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file));
    if (!decoded.includes("\0")) return decoded;
  } catch {
    // Said below.
  }
  throw new SourceError(`${file} is not text in UTF-8; a service's code travels as text: package what is not`);
}

function digest(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}
