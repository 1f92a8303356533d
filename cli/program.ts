import { Command } from "commander";
import { adoption } from "./adoption/command";
import { ci } from "./ci/command";
import { coverage } from "./coverage/command";
import { check } from "./check/command";
import { describe } from "./describe/command";
import { drift } from "./drift/command";
import { hostKeys } from "./host-keys/command";
import { fleet } from "./fleet/command";
import { importCommand } from "./import/command";
import { lint } from "./lint/command";
import { orphans } from "./orphans/command";
import { rehearse } from "./rehearse/command";
import { runbooks } from "./runbooks/command";
import { schema } from "./schema/command";
import { snapshot } from "./snapshot/command";
import { userData } from "./user-data/command";
import { version } from "./version";

/** What is run beside Pulumi's own program, in a project's folder. */
export const lookout = new Command("lookout")
  .description("Datadog monitoring of hosts and their databases as one previewable Pulumi stack.")
  .helpOption("--help", "show this")
  .version(version(), "--version", "print Lookout's version")
  .helpCommand(false)
  .addCommand(check)
  .addCommand(describe)
  .addCommand(coverage)
  .addCommand(runbooks)
  .addCommand(lint)
  .addCommand(rehearse)
  .addCommand(schema)
  .addCommand(ci)
  .addCommand(snapshot)
  .addCommand(importCommand)
  .addCommand(orphans)
  .addCommand(adoption)
  .addCommand(drift)
  .addCommand(hostKeys)
  .addCommand(fleet)
  .addCommand(userData);
