import { Command, Option } from "commander";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Values } from "../../settings/map";
import { inFolder, stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { projectOf, readMap } from "../stack/project";
import { StackError, stacksIn } from "../stack/stacks";
import type { PreviewOptions } from "./preview";

/** Which stack a step is of, and what of its settings is said otherwise, which its plan is named by, too. */
const ofStack = (name: string) => withStackOptions(new Command(name), "whose settings");
const againstOption = () => new Option("--against <ref>", "since this branch left that one").makeOptionMandatory();

const touchedCommand = inFolder(new Command("touched"))
  .description("The stacks that a change touches, as a JSON list. Needs no key and no network.")
  .addOption(againstOption())
  .option("--except <stacks...>", "those that no pipeline reaches")
  .helpOption("--help", "show this")
  .action(async ({ against, except = [] }: { readonly against: string; readonly except?: readonly string[] }) => {
    const [{ touched }, { changedFiles }] = await Promise.all([import("./touched.js"), import("../stack/git.js")]);
    const { folder, configFolder } = projectOf(process.cwd());
    const stacks = new Map(stacksIn(configFolder).map((name) => [name, saidOf(name, folder, configFolder)]));
    const names = touched(await changedFiles(folder, against), stacks, path.relative(folder, configFolder));
    const found = JSON.stringify(names.filter((name) => !except.includes(name)));
    console.log(found);
    say("stacks", found);
  });

function saidOf(stack: string, folder: string, configFolder: string): Values {
  const [file = ""] = ["yaml", "yml", "json"]
    .map((ending) => path.join(configFolder, `Pulumi.${stack}.${ending}`))
    .filter((one) => fs.existsSync(one));
  return readMap(folder, path.relative(folder, file));
}

const previewCommand = ofStack("preview")
  .description(
    "Plans a stack with the engine, keeps the plan below .lookout, and writes the pull request's comment beside it. Changes nothing.",
  )
  .addOption(againstOption())
  .option("--policy-pack <folders...>", "policy packs; without, ./policies where there is one")
  .option("--artifact-url <url>", "where the run keeps what does not fit into the comment")
  .option(
    "--since <duration>",
    "play so much of Datadog's history, such as 30d, through the monitors that change, and say what they would have done",
  )
  .helpOption("--help", "show this")
  .action(async (options: PreviewOptions) => {
    const { preview } = await import("./preview.js");
    const { plan, code } = await preview(options);
    say("artifact", plan.artifact);
    say("folder", plan.folder);
    console.log(`The comment: ${path.relative(process.cwd(), plan.comment)}`);
    process.exitCode = code;
  });

const commentCommand = ofStack("comment")
  .description("Posts the comment that `preview` wrote on the pull request of this job, in place of the one before.")
  .helpOption("--help", "show this")
  .action(async (options: StackOptions) => {
    const [{ planHere }, { post, pullRequestOf }, { marker }] = await Promise.all([
      import("./plans.js"),
      import("./post.js"),
      import("./comment.js"),
    ]);
    const { project, stack } = stackOf(options);
    const { comment } = await planHere(options);
    if (!fs.existsSync(comment))
      throw new StackError(
        `there is no comment of this commit; run \`lookout ci preview --stack ${stack}\` first, with the same options`,
      );
    await post(pullRequestOf(process.env), fs.readFileSync(comment, "utf8"), marker({ project: project.name, stack }));
  });

const upCommand = ofStack("up")
  .description(
    "Applies the plan that was made of exactly this content, and nothing that is not in it. On GitHub it is brought from the pull request's run.",
  )
  .helpOption("--help", "show this")
  .action(async (options: StackOptions) => {
    const [{ bring, planHere }, { pulumi }] = await Promise.all([import("./plans.js"), import("./pulumi.js")]);
    const plan = await planHere(options);
    await bring(plan, process.env);
    process.exitCode = await pulumi(options, "up", "--yes", "--skip-preview", "--plan", plan.plan);
  });

const driftCommand = ofStack("drift")
  .description(
    "Fails where Datadog has something else than the stack declares, or the stack something that was never applied. Changes nothing.",
  )
  .helpOption("--help", "show this")
  .action(async (options: StackOptions) => {
    const { pulumi } = await import("./pulumi.js");
    process.exitCode = await pulumi(options, "preview", "--refresh", "--diff", "--expect-no-changes");
  });

/** An output of a job's step, where a pipeline takes such. */
function say(name: string, value: string): void {
  const { GITHUB_OUTPUT: file } = process.env;
  if (file !== undefined) fs.appendFileSync(file, `${name}=${value}\n`);
}

/** The steps of a pipeline, each of which a person can run at home. */
export const ci = new Command("ci")
  .description("The steps of a pipeline: which stacks a change touches, their plan and comment, applying it, drift.")
  .helpOption("--help", "show this")
  .helpCommand(false)
  .addCommand(touchedCommand)
  .addCommand(previewCommand)
  .addCommand(commentCommand)
  .addCommand(upCommand)
  .addCommand(driftCommand);
