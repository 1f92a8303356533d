import * as fs from "node:fs";
import * as path from "node:path";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { wildcard } from "../../datadog/wildcard";
import { nearest } from "../../settings/mistakes";

/** A runbook as it is written, for one monitor or for several of a kind. */
export interface Source {
  /** `hosts-away`. */
  readonly name: string;
  /** From the working folder on, as messages name it. */
  readonly file: string;
  readonly folder: string;
  /** Names of monitors, with `*` for any letters. @default its own name */
  readonly monitors: string;
  /** Of monitors of this type alone: `slo alert`. */
  readonly type?: string | undefined;
  /** A template. */
  readonly text: string;
}

const HEAD = /^---\n([^]*?)\n---\n/;
const head = z.strictObject({ monitors: z.string().optional(), type: z.string().optional() });

/** The pages of the folders, those of the first before those of the next; a folder that is not there has none. */
export function readSources(folders: readonly string[]): { sources: readonly Source[]; mistakes: readonly string[] } {
  const sources: Source[] = [];
  const mistakes: string[] = [];
  for (const folder of new Set(folders.filter((one) => fs.existsSync(one)).map((one) => fs.realpathSync(one)))) {
    const files = fs.readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md");
    for (const base of files.sort()) {
      const file = path.relative(process.cwd(), path.join(folder, base));
      const name = base.replace(/\.md$/, "");
      const text = fs.readFileSync(path.join(folder, base), "utf8").replaceAll("\r\n", "\n");
      try {
        const { monitors = name, type } = head.parse(parse(HEAD.exec(text)?.[1] ?? "{}"));
        sources.push({ name, file, folder, monitors, type, text: text.replace(HEAD, "").trimStart() });
      } catch (error) {
        if (!(error instanceof YAMLParseError || error instanceof z.ZodError)) throw error;
        mistakes.push(`${file}: its head can't be read; expected \`monitors: NAME\`, \`type: TYPE\`, or none`);
      }
    }
  }
  return { sources, mistakes };
}

/** The first page that is of the monitor. */
export function sourceFor(
  sources: readonly Source[],
  monitor: { readonly name: string; readonly type: string },
): Source | undefined {
  return sources.find((source) => isOf(source, monitor));
}

function isOf({ monitors, type }: Source, monitor: { readonly name: string; readonly type: string }): boolean {
  return wildcard(monitors).test(monitor.name) && (type === undefined || type === monitor.type);
}

/** A page that is of no monitor: it was renamed, or is another stack's. */
export function ofNoMonitor(
  sources: readonly Source[],
  monitors: readonly { readonly name: string; readonly type: string }[],
): string[] {
  return sources
    .filter((source) => !monitors.some((monitor) => isOf(source, monitor)))
    .map(({ file, monitors: pattern }) => {
      const near = nearest(
        pattern,
        monitors.map(({ name }) => name),
      );
      return `${file} is of no monitor of this stack${near === undefined ? "" : `; did you mean ${near}?`}`;
    });
}
