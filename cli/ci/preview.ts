import * as fs from "node:fs";
import * as path from "node:path";
import { changes } from "../describe/changes/changes";
import { type Against, declaredAgainst } from "../describe/against";
import type { Declared } from "../describe/declared";
import { declared } from "../describe/described";
import { describe } from "../describe/description";
import { git } from "../stack/git";
import { readHistoryOptions } from "../rehearse/since/options";
import { asArguments, stackOf, type StackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { commentText, type Reviewed } from "./comment";
import { readEvents } from "./events";
import { type Plan, planHere } from "./plans";
import { pulumi } from "./pulumi";

/** @see lookout.ci preview */
export interface PreviewOptions extends StackOptions {
  readonly against: string;
  /** Folders of policy packs; the project's own `policies` where it has one. */
  readonly policyPack?: readonly string[];
  /** Where people find what is kept: the run's page. */
  readonly artifactUrl?: string;
  /** How much of Datadog's history is played through the monitors that change: `30d`. */
  readonly since?: string;
}

/** Plans a stack, and writes what a reviewer reads of it; the plan is kept where it may be applied. */
export async function preview(options: PreviewOptions): Promise<{ plan: Plan; code: number }> {
  const { artifactUrl } = options;
  if (options.since !== undefined) readHistoryOptions(options);
  const { project } = stackOf(options);
  const { folder } = project;
  const plan = await planHere(options);
  fs.rmSync(plan.folder, { recursive: true, force: true });
  fs.mkdirSync(plan.folder, { recursive: true, mode: 0o700 });
  const events = path.join(plan.folder, "events.json");
  const code = await pulumi(
    options,
    ...["preview", "--diff", "--save-plan", plan.plan, "--event-log", events],
    ...packsIn(folder, options).flatMap((pack) => ["--policy-pack", pack]),
  );
  const previewed = fs.existsSync(events) ? readEvents(fs.readFileSync(events, "utf8")) : undefined;
  // It has whole scripts in it, and nothing that is not in the comment.
  fs.rmSync(events, { force: true });
  const reviewed: Reviewed = {
    project: project.name,
    ...(await offline(folder, options)),
    ...(previewed !== undefined && { previewed }),
    ...(code !== 0 && { failure: "The preview failed: nothing of this can be applied until what is below is mended." }),
    ...(artifactUrl !== undefined && { artifact: `[${plan.artifact}](${artifactUrl})` }),
  };
  const commit = (await git(folder, "rev-parse", "--short", "HEAD")).trim();
  const foot = `\n<sub>Of ${commit}. ${code === 0 ? `The plan that a merge applies: ${reviewed.artifact ?? plan.artifact}.` : ""}</sub>\n`;
  write(plan.comment, `${commentText(reviewed)}${foot}`);
  write(plan.whole, `${commentText(reviewed, Infinity)}${foot}`);
  if (code !== 0) fs.rmSync(plan.plan, { force: true });
  return { plan, code };
}

/** Before a merge nobody else is to read it, encrypted as its secrets are. */
function write(file: string, text: string): void {
  fs.writeFileSync(file, text, { mode: 0o600 });
}

function packsIn(folder: string, { policyPack }: PreviewOptions): readonly string[] {
  if (policyPack !== undefined) return policyPack;
  const own = path.join(folder, "policies");
  return fs.existsSync(path.join(own, "PulumiPolicy.yaml")) ? [own] : [];
}

async function offline(
  folder: string,
  options: PreviewOptions,
): Promise<Pick<Reviewed, "stack" | "changes" | "notes" | "findings" | "history">> {
  const { stack } = stackOf(options);
  try {
    const [now, of] = [new Date(), await declared(options)];
    const { findings } = describe(of, now);
    const before = await declaredAgainst(options.against, folder, stack, asArguments(options, folder)).catch(
      (error: unknown) => {
        if (error instanceof StackError) return error.message;
        throw error;
      },
    );
    if (typeof before === "string") return { stack, changes: before, notes: [], findings };
    return {
      ...{ stack, changes: changes(before.declared, of, now), notes: before.notes, findings },
      ...(options.since !== undefined && { history: await history(options, of, before) }),
    };
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    // The preview has said it.
    return { stack, changes: "Not to be said while the program fails.", notes: [], findings: [] };
  }
}

/** What the monitors that change would have done; a sentence where that can't be said, which is no reason to stop a preview. */
async function history(options: PreviewOptions, after: Declared, before: Against): Promise<Reviewed["history"]> {
  const { rehearsedSince } = await import("../rehearse/since/since.js");
  try {
    return await rehearsedSince({ ...stackOf(options), options, after, before });
  } catch (error) {
    if (error instanceof StackError) return error.message;
    throw error;
  }
}
