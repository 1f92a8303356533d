import * as pulumi from "@pulumi/pulumi";
import { type Declared, kept } from "./declared";
import { describe, type Description, resourceInWords } from "./description";
import { offlineStack } from "../stack/offline";
import type { StackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { urnOf, warnedOf } from "../stack/warnings";

/** What a stack will mean for people. {@link declaredBy} has the parameters. */
export async function describeStack(
  folder: string,
  stack: string,
  now: Date,
  program: () => Promise<unknown>,
): Promise<Description> {
  return describe(await declaredBy(folder, stack, program), now);
}

/**
 * What a stack declares, from a run of its program without engine, host, key or network.
 *
 * @param folder the project's, or one in it.
 * @param program the stack's own; what it needs is loaded when the settings are known.
 * @param options what of the stack's configuration is said otherwise.
 * @throws StackError in the words of a preview where the settings or what is declared are mistaken.
 */
export async function declaredBy(
  folder: string,
  stack: string,
  program: () => Promise<unknown>,
  options: Omit<StackOptions, "stack" | "cwd"> = {},
): Promise<Declared> {
  const { stack: ownStack, env, hosts, run } = await offlineStack(folder, stack, program, options);
  try {
    const { result, warnings } = await warnedOf(run);
    return { stack: ownStack, env, hosts, registrations: kept(result), warnings };
  } catch (error) {
    throw await inWords(error);
  }
}

/** What a preview shows without a stack trace; any other error is a fault of the program's, and keeps its own. */
async function inWords(error: unknown): Promise<unknown> {
  if (pulumi.ResourceError.isInstance(error) && error.resource !== undefined) {
    return new StackError(`${resourceInWords(await urnOf(error.resource))}: ${error.message}`);
  }
  return pulumi.RunError.isInstance(error) ? new StackError(error.message) : error;
}
