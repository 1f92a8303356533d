import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRequirements, readSource } from "../../../components/packs/services/source";

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
  // Code may have any of these names further down.
  write("app/requirements.py", "x");
  write("app/tests/__init__.py", "x");
  write("app/page.md", "x");
  expect(Object.keys(readSource(folder).files)).toEqual(
    ["__init__.py", "page.md", "requirements.py", "templates/page.html", "tests/__init__.py"].map((n) => `app/${n}`),
  );
});

test("another text is another digest; a comment in the requirements is none", () => {
  const code = readSource(folder);
  const requirements = readRequirements(folder);
  write("app/__init__.py", "app = 2\n");
  expect(readSource(folder).codeDigest).not.toBe(code.codeDigest);
  write("requirements.txt", "flask==3.1.0 \\\n    --hash=sha256:00\n");
  expect(readRequirements(folder)).toEqual(requirements);
  write("requirements.txt", "flask==3.1.1 \\\n    --hash=sha256:01\n");
  expect(readRequirements(folder).digest).not.toBe(requirements.digest);
});

test("what can't go along as text is named: other encodings, bytes, links", () => {
  const file = path.join(folder, "app/logo.png");
  for (const bytes of [Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from("a\0b")]) {
    fs.writeFileSync(file, bytes);
    expect(() => readSource(folder)).toThrow(/app\/logo\.png is not text in UTF-8/);
  }
  fs.rmSync(file);
  fs.symlinkSync("/etc/passwd", file);
  expect(() => readSource(folder)).toThrow(/app\/logo\.png is a link; expected a file/);
});

test("without locked requirements there is nothing to install, and without a folder nothing at all", () => {
  fs.rmSync(path.join(folder, "requirements.txt"));
  expect(() => readRequirements(folder)).toThrow(/requirements\.txt is missing; expected the service's locked/);
  expect(() => readSource(path.join(folder, "nowhere"))).toThrow(/nowhere is missing; expected the folder/);
});
