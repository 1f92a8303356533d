import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-temporary-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** What a program leaves that ends so. */
function leaves(code: number): string[] {
  const module = path.join(__dirname, "../../../components/host/temporary.ts");
  const program = `
    const file = require(${JSON.stringify(module)}).temporaryFile("db1", "text");
    const fs = require("node:fs");
    console.log(fs.readFileSync(file, "utf8"), (fs.statSync(file).mode & 0o777).toString(8));
    process.exit(${code});`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", "tsx", "--eval", program], {
    encoding: "utf8",
    cwd: path.join(__dirname, "../../.."),
    env: { ...process.env, TMPDIR: folder },
  });
  expect({ stdout, status }, stderr).toEqual({ stdout: "text 600\n", status: code });
  return fs.readdirSync(folder).filter((name) => name.startsWith("lookout-"));
}

test("a program that ends well leaves no file", () => {
  expect(leaves(0)).toEqual([]);
});

test("one that fails leaves them to the engine, which may read others' still, and a later one takes them away", () => {
  const [left = ""] = leaves(32);
  expect(fs.readdirSync(path.join(folder, left))).toEqual(["db1"]);
  expect(leaves(0)).toEqual([left]);
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  fs.utimesSync(path.join(folder, left), yesterday, yesterday);
  expect(leaves(0)).toEqual([]);
});
