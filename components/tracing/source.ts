import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** A service's code as it goes to a host. */
export interface Source {
  /** Texts by their path below the folder, with slashes. */
  readonly files: Readonly<Record<string, string>>;
  /** The locked requirements, with hashes. */
  readonly requirements: string;
  /** Of the files: another text, another digest. */
  readonly codeDigest: string;
  /** Of the requirements. */
  readonly environmentDigest: string;
}

/** Of no use to a running service. */
const LEFT_OUT = /(^|\/)(\.[^/]*|__pycache__|tests|.*\.(pyc|md)|requirements[^/]*|pyproject\.toml)(\/|$)/;

/**
 * Reads a service's folder: its code, without tests and prose, and `requirements.txt`.
 *
 * @throws Error that names what is missing.
 */
export function readSource(folder: string): Source {
  const requirementsFile = path.join(folder, "requirements.txt");
  if (!fs.existsSync(requirementsFile)) {
    throw new Error(`${requirementsFile} is missing; expected the service's locked requirements, with hashes`);
  }
  const names = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => !LEFT_OUT.test(name) && fs.statSync(path.join(folder, name)).isFile())
    .sort();
  const files = Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]));
  const requirements = withoutComments(fs.readFileSync(requirementsFile, "utf8"));
  return {
    files,
    requirements,
    codeDigest: digest(JSON.stringify(Object.entries(files))),
    environmentDigest: digest(requirements),
  };
}

/** Who asked for a package is for the file's reader; hashes alone make the text long enough. */
function withoutComments(requirements: string): string {
  return `${requirements
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*#/.test(line))
    .join("\n")}\n`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
