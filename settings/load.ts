import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import type { z } from "zod";
import { runError } from "../user-error";
import { withPresentNames } from "./former-names";
import { withGroups, withoutRepeated } from "./groups";
import { inTheirFiles } from "./host-place";
import { withHostsFrom } from "./hosts-from";
import { isMap, type Values } from "./map";
import { type Mistake, mistakes } from "./mistakes";
import { SettingsError } from "./refusal";
import { nearLimit } from "./size";
import { readYamlFile, YamlFileError } from "./yaml-file";

/**
 * The environment's settings: the stack's configuration, with the hosts of a file of their own, and the overlay's file over
 * it, where they are named.
 *
 * @param options.warns of what is doubtful: once a run is enough.
 * @throws RunError with every mistake at once.
 */
export function loadSettings<Settings>(schema: z.ZodType<Settings>, { warns = true } = {}): Settings {
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  const warn = (sentence: string) => {
    if (warns) void pulumi.log.warn(`${file}: ${sentence}`);
  };
  nearLimit(process.env.PULUMI_CONFIG ?? JSON.stringify(pulumi.runtime.allConfig())).forEach(warn);
  const { overlay, ...environment } = configuration();
  const over = overlay === undefined || overlay === "" ? {} : readOverlay(file, overlay);
  const { values: merged, placeOf, ...found } = withHostsFrom(environment, over, process.cwd());
  const { values, said } = withPresentNames(merged);
  [...said, ...found.warnings].forEach(warn);
  const complete = withGroups(values);
  const result = schema.safeParse(complete);
  if (result.success && found.mistakes.length === 0) return result.data;
  const issues = result.success ? [] : withoutRepeated(result.error.issues, values);
  const ofSettings = inTheirFiles(mistakes({ issues }, complete, schema), placeOf);
  const isSaid = (one: Mistake) => found.mistakes.some(({ file, path }) => file === one.file && path === one.path);
  throw new SettingsError(file, [...found.mistakes, ...ofSettings.filter((one) => !isSaid(one))]);
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
export function parseValue(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function readOverlay(file: string, overlay: unknown): Values {
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
