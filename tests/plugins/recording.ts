import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { PluginName } from "../../sandbox/plugins/versions.js";
import type { Properties } from "../../sandbox/plugins/rpc/value.js";
import type { Case } from "./corpus/case.js";
import { stackCase } from "./corpus/stack.js";
import { fromPlain, isPlainObject, sortedKeys, type Plain, type PlainObject } from "./drive/plain.js";

/** What an official plugin did in one case. */
export interface Recording {
  /** Name, version and what it is made of. */
  readonly plugin: string;
  readonly type: string;
  readonly steps: readonly PlainObject[];
}

const FOLDER = path.join(__dirname, "recordings");

/** By the names of their cases. */
export function recordingNames(): string[] {
  return fs
    .readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

export function readRecording(name: string): Recording | undefined {
  const file = fileOf(name);
  return fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8")) as Recording) : undefined;
}

export function writeRecording(name: string, recording: Recording): void {
  const file = fileOf(name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, stringify(recording, { lineWidth: 0, aliasDuplicateObjects: false }));
}

export function removeRecording(name: string): void {
  fs.rmSync(fileOf(name));
}

/** For a comparison by eye: one text, whose objects have no order. */
export function comparable(steps: readonly PlainObject[]): string {
  return stringify(
    steps.map((step) => withSortedLines(sortedKeys(withSortedFailures(step)))),
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/**
 * The official plugins name what is wrong in the order of a Go map: in none. Of a mistake deep inside they name the
 * property beside it, another one each time.
 */
function withSortedFailures(step: PlainObject): PlainObject {
  const { check } = step;
  if (!isPlainObject(check) || !Array.isArray(check.failures)) return step;
  const failures = check.failures.map((failure) => JSON.stringify(failure).replace(SIBLING, "$1'")).sort();
  return { ...step, check: { ...check, failures } };
}

const SIBLING = /(Examine values at '[^']*(?:\]|\.recurrence))\.[^']*'/;

/** What a command prints on its two outputs arrives in any order. */
function withSortedLines(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(withSortedLines);
  if (!isPlainObject(value)) return value;
  const lines = Array.isArray(value.logged) ? { logged: [...value.logged].sort() } : {};
  const entries = Object.entries(value).map(([name, inner]) => [name, withSortedLines(inner)] as const);
  return { ...Object.fromEntries(entries), ...lines };
}

/** A recording of the stack holds its inputs: a text that was edited since is no reason to record anew. */
export function recordedStackCases(): Case[] {
  return recordingNames()
    .filter((name) => name.startsWith("stack/"))
    .flatMap((name) => {
      const recording = readRecording(name);
      const inputs = recording?.steps[0]?.up;
      if (!recording || inputs === undefined) return [];
      const plugin = recording.type.split(":")[0] as PluginName;
      return [stackCase(name, plugin, recording.type, fromPlain(inputs) as Properties)];
    });
}

function fileOf(name: string): string {
  return path.join(FOLDER, `${name}.yaml`);
}
