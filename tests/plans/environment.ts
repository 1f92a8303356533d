import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

const ROOT = path.join(__dirname, "../..");

/** Those with a reviewed plan. */
export const STACKS = ["dev", "prod"] as const;

/** Sunday noon: a start that is computed is the same each time. */
export const NOW = new Date("2027-01-03T12:00:00Z");

/** A stack's settings, with an overlay that stands in for what differs from machine to machine. */
export function environmentOf(stack: (typeof STACKS)[number]): { stack: string; config: Record<string, unknown> } {
  const { config } = parse(fs.readFileSync(path.join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  const settings = Object.entries(config).map(([key, value]) => [key.replace("lookout:", ""), value] as const);
  return {
    stack,
    config: { ...Object.fromEntries(settings), overlay: path.join(__dirname, `${stack}.overlay.yaml`) },
  };
}
