import { unzipSync } from "fflate";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { treeOf } from "../stack/git";
import { stackOf, type StackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { request } from "./request";

/** What a review leaves behind of a stack: in the project's folder, and as an artifact of the pipeline's. */
export interface Plan {
  /** `lookout-prod-4b825dc…`, of what is committed. */
  readonly artifact: string;
  /** Absolute; of this stack and this commit alone. */
  readonly folder: string;
  readonly plan: string;
  readonly comment: string;
  /** The comment without its limit. */
  readonly whole: string;
}

const FOLDER = ".lookout";

/**
 * The plan of what is committed, with what the command line says of the stack's configuration otherwise.
 *
 * @throws StackError where something is not committed.
 */
export async function planHere(options: StackOptions): Promise<Plan> {
  const { project, stack } = stackOf(options);
  const tree = await treeOf(project.folder);
  const otherwise = saidOtherwise(options);
  return planOf(project.folder, stack, otherwise === undefined ? tree : `${tree}-${otherwise}`);
}

/** What names it: a plan with another configuration is another one, whatever file it is in. */
function saidOtherwise({ config = [], configPath, configFile }: StackOptions): string | undefined {
  if (config.length === 0 && configFile === undefined) return undefined;
  const file = configFile === undefined ? undefined : textOf(configFile);
  return createHash("sha256")
    .update(JSON.stringify([config, configPath === true, file]))
    .digest("hex")
    .slice(0, 12);
}

/** @throws StackError */
export function textOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new StackError(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

/** @param content what names all that it is of: a merge of what was reviewed, and of nothing else, has the same. */
export function planOf(project: string, stack: string, content: string): Plan {
  // A stack's name may have an organization in front.
  const artifact = `lookout-${stack.replaceAll("/", "-")}-${content}`;
  const folder = path.join(project, FOLDER, artifact);
  const file = (name: string) => path.join(folder, name);
  return { artifact, folder, plan: file("plan.json"), comment: file("comment.md"), whole: file("whole.md") };
}

type Variables = Readonly<Record<string, string | undefined>>;

interface Artifact {
  readonly expired: boolean;
  readonly archive_download_url: string;
  readonly workflow_run: { readonly repository_id: number; readonly head_repository_id: number };
}

/**
 * Brings a plan here that a pull request's run on GitHub made, where there is none yet. Those of a fork's runs are none: who
 * may not write here may not say what is applied.
 *
 * @throws StackError where nobody made one of this commit's content.
 */
export async function bring({ artifact, folder, plan }: Plan, variables: Variables): Promise<void> {
  if (fs.existsSync(plan)) return;
  const {
    GITHUB_API_URL: api = "https://api.github.com",
    GITHUB_REPOSITORY: repository,
    GITHUB_TOKEN: token,
  } = variables;
  const found =
    repository === undefined || token === undefined ? undefined : await onGitHub(api, repository, token, artifact);
  if (found === undefined) {
    throw new StackError(
      `no plan of exactly this content was reviewed (${artifact}): bring the pull request up to date with its branch, have it previewed, merge it; or plan anew with \`lookout ci preview\``,
    );
  }
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(unzipSync(found))) {
    if (path.basename(name) === name && name !== "")
      fs.writeFileSync(path.join(folder, name), content, { mode: 0o600 });
  }
}

/** @see https://docs.github.com/en/rest/actions/artifacts */
async function onGitHub(api: string, repository: string, token: string, name: string): Promise<Uint8Array | undefined> {
  const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "lookout" };
  const ask = async (url: string) => {
    const answer = await request(url, { headers });
    if (!answer.ok) throw new StackError(`GET ${url} was answered ${answer.status}; the job needs \`actions: read\``);
    return answer;
  };
  const listed = await ask(
    `${api}/repos/${repository}/actions/artifacts?per_page=100&name=${encodeURIComponent(name)}`,
  );
  // The newest first.
  const { artifacts } = (await listed.json()) as { readonly artifacts: readonly Artifact[] };
  const own = artifacts.find(
    ({ expired, workflow_run: run }) => !expired && run.head_repository_id === run.repository_id,
  );
  return own && new Uint8Array(await (await ask(own.archive_download_url)).arrayBuffer());
}
