import { type Command, Option } from "commander";
import { minutesOf } from "../../../datadog/schedule/duration";
import { StackError } from "../../stack/stacks";

/** As the command line has them. */
export interface HistoryOptions {
  /** `30d`. */
  readonly since?: string;
  readonly against?: string;
  readonly all?: true;
  readonly pages?: string;
  /** The folder in which history is kept. */
  readonly history?: string;
  readonly markdown?: true;
}

/** Of a rehearsal that is played from Datadog's history, in place of files. */
export function withHistoryOptions(command: Command): Command {
  const ofHistory = (flags: string, words: string) => new Option(flags, `with --since: ${words}`);
  return command
    .addOption(
      new Option(
        "--since <duration>",
        "instead of files: so much of what Datadog has, such as 30d, by the stack's keys, reading only; what the monitors that change would have done",
      ).conflicts(["watch", "junit", "svg", "failOnMissing"]),
    )
    .addOption(
      ofHistory(
        "--against <ref|file>",
        "what is compared: since this branch left that one, or since what describe --json kept",
      ),
    )
    .addOption(ofHistory("--all", "those that did not change, too"))
    .addOption(ofHistory("--pages <count>", "the threshold at which each would have been at most so many pages"))
    .addOption(ofHistory("--history <folder>", "where days that are over are kept, in place of .lookout/history"))
    .addOption(ofHistory("--markdown", "as a pull request's comment has it"));
}

const HOUR = 60;
/** Datadog keeps metrics for fifteen months; what is asked for before has windows of its own. */
const MOST_MINUTES = 400 * 24 * HOUR;

interface WantedHistory {
  readonly seconds: number;
  readonly pages?: number;
}

/** @throws StackError where something is said of a history that nobody asked for. */
export function refuseWithoutSince({ against, all, pages, history, markdown }: HistoryOptions): void {
  const said = Object.entries({ against, all, pages, history, markdown }).filter(([, value]) => value !== undefined);
  const [first] = said;
  if (first !== undefined)
    throw new StackError(`--${first[0]} is of what Datadog has; add --since, such as --since 30d`);
}

/** @throws StackError that says all that is wrong. */
export function readHistoryOptions({ since = "", pages }: HistoryOptions): WantedHistory {
  const minutes = minutesOf(since) ?? 0;
  const mistakes = [
    ...(minutes >= HOUR && minutes <= MOST_MINUTES ? [] : [`--since ${since}: expected 1h to 400d, such as 30d`]),
    ...(pages === undefined || /^\d+$/.test(pages) ? [] : [`--pages ${pages}: expected a whole number, such as 7`]),
  ];
  if (mistakes.length > 0) throw new StackError(mistakes.join("\n"));
  return { seconds: minutes * 60, ...(pages !== undefined && { pages: Number(pages) }) };
}
