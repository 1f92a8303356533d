import { Command } from "commander";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { terminal } from "../terminal";

interface Options extends StackOptions {
  readonly json?: true;
}

/** What hosts have otherwise than the stack made it. */
export const drift = withStackOptions(new Command("drift"), "whose hosts")
  .description(
    "Logs in on each host and says what is not as the stack's last `up` made it: files, package, hold, units, the databases' monitoring users. Reads only. Ends with 0 where all is as it was made, with 2 where something is not, with 1 where that is not known.",
  )
  .option("--json", "for programs")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { stack } = stackOf(options);
    const [{ openStateOf }, { declaredIn }, { askHosts }, { exitCode, reportJson, reportText }, repairs] =
      await Promise.all([
        import("../stack/engine.js"),
        import("./declared.js"),
        import("./ask.js"),
        import("./report.js"),
        import("./repair.js"),
      ]);
    const { hosts, unread, gone } = declaredIn(await openStateOf(stack));
    if (hosts.length === 0) {
      throw new StackError(
        `the state of ${stack} has no host that could be asked; expected those of a \`pulumi up\`. See where pulumi is logged in: pulumi whoami --verbose`,
      );
    }
    const rows = await askHosts(hosts);
    const repair = repairs.repairCommand(stack, rows, new Date());
    const report = { stack, hosts: hosts.length, rows, unread, gone, repair };
    process.stdout.write(options.json === true ? reportJson(report) : reportText(report, terminal()));
    process.exitCode = exitCode(report);
  });
