import { strFromU8, unzipSync } from "fflate";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { runError } from "../../user-error";

/** A Python package of a team's own, for the Agent's own Python. */
export interface Wheel {
  /** `acme_client-1.0-py3-none-any.whl`. */
  readonly file: string;
  /** As pip compares names: `acme_client`. */
  readonly name: string;
  /** In hexadecimal. */
  readonly sha256: string;
  /** In base64. */
  readonly content: string;
}

/** Why a file can't be a wheel for the Agent: what it is, and what was expected. */
export class WheelError extends Error {}

/** It travels in a command's input, which the state keeps. */
const LARGEST_MIB = 10;

/** @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention */
const NAME =
  /^([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-\d[A-Za-z0-9_.]*)?-([a-z0-9_.]+)-([a-z0-9_.]+)-([a-z0-9_.]+)\.whl$/;

/**
 * A wheel for an integration of a pack's.
 *
 * @param file from the project's folder on.
 * @throws RunError where it is none that the Agent could use.
 */
export function wheel(file: string): Wheel {
  try {
    return readWheel(path.resolve(file));
  } catch (error) {
    if (error instanceof WheelError) throw runError(error.message);
    throw error;
  }
}

/** @throws WheelError */
export function readWheel(file: string): Wheel {
  const base = path.basename(file);
  const [, name = "", version = "", python = "", , platform = ""] = NAME.exec(base) ?? refuse(file, NO_NAME);
  if (!python.split(".").some((tag) => /^(py3|cp3)\d*$/.test(tag))) refuse(file, `is for ${python}; ${FOR_PYTHON}`);
  if (!platform.split(".").some((tag) => tag === "any" || /^(many)?linux/.test(tag))) {
    refuse(file, `is for ${platform}; expected any, or a manylinux of the host's processor`);
  }
  const bytes = contentOf(file);
  const said = metadata(file, bytes);
  if (plainName(said.name) !== plainName(name) || inFileName(said.version) !== version) {
    refuse(file, `holds ${said.name} ${said.version}; expected what its name says`);
  }
  return {
    file: base,
    name: plainName(name),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    content: bytes.toString("base64"),
  };
}

const NO_NAME = "has no wheel's name; expected such as acme_client-1.0-py3-none-any.whl, as pip makes it";
const FOR_PYTHON = "expected one for Python 3, which the Agent's is";

function refuse(file: string, why: string): never {
  throw new WheelError(`the wheel ${file} ${why}`);
}

function contentOf(file: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return refuse(file, "can't be read; expected a wheel's file, by its path from the project's folder on");
  }
  if (bytes.length > LARGEST_MIB * 2 ** 20) {
    refuse(
      file,
      `has ${Math.ceil(bytes.length / 2 ** 20)} MiB; expected ${LARGEST_MIB} at most, which go to a host in one piece`,
    );
  }
  return bytes;
}

/** @see https://packaging.python.org/en/latest/specifications/core-metadata/ */
function metadata(file: string, bytes: Buffer): { readonly name: string; readonly version: string } {
  const texts = unzipped(bytes);
  if (texts === undefined) return refuse(file, "can't be opened; expected a wheel, which is a zip archive");
  const [text] = Object.values(texts).map((one) => strFromU8(one));
  if (text === undefined) return refuse(file, "has no metadata in it; expected a wheel, as pip makes it");
  const field = (name: string) => new RegExp(`^${name}: *(.*?)\\s*$`, "m").exec(text)?.[1] ?? "";
  return { name: field("Name"), version: field("Version") };
}

function unzipped(bytes: Buffer): Readonly<Record<string, Uint8Array>> | undefined {
  try {
    return unzipSync(bytes, { filter: ({ name }) => /^[^/]+\.dist-info\/METADATA$/.test(name) });
  } catch {
    return undefined;
  }
}

/** A file's name parts its words with hyphens. */
function inFileName(version: string): string {
  return version.replaceAll("-", "_");
}

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/ with the underscore of files' names. */
function plainName(name: string): string {
  return name.replaceAll(/[-_.]+/g, "_").toLowerCase();
}
