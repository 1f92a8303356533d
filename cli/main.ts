#!/usr/bin/env node
import "../node-floor";
import tab from "@bomb.sh/tab/commander";
import { Command } from "commander";
import { describe } from "./describe/command";
import { lint } from "./lint/command";
import { orphans } from "./orphans/command";
import { schema } from "./schema/command";
import { snapshot } from "./snapshot/command";
import { StackError, stacksIn } from "./stack/stacks";

/** What is run beside Pulumi's own program, in a project's folder. */
const lookout = new Command("lookout")
  .description("Datadog monitoring of hosts and their databases as one previewable Pulumi stack.")
  .helpOption("--help", "show this")
  .helpCommand(false)
  .addCommand(describe)
  .addCommand(lint)
  .addCommand(schema)
  .addCommand(snapshot)
  .addCommand(orphans);

// What a shell asks for while a person types.
for (const { options } of tab(lookout, { completionCommandName: "completion" }).commands.values()) {
  const stack = options.get("stack");
  if (stack === undefined) continue;
  stack.handler = (complete) => {
    for (const name of stacksIn(process.cwd())) complete(name, `Pulumi.${name}.yaml`);
  };
}

async function refuse(error: unknown): Promise<void> {
  process.exitCode = 1;
  // The SDK takes long to load, and has long been loaded where an error is its own.
  const isPlain = error instanceof StackError || (await import("@pulumi/pulumi")).RunError.isInstance(error);
  console.error(isPlain ? `error: ${error.message}` : error);
}

void lookout.parseAsync().catch(refuse);
