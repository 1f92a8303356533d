import { structuredPatch } from "diff";
import { createHash } from "node:crypto";
import { maskedSecrets } from "./mask";
import { decoded, type Facts, factsNamed } from "./facts";
import type { Repair, Row } from "./row";

/** A file that Lookout wrote. */
export interface ExpectedFile {
  readonly path: string;
  /** `dd-agent:dd-agent`. */
  readonly owner: string;
  /** In octal, as `stat` says it: `640`. */
  readonly mode: string;
  readonly text: string;
  /** Whether the text holds one: then it is compared by its digest, and no line of it leaves the host. */
  readonly isSecret: boolean;
}

/** What a script is asked of them. */
export function filesAsked(files: readonly ExpectedFile[]): { readonly paths: string; readonly shown: string } {
  const list = (some: readonly ExpectedFile[]) => some.map(({ path }) => path).join("\n");
  return { paths: list(files), shown: list(files.filter(({ isSecret }) => !isSecret)) };
}

/** A row for each file that is not as it was written. */
export function fileRows(host: string, files: readonly ExpectedFile[], facts: Facts, repair: Repair): Row[] {
  const told = new Map(factsNamed(facts, "file").map(([path = "", ...words]) => [path, words]));
  return files.flatMap((file) => {
    const row = (declared: string, found: string, lines?: readonly string[]): Row => ({
      ...{ host, what: file.path, verdict: "drift", declared, found, repair },
      ...(lines !== undefined && { lines }),
    });
    const [kind = "missing", owner = "", mode = "", sha256 = "", content = ""] = told.get(file.path) ?? [];
    if (kind !== "file") return [row("a file", kind)];
    const rights = `${owner} ${mode}`;
    const wanted = `${file.owner} ${file.mode}`;
    return [
      ...(sha256 === digestOf(file.text) ? [] : [row("as the stack wrote it", ...difference(file, decoded(content)))]),
      ...(rights === wanted ? [] : [row(wanted, rights)]),
    ];
  });
}

function difference({ text, isSecret }: ExpectedFile, found: string): [string, (readonly string[])?] {
  if (isSecret) return ["differs"];
  // Of one that is too long to be sent, or empty.
  if (found === "") return ["differs"];
  const { hunks } = structuredPatch("", "", text, found, "", "", { context: 0 });
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => !line.startsWith("\\"));
  const count = lines.length === 1 ? "1 line differs" : `${lines.length} lines differ`;
  return [count, lines.map(maskedSecrets)];
}

export function digestOf(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}
