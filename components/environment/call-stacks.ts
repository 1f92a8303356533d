import * as pulumi from "@pulumi/pulumi";

/** The SDK's own affair: of another release it may be another. */
interface Traced {
  stackTrace?: (skip: number) => unknown[];
}

/**
 * The SDK tells the engine of each resource by what calls it was made, down to the event loop, and the engine keeps them:
 * a fifth of what a host takes of the state. Where it was made stays, and who called goes.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/resource.ts
 */
export function withoutCallStacks(sdk: Traced = pulumi.Resource as unknown as Traced): void {
  const { stackTrace } = sdk;
  if (stackTrace === undefined || changed.has(stackTrace)) return;
  // One more call is between.
  const whereAlone = (skip: number) => stackTrace.call(sdk, skip + 1).slice(0, 1);
  changed.add(whereAlone);
  sdk.stackTrace = whereAlone;
}

const changed = new WeakSet();
