import { StackError } from "./stack/stacks";

/** What is printed of an error that ends a command: a mistake of whoever runs it in a sentence, a fault of ours whole. */
export async function shown(error: unknown): Promise<unknown> {
  // The SDK takes long to load, and has long been loaded where an error is its own.
  const isPlain = error instanceof StackError || (await import("@pulumi/pulumi")).RunError.isInstance(error);
  return isPlain ? `error: ${error.message}` : error;
}
