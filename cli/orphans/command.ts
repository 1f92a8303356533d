import { Command } from "commander";
import { stackWord } from "../../datadog/mark";
import { ownedInState } from "../../datadog/owned";
import { confirmed } from "../confirmed";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { ownName, StackError } from "../stack/stacks";
import type { Account } from "../datadog/account";
import { failureOf, type Purpose } from "../datadog/failure";
import { type Found, foundIn } from "./found";
import { type Comparison, compared, doubtAbout, inOrderOfRemoval, report } from "./report";

interface Options extends StackOptions {
  readonly delete?: true;
  readonly yes?: true;
  readonly destroyed?: true;
}

const PURPOSE: Purpose = {
  rights: "read, and to delete write, monitors, dashboards and downtimes",
  sofar: "what was deleted stays so",
};

/** What an update that was killed left in Datadog, named and removed. */
export const orphans = withStackOptions(new Command("orphans"), "whose objects")
  .description(
    "What Datadog has of a stack and the stack's state does not know: an update that was killed made it. Reads only, unless told to delete.",
  )
  .option("--delete", "delete them, after a question")
  .option("--yes", "delete without the question")
  .option("--destroyed", "the stack was destroyed: all that Datadog still has of it is to go")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const {
      project: { name: project },
      stack,
    } = stackOf(options);
    const mark = stackWord({ project, stack: ownName(stack) });
    const [{ accessOf }, { stateOf }] = await Promise.all([
      import("../datadog/access.js"),
      import("../stack/engine.js"),
    ]);
    const { appUrl, ...keys } = await accessOf(project, stack, options);
    const { Account } = await import("../datadog/account.js");
    const account = new Account(keys);
    try {
      // Datadog first: what an update makes meanwhile is in the state when that is read.
      const found = await foundIn(account, appUrl, mark);
      const comparison = compared(`${project}/${ownName(stack)}`, found, ownedInState(await stateOf(stack), mark));
      console.log(report(comparison));
      await removeWhatIsWanted(comparison, stack, options, account);
    } catch (error) {
      const said = failureOf(error, keys.apiUrl, PURPOSE);
      throw said === undefined ? error : new StackError(said);
    }
  });

async function removeWhatIsWanted(
  comparison: Comparison,
  stack: string,
  options: Options,
  account: Account,
): Promise<void> {
  const found = comparison.orphans;
  if (found.length === 0) return;
  const doubt = doubtAbout(comparison, options.destroyed === true);
  if (options.delete !== true) console.log(doubt ?? `To delete: npm run -s orphans -- --stack ${stack} --delete`);
  else if (doubt !== undefined) throw new StackError(doubt);
  else if (options.yes === true || (await confirmed(questionOf(found.length), "delete"))) await remove(found, account);
  else console.log("Nothing was deleted.");
}

function questionOf(count: number): string {
  return `Delete ${count === 1 ? "it" : `these ${count}`} in Datadog?`;
}

async function remove(found: readonly Found[], account: Account): Promise<void> {
  for (const orphan of inOrderOfRemoval(found)) {
    await account.delete(orphan.kind, orphan.id);
    console.log(`deleted ${orphan.kind} ${orphan.resource} (${orphan.id})`);
  }
}
