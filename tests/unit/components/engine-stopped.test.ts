import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { sayOnlyWhatFailed } from "../../../components/environment/engine-stopped";

const rejected = Promise.resolve();

/** As the SDK's entry point has it: a listener of its own that shows what it hears. */
function program() {
  const process = Object.assign(new EventEmitter(), { exitCode: undefined as number | undefined });
  const shown = vi.fn();
  process.on("unhandledRejection", shown);
  sayOnlyWhatFailed(process as unknown as NodeJS.Process);
  return { process, shown };
}

/** As the SDK makes it of what gRPC answers. */
const stopped = (code: number) =>
  Object.assign(new Error(`${code} UNAVAILABLE: resource monitor shut down while sending resource outputs`), {
    code,
    message: "Resource monitor is terminating",
  });

test.each([1, 14])("a call that was under way when the engine stopped is not shown, and is no success: %i", (code) => {
  const { process, shown } = program();
  process.emit("unhandledRejection", stopped(code), rejected);
  expect(shown).not.toHaveBeenCalled();
  expect(process.exitCode).toBe(32);
});

test("the exit code of what failed before stays", () => {
  const { process } = program();
  process.exitCode = 1;
  process.emit("unhandledRejection", stopped(14), rejected);
  expect(process.exitCode).toBe(1);
});

test.each([
  new Error("Resource monitor is terminating"),
  Object.assign(new Error("14 UNAVAILABLE: no connection established"), { code: 14 }),
  Object.assign(new Error("Resource monitor is terminating"), { code: 2 }),
  "no error at all",
  undefined,
])("all else is shown as before: %s", (reason) => {
  const { process, shown } = program();
  process.emit("unhandledRejection", reason, rejected);
  expect(shown).toHaveBeenCalledExactlyOnceWith(reason, rejected);
  expect(process.exitCode).toBeUndefined();
});

test("asked twice, it shows once", () => {
  const { process, shown } = program();
  sayOnlyWhatFailed(process as unknown as NodeJS.Process);
  process.emit("unhandledRejection", "a mistake", rejected);
  expect(shown).toHaveBeenCalledTimes(1);
});

test("where nobody listens, what is rejected ends the program, as ever", () => {
  const process = new EventEmitter() as unknown as NodeJS.Process;
  sayOnlyWhatFailed(process);
  expect(() => process.emit("unhandledRejection", new Error("a mistake"), rejected)).toThrow("a mistake");
});
