import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { ended } from "./command-line";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-runbooks-"));

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

test("coverage ends with 1 only where that is asked for, and somebody should have heard", async () => {
  const monday = ["coverage", "--stack", "prod", "--json", "--at", "2027-01-04 10:00"];
  const told = await ended(monday, {});
  expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: "" });
  expect((JSON.parse(told.out) as { rows: unknown[] }).rows.length).toBeGreaterThan(10);
  const sunday = await ended(["coverage", "--stack", "prod", "--fail-on-nobody"], {});
  expect(sunday.code).toBe(1);
  expect(sunday.out).toContain("nobody (muted by");
});

test("a moment that is none is a sentence", async () => {
  const { code, err } = await ended(["coverage", "--stack", "dev", "--at", "sunday"], {});
  expect({ code, err }).toEqual({
    code: 1,
    err: 'error: --at sunday is no moment; expected a local time such as "2027-01-03 03:00"\n',
  });
});

test("runbooks are rendered before there is an engine, into both formats", async () => {
  const [site, markdown] = [path.join(folder, "site"), path.join(folder, "markdown")];
  const rendered = await ended(["runbooks", "--stack", "dev", "--preview", "--out", site], {});
  expect(rendered).toEqual({ code: 0, out: `15 runbooks of dev: ${path.join(site, "index.html")}\n`, err: "" });
  await ended(["runbooks", "--stack", "dev", "--preview", "--out", markdown, "--format", "markdown"], {});
  expect(fs.existsSync(path.join(markdown, "hosts-away.md"))).toBe(true);
});

test("without an engine runbooks say what is missing, and write nothing", async () => {
  const out = path.join(folder, "none");
  const { code, err } = await ended(["runbooks", "--stack", "dev", "--out", out], {
    PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
  });
  expect({ code, isThere: fs.existsSync(out) }).toEqual({ code: 1, isThere: false });
  expect(err).toMatch(/^error: pulumi (is not on PATH|stack failed)/);
});
