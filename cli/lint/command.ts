import { Command } from "commander";
import { described } from "../describe/described";
import { terminal } from "../terminal";

/** Whether a preview would have something against a stack. */
export const lint = new Command("lint")
  .description(
    "Checks a stack's settings and all it declares as a preview does. Needs no engine, no host, no key and no network.",
  )
  .option("--stack <name>", "whose settings, Pulumi.<name>.yaml; may be left out where there is only one")
  .helpOption("--help", "show this")
  .action(async ({ stack }: { readonly stack?: string }) => {
    const description = await described(stack);
    const { findingsText } = await import("../describe/terminal.js");
    process.stdout.write(findingsText(description, terminal()));
  });
