import * as path from "node:path";
import { DowntimeMistakeError } from "../../../datadog/evaluate/downtimes";
import { rehearse } from "../../../datadog/evaluate/rehearse";
import { accessOf } from "../../datadog/access";
import { failureOf, type Purpose } from "../../datadog/failure";
import type { Declared } from "../../describe/declared";
import { Progress } from "../../progress";
import type { Project } from "../../stack/project";
import type { StackOptions } from "../../stack/options";
import { StackError } from "../../stack/stacks";
import { rehearsedOf } from "../declared";
import { HistoryAccount } from "./account";
import { compared } from "./compared";
import { Kept } from "./kept";
import { readHistory } from "./read";
import { type HistoryOptions, readHistoryOptions } from "./options";
import { told, type Told } from "./told";

const PURPOSE: Purpose = { rights: "query metrics (timeseries_query)" };
const FOLDER = ".lookout/history";

export interface Since {
  readonly project: Project;
  readonly stack: string;
  readonly options: HistoryOptions & StackOptions;
  /** What the stack declares. */
  readonly after: Declared;
  /** What it is compared with, under the name by which a user knows it; nothing where nothing is. */
  readonly before?: { readonly name: string; readonly declared: Declared };
}

/**
 * What a stack's monitors would have done, from the history that its Datadog has. Only reads.
 *
 * @throws StackError of options, of what Datadog refused, and where there is no key that opens it.
 */
export async function rehearsedSince({ project, stack, options, after, before }: Since): Promise<Told> {
  const { seconds, pages } = readHistoryOptions(options);
  const access = await accessOf(project.name, stack, options).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
    throw new StackError(
      `the history can't be read without the stack's keys: ${error.message.replace(/\.$/, "")}\nset datadog.apiKey and datadog.appKey of ${stack}, whose application key may ${PURPOSE.rights}, and have the engine open its secrets`,
    );
  });
  const progress = new Progress();
  const say = (words: string) => {
    progress.say(words);
  };
  const now = Math.floor(Date.now() / 1000);
  const to = Math.floor(now / 60) * 60;
  const span = { from: to - seconds, to };
  const folder = path.resolve(options.history ?? path.join(project.folder, FOLDER));
  const kept = new Kept(folder, `${access.apiUrl}\n${access.apiKey}`);
  const account = new HistoryAccount(access, say);
  try {
    const found = await compared({
      ...(before !== undefined && { before: rehearsedOf(before.declared.registrations, span) }),
      after: rehearsedOf(after.registrations, span),
      ...{ span, all: options.all === true, play: rehearse },
      ...(pages !== undefined && { pages }),
      read: (parts, of) => readHistory(parts, of, { account, apiUrl: access.apiUrl, kept, now, progress: say }),
    });
    return told(found, before?.name);
  } catch (error) {
    const said = error instanceof DowntimeMistakeError ? error.message : failureOf(error, access.apiUrl, PURPOSE);
    throw said === undefined ? error : new StackError(said);
  } finally {
    progress.end();
  }
}
