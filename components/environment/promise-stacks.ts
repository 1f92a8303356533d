import { createRequire } from "node:module";

/** The SDK's module of that name, which is its own affair: of another release it may be another. */
interface Debuggable {
  readonly debugPromiseLeaks?: boolean;
  debuggablePromise?: (promise: Promise<unknown>, context: unknown) => Promise<unknown>;
}

/**
 * The SDK keeps a stack with each of its promises, some fifty a resource, for a report that is only asked for by
 * PULUMI_DEBUG_PROMISE_LEAKS: half of a large preview's time, since ts-node maps each frame. Without it they have none;
 * whatever is thrown has its own.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/debuggable.ts
 */
export function withoutPromiseStacks(
  sdk = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as Debuggable,
): void {
  const { debuggablePromise } = sdk;
  if (sdk.debugPromiseLeaks !== false || debuggablePromise === undefined || changed.has(debuggablePromise)) return;
  const withoutStack: typeof debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  changed.add(withoutStack);
  sdk.debuggablePromise = withoutStack;
}

const changed = new WeakSet();
