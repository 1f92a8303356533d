import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSource } from "../../../components/tracing/source";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-source-"));
  write("requirements.txt", "# asked for by us\nflask==3.1.0 \\\n    --hash=sha256:00\n    # via -r requirements.in\n");
  write("app/__init__.py", "app = 1\n");
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

test("the code goes along, and neither tests, prose, lists of requirements nor what a run leaves", () => {
  for (const name of ["tests/test_app.py", "README.md", "requirements.in", "pyproject.toml", ".env"]) write(name, "x");
  write("app/__pycache__/x.pyc", "x");
  write("app/templates/page.html", "<p>");
  expect(Object.keys(readSource(folder).files)).toEqual(["app/__init__.py", "app/templates/page.html"]);
});

test("another text is another digest; a comment in the requirements is none", () => {
  const before = readSource(folder);
  write("app/__init__.py", "app = 2\n");
  const changed = readSource(folder);
  expect(changed.codeDigest).not.toBe(before.codeDigest);
  expect(changed.environmentDigest).toBe(before.environmentDigest);
  write("requirements.txt", "flask==3.1.0 \\\n    --hash=sha256:00\n");
  expect(readSource(folder)).toEqual(changed);
  write("requirements.txt", "flask==3.1.1 \\\n    --hash=sha256:01\n");
  expect(readSource(folder).environmentDigest).not.toBe(before.environmentDigest);
});

test("without locked requirements there is nothing to install", () => {
  fs.rmSync(path.join(folder, "requirements.txt"));
  expect(() => readSource(folder)).toThrow(/requirements\.txt is missing; expected the service's locked requirements/);
});
