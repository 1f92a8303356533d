import { declaredAgainst } from "../../describe/against";
import { declared } from "../../describe/described";
import { asArguments, stackOf, type StackOptions } from "../../stack/options";
import { StackError } from "../../stack/stacks";
import { terminal } from "../../terminal";
import { historyMarkdown } from "./markdown";
import { type HistoryOptions, readHistoryOptions } from "./options";
import { rehearsedSince } from "./since";
import { historyText } from "./text";

/**
 * Prints what a stack's monitors would have done.
 *
 * @param files of the command line, of which there is none here.
 * @throws StackError
 */
export async function rehearseHistory(files: readonly string[], options: HistoryOptions & StackOptions): Promise<void> {
  if (files.length > 0) throw new StackError("--since is of no file; leave out one of them");
  readHistoryOptions(options);
  const { project, stack } = stackOf(options);
  const after = await declared(options);
  const { against } = options;
  const before =
    against === undefined
      ? undefined
      : await declaredAgainst(against, project.folder, stack, asArguments(options, project.folder));
  const told = await rehearsedSince({ project, stack, options, after, ...(before !== undefined && { before }) });
  process.stdout.write(
    options.markdown === true
      ? [`### ${told.heading}`, ...historyMarkdown(told), ""].join("\n\n")
      : historyText(told, terminal()),
  );
}
