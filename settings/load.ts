import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import type { z } from "zod";
import { runError } from "../user-error";
import { withPresentNames } from "./former-names";
import { withGroups, withoutRepeated } from "./groups";
import { isMap } from "./map";
import { mistakes } from "./mistakes";
import { overlaid } from "./overlay";
import { SettingsError } from "./refusal";
import { readYamlFile, YamlFileError } from "./yaml-file";

/**
 * The environment's settings: the stack's configuration, with the overlay's file over it where one is named.
 *
 * @throws RunError with every mistake at once.
 */
export function loadSettings<Settings>(schema: z.ZodType<Settings>): Settings {
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  const { overlay, ...environment } = configuration();
  const { values, said } = withPresentNames(
    overlay === undefined || overlay === "" ? environment : overlaid(environment, readOverlay(file, overlay)),
  );
  for (const sentence of said) void pulumi.log.warn(`${file}: ${sentence}`);
  const complete = withGroups(values);
  const result = schema.safeParse(complete);
  if (result.success) return result.data;
  const found = mistakes({ issues: withoutRepeated(result.error.issues, values) }, complete, schema);
  throw new SettingsError(file, found);
}

/** Of the keys, in whatever project: as a provider's are, `lookout:hosts`. */
export const NAMESPACE = "lookout";

/** Lookout's keys; those that hold maps and lists reach a program as JSON. */
function configuration(): Record<string, unknown> {
  const prefix = `${NAMESPACE}:`;
  const values: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(pulumi.runtime.allConfig())) {
    if (key.startsWith(prefix)) values[key.slice(prefix.length)] = parseValue(text);
  }
  return values;
}

/** Only maps and lists are JSON: digits alone, of a version or a day, are a text as any other. */
function parseValue(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function readOverlay(file: string, overlay: unknown): object {
  const named = `${file}: overlay`;
  if (typeof overlay !== "string") throw runError(`${named} is not a path; expected a YAML file's`);
  let values: unknown;
  try {
    values = readYamlFile(path.resolve(overlay), overlay);
  } catch (error) {
    if (error instanceof YamlFileError) throw runError(error.message);
    throw runError(
      `${named} names "${overlay}", which can't be read; run \`make up\`, which writes the sandbox's, or make the file`,
    );
  }
  if (isMap(values)) return values;
  throw runError(`${overlay} holds no settings; expected a map, such as of hosts and datadog, or no overlay`);
}
