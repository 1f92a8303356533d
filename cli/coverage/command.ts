import { Temporal } from "@js-temporal/polyfill";
import { Command, Option } from "commander";
import { declared } from "../describe/described";
import { type StackOptions, withStackOptions } from "../stack/options";
import { terminal } from "../terminal";
import type { Coverage } from "./coverage";

interface Options extends StackOptions {
  readonly at?: readonly string[];
  readonly markdown?: true;
  readonly json?: true;
  readonly failOnNobody?: true;
}

/** Which failure of what notifies whom. */
export const coverage = withStackOptions(new Command("coverage"), "whose settings")
  .description(
    "Of each host, database, service and integration: which failure notifies whom, now and on Sunday at 03:00. Needs no engine, no host, no key and no network.",
  )
  .option("--at <times...>", 'in place of Sunday, local times such as "2027-01-03 03:00"')
  .option("--markdown", "as a pull request's comment")
  .addOption(new Option("--json", "a row for each thing and monitor").conflicts("markdown"))
  .option("--fail-on-nobody", "end with 1 where something fails and nobody hears of it")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const of = await declared(options);
    const [{ coverageOf }, { momentsOf }] = await Promise.all([import("./coverage.js"), import("./moments.js")]);
    const found = coverageOf(of, momentsOf(of, Temporal.Now.instant(), options.at));
    process.stdout.write(await printed(found, options));
    if (options.failOnNobody === true && found.rows.some(({ told }) => told.some(({ isNobody }) => isNobody))) {
      process.exitCode = 1;
    }
  });

async function printed(found: Coverage, { markdown, json }: Options): Promise<string> {
  if (json === true) return (await import("./json.js")).coverageJson(found);
  if (markdown === true) return (await import("./markdown.js")).coverageMarkdown(found);
  return (await import("./terminal.js")).coverageText(found, terminal());
}
