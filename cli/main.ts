#!/usr/bin/env node
import "../node-floor";
import tab from "@bomb.sh/tab/commander";
import { lookout } from "./program";
import { shown } from "./shown";
import { stacksHere } from "./stack/options";

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
  console.error(await shown(error));
}

void lookout.parseAsync().catch(refuse);
