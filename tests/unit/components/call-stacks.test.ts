import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { withoutCallStacks } from "../../../components/environment/call-stacks";

/** As the SDK has it: the calls above so many of its own. */
const another = () => ({
  stackTrace: (skip: number): string[] => (new Error().stack ?? "").split("\n").slice(2 + skip),
});

/** As the SDK's constructors do, which are skipped. */
function made(sdk: { stackTrace: (skip: number) => string[] }): string[] {
  return sdk.stackTrace(1);
}

test("the engine is told where a resource was made, and of no other call", () => {
  const sdk = another();
  const [where, ...callers] = made(sdk);
  expect(callers).not.toEqual([]);
  withoutCallStacks(sdk);
  withoutCallStacks(sdk);
  const told = made(sdk);
  // The same place, some lines below.
  expect(told.map((frame) => frame.replace(/:\d+:\d+/, ""))).toEqual([where?.replace(/:\d+:\d+/, "")]);
});

test("the SDK does it in that way", () => {
  const sdk = pulumi.Resource as unknown as { stackTrace: (skip: number) => { readonly uri: string }[] };
  withoutCallStacks();
  // It knows the place of a call that has a name.
  const frames = (function constructed() {
    return sdk.stackTrace(1);
  })();
  expect(frames.map(({ uri }) => uri)).toEqual([expect.stringContaining("call-stacks.test")]);
});

test("an SDK that does it otherwise is left alone", () => {
  const other = {};
  withoutCallStacks(other);
  expect(other).toEqual({});
});
