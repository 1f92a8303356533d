#!/usr/bin/env node
import { Command } from "commander";
import { describe, lint, schema } from "./describe/command";
import { StackError } from "./describe/stacks";
import { orphans } from "./orphans/command";

/** What is run beside Pulumi's own program, in a project's folder. */
const lookout = new Command("lookout")
  .description("Datadog monitoring of hosts and their databases as one previewable Pulumi stack.")
  .helpOption("--help", "show this")
  .helpCommand(false)
  .addCommand(describe)
  .addCommand(lint)
  .addCommand(schema)
  .addCommand(orphans);

function refuse(error: unknown): void {
  process.exitCode = 1;
  // What a preview refuses with is marked so; the SDK that knows the mark takes long to load.
  const isPlain = error instanceof StackError || (error instanceof Error && "__pulumiRunError" in error);
  console.error(isPlain ? `error: ${error.message}` : error);
}

lookout.parseAsync().catch(refuse);
