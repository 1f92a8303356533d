import * as pulumi from "@pulumi/pulumi";
import { expect, onTestFinished, test } from "vitest";
import { withoutPromiseStacks } from "../../../components/environment/promise-stacks";

/** As the SDK has it: the stack is rendered at once. */
const sdk = () => ({
  debugPromiseLeaks: false,
  debuggablePromise: (promise: Promise<unknown>) => Object.assign(promise, { stack: new Error("made").stack }),
});

/** Whose stacks are rendered from here to the test's end, by the functions in them. */
function rendered(): string[][] {
  const { prepareStackTrace } = Error as { prepareStackTrace?: unknown };
  const stacks: string[][] = [];
  Error.prepareStackTrace = (_, frames) => {
    stacks.push(frames.flatMap((frame) => frame.getFunctionName() ?? []));
    return "";
  };
  onTestFinished(() => {
    Object.assign(Error, { prepareStackTrace });
  });
  return stacks;
}

test("the SDK renders no stack for a resource's promises", async () => {
  await pulumi.runtime.setMocks({
    call: () => ({}),
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
  });
  const made = () => new pulumi.ComponentResource("test:Made", "made", { a: 1, b: 2 }).urn;
  const stacks = rendered();
  const ofPromises = () => stacks.filter((functions) => functions.some((name) => name.endsWith("debuggablePromise")));
  withoutPromiseStacks();
  await new Promise((resolve) => made().apply(resolve));
  expect(stacks).not.toEqual([]);
  expect(ofPromises()).toEqual([]);
});

test("whatever else is thrown keeps its stack, also after a promise that could not be made", () => {
  const changed = sdk();
  expect(changed.debuggablePromise(Promise.resolve()).stack).toContain("promise-stacks.test");
  withoutPromiseStacks(changed);
  expect(changed.debuggablePromise(Promise.resolve()).stack).toBe("Error: made");
  expect(new Error("a mistake").stack).toContain("promise-stacks.test");

  const failing = {
    ...sdk(),
    debuggablePromise: () => {
      throw new Error("no store");
    },
  };
  withoutPromiseStacks(failing);
  expect(failing.debuggablePromise).toThrow("no store");
  expect(new Error("a mistake").stack).toContain("promise-stacks.test");
});

test("who looks for leaks has the stacks", () => {
  const debugged = { ...sdk(), debugPromiseLeaks: true };
  const { debuggablePromise } = debugged;
  withoutPromiseStacks(debugged);
  expect(debugged.debuggablePromise).toBe(debuggablePromise);
});

test("an SDK that has no such function is left alone", () => {
  const other = {};
  withoutPromiseStacks(other);
  expect(other).toEqual({});
});

test("asked twice, it changes it once", () => {
  const once = sdk();
  withoutPromiseStacks(once);
  const { debuggablePromise } = once;
  withoutPromiseStacks(once);
  expect(once.debuggablePromise).toBe(debuggablePromise);
});
