import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { parseStartTime, type ProcessRecord, remember, running, startDetached, stop } from "./processes.js";
import { readFileSync, writeFileSync } from "node:fs";

let folder: string;
let pidFile: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lookout-processes-"));
  pidFile = path.join(folder, "server.pid");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a process is stopped and forgotten", async () => {
  startDetached(["sleep", "60"], { cwd: folder, log: path.join(folder, "log"), pidFile });
  const pid = running(pidFile)?.pid ?? 0;
  expect(pid).toBeGreaterThan(0);
  await stop(pidFile);
  // It is this process's child, and stays a zombie until Node.js asks how it ended.
  await vi.waitFor(() => {
    expect(() => process.kill(pid, 0)).toThrow();
  });
  expect(running(pidFile)).toBeUndefined();
});

test("another process that got the same pid is neither taken for ours nor killed", async () => {
  remember(pidFile, process.pid, ["server"]);
  const record = JSON.parse(readFileSync(pidFile, "utf8")) as ProcessRecord;
  writeFileSync(pidFile, JSON.stringify({ ...record, start: "1" }));
  expect(running(pidFile)).toBeUndefined();
  await stop(pidFile);
});

test("the start time is found behind a name with spaces and brackets", () => {
  const fields = Array.from({ length: 30 }, (_, index) => String(index + 4));
  expect(parseStartTime(`42 (a) b (c) S ${fields.join(" ")}`)).toBe("22");
  expect(parseStartTime(`42 (a) Z ${fields.join(" ")}`)).toBeUndefined();
});

test("a damaged file names no process", () => {
  writeFileSync(pidFile, '{"pid":1');
  expect(running(pidFile)).toBeUndefined();
});
