import { expect, test } from "vitest";

import { attempt, run } from "./command.js";

test("a program's failure holds what was run and what it said", async () => {
  await expect(run("sh", ["-c", "echo why >&2; exit 3"])).rejects.toThrow(/`sh -c .*` failed \(3\):\nwhy$/);
});

test("a program that is not there is named", async () => {
  await expect(run("no-such-program", [])).rejects.toThrow("cannot run no-such-program");
});

test("what goes in by standard input comes out", async () => {
  expect(await run("cat", [], { input: "secret" })).toBe("secret");
});

test("a failure can be an answer", async () => {
  expect(await attempt("sh", ["-c", "echo out; exit 1"])).toEqual({ exitCode: 1, stdout: "out\n", stderr: "" });
});

test("a program that takes too long is ended", async () => {
  const { exitCode, stderr } = await attempt("sleep", ["10"], { timeoutSeconds: 0.1 });

  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("SIGTERM");
});
