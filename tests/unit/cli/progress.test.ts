import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = path.join(__dirname, "../../..");
const TSX = path.join(ROOT, "node_modules/.bin/tsx");
const AT_WORK = `import { Progress } from "${ROOT}/cli/progress";
import { terminal } from "${ROOT}/cli/terminal";
const progress = new Progress();
progress.say("monitor 1 of 2");
progress.say("monitor 2 of 2, with a name that no narrow terminal shows whole");
progress.end();
const { columns, colour } = terminal();
console.log(\`columns \${columns} colour \${colour ? "yes" : "no"}\`);
`;

let folder: string;
let program: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-progress-"));
  program = path.join(folder, "at-work.ts");
  fs.writeFileSync(program, AT_WORK);
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** What a shell's line prints on a real terminal, 40 columns wide; on a pipe where it is none. */
function printed(line: string, env: Readonly<Record<string, string>> = {}, isTerminal = true): Promise<string> {
  const own = { PATH: process.env.PATH, HOME: folder, TERM: "xterm-256color", ...env };
  const [file, args] = isTerminal
    ? ["script", ["-qec", `stty cols 40; ${line}`, "/dev/null"]]
    : ["sh", ["-c", `${line} 2>&1`]];
  return new Promise((resolve, reject) => {
    // A terminal's lines end with a carriage return, too.
    execFile(file, args, { cwd: ROOT, env: own, encoding: "utf8" }, (error, out) => {
      if (error === null) resolve(out.replaceAll("\r\n", "\n"));
      else reject(new Error(out, { cause: error }));
    });
  });
}

const CLEAR = "\r\x1b[K";
const DRAWN = `${CLEAR}monitor 1 of 2${CLEAR}monitor 2 of 2, with a name that no nar${CLEAR}`;
/** What sets a colour, or bold. */
const COLOUR = /\x1b\[[\d;]*m/;

test("progress is drawn on a terminal, in a line that fits, and is gone at the end", async () => {
  expect(await printed(`${TSX} ${program}`)).toBe(`${DRAWN}columns 40 colour yes\n`);
});

test("without colour it is the same line, and nothing else is coloured", async () => {
  expect(await printed(`${TSX} ${program}`, { NO_COLOR: "1" })).toBe(`${DRAWN}columns 40 colour no\n`);
});

test.each([
  ["stderr is no terminal", "2>FILE", {}, true, "columns 40 colour yes\n"],
  ["neither is stdout", "", {}, false, "columns 100 colour no\n"],
  ["the terminal can't take a line back", "", { TERM: "dumb" }, true, "columns 40 colour no\n"],
])("where %s, it is not drawn", async (_, redirected, env, isTerminal, expected) => {
  const errors = path.join(folder, "errors");
  fs.writeFileSync(errors, "");
  expect(await printed(`${TSX} ${program} ${redirected.replace("FILE", errors)}`, env, isTerminal)).toBe(expected);
  expect(fs.readFileSync(errors, "utf8")).toBe("");
});

test("what a command prints is coloured on a terminal alone, and not where NO_COLOR is set", async () => {
  const describe = `${TSX} cli/main.ts describe --stack dev`;
  const [coloured, plain, piped] = await Promise.all([
    printed(describe),
    printed(describe, { NO_COLOR: "1" }),
    printed(describe, {}, false),
  ]);
  expect(coloured).toMatch(COLOUR);
  for (const text of [plain, piped]) {
    expect(text).toContain("dev");
    expect(text).not.toMatch(COLOUR);
  }
});
