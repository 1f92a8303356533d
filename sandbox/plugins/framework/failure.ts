import type { Call } from "../rpc/provider.js";

/**
 * An error of a resource that the upstream wrote with Terraform's plugin framework, which the official plugin both logs
 * and returns.
 */
export function frameworkFailure(call: Call, summary: string, detail: string): Error {
  call.log("error", `[ERROR] ${detail}: ${summary}`);
  return new Error(`${summary}: ${detail}`);
}
