import * as path from "node:path";
import { stringify } from "yaml";
import type { PluginName } from "../../sandbox/plugins/versions.js";
import type { Properties } from "../../sandbox/plugins/rpc/value.js";
import { CaseFiles } from "./case-files.js";
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

export const recordings = new CaseFiles<Recording>(path.join(__dirname, "recordings"));

/** For a comparison by eye: one text, whose objects have no order, whatever the plugin's own version. */
export function comparable(steps: readonly PlainObject[]): string {
  return stringify(
    steps.map((step) => withSortedLines(sortedKeys(withSortedFailures(step)))),
    { lineWidth: 0, aliasDuplicateObjects: false },
  ).replace(/(: provider=\w+@)[\d.]+/g, "$1");
}

/** Of each plugin the versions that were recorded. */
export function recordedVersions(): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const name of recordings.names()) {
    const [plugin = "", version = ""] = recordings.read(name)?.plugin.split(" ") ?? [];
    versions.set(plugin, (versions.get(plugin) ?? new Set()).add(version));
  }
  return versions;
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
  return recordings
    .names()
    .filter((name) => name.startsWith("stack/"))
    .flatMap((name) => {
      const recording = recordings.read(name);
      const inputs = recording?.steps[0]?.up;
      if (!recording || inputs === undefined) return [];
      const plugin = recording.type.split(":")[0] as PluginName;
      return [stackCase(name, plugin, recording.type, fromPlain(inputs) as Properties)];
    });
}
