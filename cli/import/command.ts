import { Command } from "commander";
import * as fs from "node:fs";
import * as path from "node:path";
import { stackWord } from "../../datadog/mark";
import type { Account } from "../datadog/account";
import { failureOf, type Purpose } from "../datadog/failure";
import { type DatadogObject, isOver, urlOf } from "../datadog/object";
import { Progress } from "../progress";
import { stackOf, withStackOptions } from "../stack/options";
import { ownName, StackError } from "../stack/stacks";
import { writeFile } from "../write-file";
import type { File } from "./files";
import { type Options, read, type Wanted } from "./options";

const PURPOSE: Purpose = {
  rights: "read monitors, dashboards, downtimes and SLOs",
  sofar: "nothing was written",
};

const gathered = (one: string, others: readonly string[]) => [...others, one];

/** Declarations of what somebody made in Datadog, so that a stack takes it over. */
export const importCommand = withStackOptions(new Command("import"), "which takes it over")
  .description(
    "Writes declarations of what is in Datadog, with the ids by which the stack takes it over as it is. Reads only; changes nothing in Datadog and nothing that the stack has.",
  )
  .option(
    "--id <kind:id>",
    "monitor:12345678, dashboard:abc-def-ghi, slo:…, downtime:…; may be said more than once",
    gathered,
    [],
  )
  .option("--tag <key:value>", "all that have it, team:sre; said more than once, all of these tags", gathered, [])
  .option("--all", "all that there is")
  .option("--kind <kinds>", "of monitors,dashboards,slos,downtimes; otherwise all")
  .option("--format <format>", "yaml: settings where these can say it all; typescript: all in code", "yaml")
  .option("--out <folder>", "where the files go", "imported")
  .option("--overwrite", "over files that are there")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const wanted = read(options);
    const {
      project: { name: project },
      stack,
    } = stackOf(options);
    const mark = stackWord({ project, stack: ownName(stack) });
    const [{ accessOf }, { stateOf }, { Account }, { imported }, { readBeside }, { filesOf }, { report }] =
      await Promise.all([
        import("../datadog/access.js"),
        import("../stack/engine.js"),
        import("../datadog/account.js"),
        import("./selection.js"),
        import("./beside.js"),
        import("./files.js"),
        import("./report.js"),
      ]);
    const { appUrl, env, ...keys } = await accessOf(project, stack, options);
    const state = await stateOf(stack);
    try {
      const account = new Account(keys);
      const objects = await readAll(account, wanted);
      const found = imported(objects, state, mark, wanted);
      const { attached, left } = await readBeside(account, found.declared, {
        ...{ state, apiUrl: keys.apiUrl, now: new Date(), progress: new Progress() },
      });
      const files = filesOf(found.declared, attached, (one) => urlOf(appUrl, one));
      write(files, options);
      console.log(report({ ...found, left }, files, { folder: options.out, stack, env, mark }));
    } catch (error) {
      const said = failureOf(error, keys.apiUrl, PURPOSE);
      throw said === undefined ? error : new StackError(said);
    }
  });

async function readAll(account: Account, wanted: Wanted): Promise<DatadogObject[]> {
  const { isWanted } = await import("./selection.js");
  if (wanted.ids !== undefined) return readThese(account, wanted.ids);
  const objects: DatadogObject[] = [];
  const progress = new Progress();
  for (const kind of wanted.kinds) {
    const listed = (await account.all(kind)).filter((one) => !isOver(one));
    const monitors = new Set(objects.flatMap((one) => (one.kind === "monitor" ? [one.id] : [])));
    // A list says too little of a dashboard to know.
    const likely = kind === "dashboard" ? listed : listed.filter((one) => isWanted(one, wanted, monitors));
    for (const [i, one] of likely.entries()) {
      progress.say(`${kind} ${i + 1} of ${likely.length}`);
      const whole = kind === "slo" || kind === "downtime" ? one : await account.one(kind, one.id);
      // One that is gone since it was listed is none.
      if (whole !== undefined && isWanted(whole, wanted, monitors)) objects.push(whole);
    }
  }
  progress.end();
  return objects;
}

/** @throws StackError that names all that there are not. */
async function readThese(account: Account, ids: NonNullable<Wanted["ids"]>): Promise<DatadogObject[]> {
  const found: DatadogObject[] = [];
  const missing: string[] = [];
  for (const { kind, id } of ids) {
    const object = await account.one(kind, id);
    if (object === undefined) missing.push(`${kind}:${id}`);
    else found.push(object);
  }
  if (missing.length > 0) throw new StackError(`Datadog has no ${missing.join(", ")}; nothing was written`);
  return found;
}

/** All of them or none. */
function write(files: readonly File[], { out, overwrite }: Options): void {
  const there = files.map(({ name }) => path.join(out, name)).filter((file) => fs.existsSync(file));
  if (there.length > 0 && overwrite !== true) {
    throw new StackError(`${there.join(", ")} is there, and nothing was written; add --overwrite, or another --out`);
  }
  for (const { name, text } of files) writeFile(path.join(out, name), text);
  for (const file of there) console.log(`over what was there: ${file}`);
}
