import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../../..");

/** What a reader is told to type. */
export interface Documented {
  /** `docs/operations.md`. */
  readonly file: string;
  /** The heading that it stands under. */
  readonly heading: string;
  /** Without the comment behind it. */
  readonly command: string;
}

/** A line of a code block that begins with a program. */
const COMMAND = /^(?:[A-Z_]+=\S+ )?(?:make|npm|npx|pulumi|git|cp|cd|find|eval|sudo|lookout|export|ssh|sh) /;

/** The commands in a document's code blocks that are in no other language. */
export function documentedIn(file: string): Documented[] {
  const documented: Documented[] = [];
  let heading = "";
  let block: string | undefined;
  for (const line of fs
    .readFileSync(path.join(ROOT, file), "utf8")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")) {
    const fence = /^\s*```(\w*)/.exec(line);
    if (fence !== null) block = block === undefined ? fence[1] : undefined;
    else if (block === undefined && line.startsWith("#")) heading = line.replace(/^#+ /, "");
    else if (block !== undefined && ["", "sh", "bash"].includes(block) && COMMAND.test(line.trim())) {
      documented.push({ file, heading, command: line.trim().replace(/\s+#.*$/, "") });
    }
  }
  return documented;
}

/** Where users are told what to type. */
export function documents(): string[] {
  const pages = fs.readdirSync(path.join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", "template/README.md", ...pages.sort().map((name) => `docs/${name}`)];
}
