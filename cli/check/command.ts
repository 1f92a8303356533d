import { Command, Option } from "commander";
import { stackWord } from "../../datadog/mark";
import { failureOf, type Purpose } from "../datadog/failure";
import { declared } from "../describe/described";
import { Progress } from "../progress";
import { stackOf, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { SUBJECTS } from "./finding";
import { exitCode, type Options, read } from "./options";
import { reportJson, reportText } from "./report";

const PURPOSE: Purpose = { rights: "read metrics, monitors, dashboards, SLOs, hosts, users, teams and integrations" };

/** Whether what a stack names is there. */
export const check = withStackOptions(new Command("check"), "whose declarations")
  .description(
    "Asks Datadog, and the runbooks' servers, for what no file can tell: whether each metric is reported, with the tags that queries want; whether somebody is behind each handle; whether runbooks, objects named by id, service checks and hosts are there. Reads only.",
  )
  .option("--live", "ask Datadog; without it, lookout lint is what you want")
  .option("--since <duration>", "what was not seen for so long is not there: 1h to 7d", "24h")
  .addOption(new Option("--format <format>", "for people, or for programs").choices(["text", "json"]).default("text"))
  .option("--fail-on <subjects>", `which findings end it with 1: all, none, or of ${SUBJECTS.join(",")}`, "all")
  .option("--strict", "end it with 2 where something could not be asked")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { minutes, failOn } = read(options);
    const { stack, hosts, registrations } = await declared(options);
    const { project: its, stack: named } = stackOf(options);
    const project = its.name;
    const { accessOf } = await import("../datadog/access.js");
    const access = await accessOf(project, named, options);
    const [{ Account }, { askPage }, { check: ask }, { refuseUnknownKeys }] = await Promise.all([
      import("./datadog.js"),
      import("./page-request.js"),
      import("./check.js"),
      import("../../components/access/keys.js"),
    ]);
    const progress = new Progress();
    try {
      const now = new Date();
      await refuseUnknownKeys(access);
      const mark = stackWord({ project, stack });
      const result = await ask(
        { registrations, hosts: hosts.map(({ name }) => name), mark },
        {
          account: new Account(access, new Date(now.getTime() - minutes * 60_000), now),
          page: askPage,
          since: options.since,
          now,
          progress: (words) => {
            progress.say(`asking for ${words}`);
          },
        },
      );
      progress.end();
      const report = options.format === "json" ? reportJson : reportText;
      process.stdout.write(report({ stack, since: options.since }, result));
      process.exitCode = exitCode(result.findings, failOn, options.strict === true);
    } catch (error) {
      progress.end();
      const said = failureOf(error, access.apiUrl, PURPOSE);
      throw said === undefined ? error : new StackError(said);
    }
  });
