#!/usr/bin/env node
import "../node-floor";
import tab from "@bomb.sh/tab/commander";
import { lookout } from "./program";
import { stacksHere } from "./stack/options";
import { StackError } from "./stack/stacks";

// What a shell asks for while a person types.
for (const { options } of tab(lookout, { completionCommandName: "completion" }).commands.values()) {
  const stack = options.get("stack");
  if (stack === undefined) continue;
  stack.handler = (complete) => {
    for (const name of stacksHere()) complete(name, `Pulumi.${name}.yaml`);
  };
}

async function refuse(error: unknown): Promise<void> {
  process.exitCode = 1;
  // The SDK takes long to load, and has long been loaded where an error is its own.
  const isPlain = error instanceof StackError || (await import("@pulumi/pulumi")).RunError.isInstance(error);
  console.error(isPlain ? `error: ${error.message}` : error);
}

void lookout.parseAsync().catch(refuse);
