import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, YAMLParseError } from "yaml";
import { runError } from "../user-error";
import { formatMistakes, mistakes } from "./mistakes";
import { overlaid } from "./overlay";
import { type Settings, settingsSchema } from "./schema";

/**
 * The environment's settings: the stack's configuration, with the overlay's file over it where one is named.
 *
 * @throws RunError with every mistake at once.
 */
export function loadSettings(): Settings {
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  const { overlay, ...environment } = configuration();
  const values =
    overlay === undefined || overlay === "" ? environment : overlaid(environment, readOverlay(file, overlay));
  const result = settingsSchema.safeParse(values);
  if (!result.success) throw runError(formatMistakes(file, mistakes(result.error, values, settingsSchema)));
  return result.data;
}

/** The project's keys; those that hold maps and lists reach a program as JSON. */
function configuration(): Record<string, unknown> {
  const prefix = `${pulumi.getProject()}:`;
  const values: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(pulumi.runtime.allConfig())) {
    if (key.startsWith(prefix)) values[key.slice(prefix.length)] = parseValue(text);
  }
  return values;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function readOverlay(file: string, overlay: unknown): unknown {
  const named = `${file}: overlay`;
  if (typeof overlay !== "string") throw runError(`${named} is not a path; expected a YAML file's`);
  try {
    return parse(fs.readFileSync(path.resolve(__dirname, "..", overlay), "utf8")) as unknown;
  } catch (error) {
    // The parser's message quotes the line, which may hold a secret.
    if (error instanceof YAMLParseError) {
      throw runError(`${overlay}:${error.linePos?.[0].line ?? 1} is not YAML (${error.code}); mend that line`);
    }
    throw runError(
      `${named} names "${overlay}", which can't be read; run \`make up\`, which writes the sandbox's, or make the file`,
    );
  }
}
