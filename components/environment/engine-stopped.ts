import * as pulumi from "@pulumi/pulumi";

/** With what a program ends that has told the user all there is: the engine then adds nothing. */
const ALL_SAID = 32;

const listening = new WeakSet<NodeJS.EventEmitter>();

/**
 * What was under way when the engine stopped after a failure isn't one more failure: the SDK shows it as an unhandled
 * exception with its stack, below which the failure itself is hard to find (pulumi/pulumi#16853).
 */
export function sayOnlyWhatFailed(process: NodeJS.Process = globalThis.process): void {
  if (listening.has(process)) return;
  listening.add(process);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason, promise) => {
    if (isEngineStopped(reason)) process.exitCode ??= ALL_SAID;
    else if (others.length === 0) throw reason;
    else for (const listener of others) listener.call(process, reason, promise);
  });
}

/** Whether a call was refused since the engine had stopped: the SDK renames such errors (its runtime/resource.ts). */
function isEngineStopped(reason: unknown): boolean {
  return reason instanceof Error && pulumi.isGrpcError(reason) && reason.message === "Resource monitor is terminating";
}
