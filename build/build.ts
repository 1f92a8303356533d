import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..");
const DIST = path.join(ROOT, "dist");

/** Beside the code, of which a program sends, runs or fills them, or an editor reads them. */
const BESIDE = ["components", "checks", "cli", "runbooks", "settings"];
const KINDS = [".sh", ".py", ".schema.json", ".md", ".liquid", ".css"];

/** The package: the program in JavaScript with its types, and what it reads from beside itself. */
function build(): void {
  fs.rmSync(DIST, { recursive: true, force: true });
  run("tsx", "build/compile.ts");
  run("tsc", "-p", "tsconfig.build.json");
  for (const folder of BESIDE) {
    for (const file of fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!KINDS.some((kind) => file.endsWith(kind))) continue;
      const to = path.join(DIST, folder, file);
      fs.mkdirSync(path.dirname(to), { recursive: true });
      fs.copyFileSync(path.join(ROOT, folder, file), to);
    }
  }
  fs.chmodSync(path.join(DIST, "cli/main.js"), 0o755);
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(path.join(ROOT, "node_modules/.bin", program), args, { cwd: ROOT, stdio: "inherit" });
}

build();
