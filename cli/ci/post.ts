import { StackError } from "../stack/stacks";
import { request } from "./request";

/** Where a pipeline's pull request is, from what GitHub and GitLab say in a job's environment. */
export interface PullRequest {
  /** Of its comments. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How a comment of one's own is changed. */
  readonly change: "PATCH" | "PUT";
  readonly urlOf: (id: number) => string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws StackError where this is no pull request's job. */
export function pullRequestOf(variables: Variables): PullRequest {
  const { GITHUB_REPOSITORY: repository, GITHUB_REF: ref = "", GITHUB_TOKEN: token } = variables;
  const [, number] = /^refs\/pull\/(\d+)\//.exec(ref) ?? [];
  if (repository !== undefined && number !== undefined && token !== undefined) {
    const api = `${variables.GITHUB_API_URL ?? "https://api.github.com"}/repos/${repository}/issues`;
    return {
      url: `${api}/${number}/comments`,
      headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
      change: "PATCH",
      urlOf: (id) => `${api}/comments/${id}`,
    };
  }
  const { CI_API_V4_URL: api, CI_PROJECT_ID: project, CI_MERGE_REQUEST_IID: iid, GITLAB_TOKEN: key } = variables;
  if (api !== undefined && project !== undefined && iid !== undefined && key !== undefined) {
    const url = `${api}/projects/${project}/merge_requests/${iid}/notes`;
    return { url, headers: { "private-token": key }, change: "PUT", urlOf: (id) => `${url}/${id}` };
  }
  throw new StackError(
    "there is no pull request to comment: on GitHub set GITHUB_TOKEN in a job of a pull request, on GitLab GITLAB_TOKEN in one of a merge request; elsewhere read the comment's file",
  );
}

/** Replaces the comment that begins with that marker, or makes it. */
export async function post({ url, headers, change, urlOf }: PullRequest, text: string, marker: string): Promise<void> {
  const all = { ...headers, "content-type": "application/json", "user-agent": "lookout" };
  const body = JSON.stringify({ body: text });
  const id = await ofMarker(url, all, marker);
  if (id === undefined) await asked(url, { method: "POST", headers: all, body });
  else await asked(urlOf(id), { method: change, headers: all, body });
}

const PAGE = 100;

async function ofMarker(
  url: string,
  headers: Readonly<Record<string, string>>,
  marker: string,
): Promise<number | undefined> {
  for (let page = 1; ; page++) {
    const answer = await asked(`${url}?per_page=${PAGE}&page=${page}`, { headers });
    const comments = (await answer.json()) as readonly { readonly id: number; readonly body?: string }[];
    const found = comments.find(({ body = "" }) => body.startsWith(marker));
    if (found !== undefined) return found.id;
    if (comments.length < PAGE) return undefined;
  }
}

async function asked(url: string, init: RequestInit): Promise<Response> {
  const answer = await request(url, init);
  if (!answer.ok) {
    throw new StackError(
      `${init.method ?? "GET"} ${url} was answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`,
    );
  }
  return answer;
}
