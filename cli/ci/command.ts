import { Command, Option } from "commander";
import * as fs from "node:fs";
import * as path from "node:path";
import { projectOf } from "../stack/project";
import { chosenStack, StackError, stacksIn } from "../stack/stacks";
import type { PreviewOptions } from "./preview";

interface OfStack {
  readonly stack?: string;
}

const stackOption = () =>
  new Option("--stack <name>", "which, of Pulumi.<name>.yaml; may be left out where there is only one");
const againstOption = () => new Option("--against <ref>", "since this branch left that one").makeOptionMandatory();

const touchedCommand = new Command("touched")
  .description("The stacks that a change touches, as a JSON list. Needs no key and no network.")
  .addOption(againstOption())
  .option("--except <stacks...>", "those that no pipeline reaches")
  .helpOption("--help", "show this")
  .action(async ({ against, except = [] }: { readonly against: string; readonly except?: readonly string[] }) => {
    const [{ touched }, { changedFiles }] = await Promise.all([import("./touched.js"), import("../stack/git.js")]);
    const folder = process.cwd();
    const stacks = new Map(stacksIn(folder).map((name) => [name, textOf(folder, name)]));
    const names = touched(await changedFiles(folder, against), stacks);
    const found = JSON.stringify(names.filter((name) => !except.includes(name)));
    console.log(found);
    say("stacks", found);
  });

function textOf(folder: string, stack: string): string {
  const [file = ""] = ["yaml", "yml", "json"]
    .map((ending) => path.join(folder, `Pulumi.${stack}.${ending}`))
    .filter((one) => fs.existsSync(one));
  return fs.readFileSync(file, "utf8");
}

const previewCommand = new Command("preview")
  .description(
    "Plans a stack with the engine, keeps the plan below .lookout, and writes the pull request's comment beside it. Changes nothing.",
  )
  .addOption(stackOption())
  .addOption(againstOption())
  .option("--policy-pack <folders...>", "policy packs; without, ./policies where there is one")
  .option("--artifact-url <url>", "where the run keeps what does not fit into the comment")
  .helpOption("--help", "show this")
  .action(async (options: Omit<PreviewOptions, "stack"> & OfStack) => {
    const { preview } = await import("./preview.js");
    const folder = process.cwd();
    const { plan, code } = await preview(folder, { ...options, stack: chosenStack(options.stack, stacksIn(folder)) });
    say("artifact", plan.artifact);
    say("folder", plan.folder);
    console.log(`The comment: ${path.relative(folder, plan.comment)}`);
    process.exitCode = code;
  });

const commentCommand = new Command("comment")
  .description("Posts the comment that `preview` wrote on the pull request of this job, in place of the one before.")
  .addOption(stackOption())
  .helpOption("--help", "show this")
  .action(async ({ stack }: OfStack) => {
    const [{ planOf }, { treeOf }, { post, pullRequestOf }, { marker }] = await Promise.all([
      import("./plans.js"),
      import("../stack/git.js"),
      import("./post.js"),
      import("./comment.js"),
    ]);
    const folder = process.cwd();
    const name = chosenStack(stack, stacksIn(folder));
    const { comment } = planOf(folder, name, await treeOf(folder));
    if (!fs.existsSync(comment))
      throw new StackError(`there is no comment of this commit; run \`lookout ci preview --stack ${name}\` first`);
    await post(
      pullRequestOf(process.env),
      fs.readFileSync(comment, "utf8"),
      marker({ project: projectOf(folder).name, stack: name }),
    );
  });

const upCommand = new Command("up")
  .description(
    "Applies the plan that was made of exactly this content, and nothing that is not in it. On GitHub it is brought from the pull request's run.",
  )
  .addOption(stackOption())
  .helpOption("--help", "show this")
  .action(async ({ stack }: OfStack) => {
    const [{ bring, planOf }, { treeOf }, { pulumi }] = await Promise.all([
      import("./plans.js"),
      import("../stack/git.js"),
      import("./pulumi.js"),
    ]);
    const folder = process.cwd();
    const name = chosenStack(stack, stacksIn(folder));
    const plan = planOf(folder, name, await treeOf(folder));
    await bring(plan, process.env);
    process.exitCode = await pulumi("up", "--yes", "--skip-preview", "--stack", name, "--plan", plan.plan);
  });

const driftCommand = new Command("drift")
  .description(
    "Fails where Datadog has something else than the stack declares, or the stack something that was never applied. Changes nothing.",
  )
  .addOption(stackOption())
  .helpOption("--help", "show this")
  .action(async ({ stack }: OfStack) => {
    const { pulumi } = await import("./pulumi.js");
    const name = chosenStack(stack, stacksIn(process.cwd()));
    process.exitCode = await pulumi("preview", "--refresh", "--diff", "--expect-no-changes", "--stack", name);
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
