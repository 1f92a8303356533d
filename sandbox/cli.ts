import "../node-floor.js";

import { Command } from "commander";

import { cacheFolder } from "./cache.js";
import { down } from "./cli/down.js";
import { pulumiHome, shellExports } from "./cli/environment.js";
import { logs } from "./cli/logs.js";
import { ssh } from "./cli/ssh.js";
import { Stack } from "./cli/stack.js";
import { status, statusLines } from "./cli/status.js";
import { up } from "./cli/up.js";
import { demo } from "./demo/demo.js";
import { existingEngine } from "./engine/engine.js";
import { findInstance, type Instance } from "./instance.js";
import { installPlugins } from "./plugins/install.js";

const program = new Command("sandbox")
  .description("A local stand-in for everything Lookout needs and this machine lacks")
  .showHelpAfterError();

/** A command on one instance, which the option `--instance` names. */
function command(name: string, description: string): Command {
  return program.command(name).description(description).option("--instance <name>", "which sandbox", "dev");
}

interface InstanceOption {
  readonly instance: string;
}

command("up", "start hosts, servers and engine, and bring the stack up")
  .option("--no-stack", "do not run the stack")
  .action((options: InstanceOption & { stack: boolean }) => up(options.instance, options));

command("down", "destroy the stack, stop everything, remove the sandbox").action((options: InstanceOption) =>
  down(options.instance),
);

command("demo", "show what the stack's monitors say, then put everything back")
  .option("--yes", "do not wait for Enter")
  .action((options: InstanceOption & { yes?: true }) => demo(options.instance, options));

command("preview", "show what `up` would change").action(async (options: InstanceOption) => {
  const instance = await existing(options.instance);
  const engine = await existingEngine(cacheFolder());
  // As `up` would use them: PLUGINS may say otherwise than last time.
  await installPlugins(pulumiHome(instance), () => undefined);
  await new Stack(instance, engine).preview();
});

command("status", "show what runs")
  .option("--json", "for programs")
  .action(async (options: InstanceOption & { json?: true }) => {
    const found = await status(await existing(options.instance));
    console.log(options.json ? JSON.stringify(found, null, 2) : statusLines(found).join("\n"));
  });

command("ssh", "log in on a host, or run a command there: ssh db1 -- uptime")
  .argument("<host>")
  .argument("[command...]")
  .action(async (host: string, words: string[], options: InstanceOption) => {
    process.exitCode = ssh(await existing(options.instance), host, words);
  });

command("logs", "show a part's log")
  .argument("[part]")
  .action(async (part: string | undefined, options: InstanceOption) => {
    console.log(await logs(await existing(options.instance), part));
  });

command(
  "env",
  'print the exports with which plain `pulumi` runs the stack: eval "$(npm run -s sandbox -- env)"',
).action(async (options: InstanceOption) => {
  console.log(shellExports(await existing(options.instance), await existingEngine(cacheFolder())).join("\n"));
});

async function existing(name: string): Promise<Instance> {
  const instance = await findInstance(name);
  if (!instance) throw new Error(`there is no sandbox "${name}"; \`make up\` starts one`);
  return instance;
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(`\n✖ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
