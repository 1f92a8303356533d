import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { withoutCallStacks } from "../../../components/environment/call-stacks";

interface Frame {
  readonly uri: string;
}
const sdk = pulumi.Resource as unknown as { stackTrace: (skip: number) => Frame[] };

/** As the SDK's own constructors do, each a frame that is skipped. */
class Made {
  readonly frames = sdk.stackTrace(1);
}

test("the engine is told where a resource was made, and of no other call", () => {
  const [where, ...callers] = new Made().frames;
  expect(where?.uri).toContain("call-stacks.test");
  expect(callers).not.toEqual([]);
  withoutCallStacks();
  withoutCallStacks();
  const { frames } = new Made();
  expect(frames).toHaveLength(1);
  expect(frames[0]?.uri).toContain("call-stacks.test");
});

test("an SDK that does it otherwise is left alone", () => {
  const other = {};
  withoutCallStacks(other);
  expect(other).toEqual({});
});
