import { zipSync } from "fflate";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bring, planOf } from "../../../../cli/ci/plans";
import { post, pullRequestOf } from "../../../../cli/ci/post";

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly body: string;
}

let server: Server;
let api: string;
let asked: Asked[];
/** By method and path; what is not there is answered with 404. */
let answers: Record<string, string | Uint8Array>;
let folder: string;

beforeEach(async () => {
  [asked, answers] = [[], {}];
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-plans-"));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      const token = (headers.authorization ?? headers["private-token"]) as string | undefined;
      asked.push({ method, url, token, body: Buffer.concat(parts).toString() });
      const answer = answers[`${method ?? ""} ${url ?? ""}`];
      response.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true });
});

const github = () => ({
  GITHUB_REPOSITORY: "team/monitoring",
  GITHUB_REF: "refs/pull/12/merge",
  GITHUB_TOKEN: "of-the-job",
  GITHUB_API_URL: api,
});
const ON_GITHUB = "/repos/team/monitoring/issues";
const comments = (count: number, more: readonly object[] = []) =>
  JSON.stringify([...Array.from({ length: count }, (_, id) => ({ id, body: "nice" })), ...more]);

test("on GitHub the first push comments, the next ones replace it, on whatever page it is", async () => {
  answers[`GET ${ON_GITHUB}/12/comments?per_page=100&page=1`] = comments(100);
  answers[`GET ${ON_GITHUB}/12/comments?per_page=100&page=2`] = comments(3);
  answers[`POST ${ON_GITHUB}/12/comments`] = "{}";
  await post(pullRequestOf(github()), "<!-- mark -->\nfirst", "<!-- mark -->");
  expect(asked.at(-1)).toMatchObject({
    method: "POST",
    token: "Bearer of-the-job",
    body: '{"body":"<!-- mark -->\\nfirst"}',
  });

  answers[`GET ${ON_GITHUB}/12/comments?per_page=100&page=2`] = comments(3, [{ id: 7, body: "<!-- mark -->\nfirst" }]);
  answers[`PATCH ${ON_GITHUB}/comments/7`] = "{}";
  await post(pullRequestOf(github()), "<!-- mark -->\nsecond", "<!-- mark -->");
  expect(asked.at(-1)).toMatchObject({ method: "PATCH", body: '{"body":"<!-- mark -->\\nsecond"}' });
});

test("on GitLab a merge request's note is replaced", async () => {
  const notes = "/projects/5/merge_requests/3/notes";
  answers[`GET ${notes}?per_page=100&page=1`] = comments(0, [{ id: 9, body: "<!-- mark -->" }]);
  answers[`PUT ${notes}/9`] = "{}";
  const variables = { CI_API_V4_URL: api, CI_PROJECT_ID: "5", CI_MERGE_REQUEST_IID: "3", GITLAB_TOKEN: "of-a-bot" };
  await post(pullRequestOf(variables), "<!-- mark -->", "<!-- mark -->");
  expect(asked.at(-1)).toMatchObject({ method: "PUT", url: `${notes}/9`, token: "of-a-bot" });
});

test("elsewhere there is nothing to comment; what is refused is said without the token", async () => {
  expect(() => pullRequestOf({ ...github(), GITHUB_REF: "refs/heads/main" })).toThrow("there is no pull request");
  await expect(post(pullRequestOf(github()), "a", "a")).rejects.toThrow(/was answered 404/);
  await expect(post(pullRequestOf(github()), "a", "a")).rejects.not.toThrow(/of-the-job/);
});

test("where nothing answers, who was asked is said, and what to do", async () => {
  const nowhere = { ...github(), GITHUB_API_URL: "http://127.0.0.1:1" };
  const said = /^GET http:\/\/127\.0\.0\.1:1\/repos\/\S+ was not answered \(.+\); run the job again/;
  await expect(post(pullRequestOf(nowhere), "a", "a")).rejects.toThrow(said);
  await expect(bring(planOf(folder, "prod", TREE), nowhere)).rejects.toThrow(said);
});

const TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const list = (...of: object[]) => {
  answers[`GET /repos/team/monitoring/actions/artifacts?per_page=100&name=lookout-prod-${TREE}`] = JSON.stringify({
    artifacts: of.map((one) => ({ expired: false, archive_download_url: `${api}/zip`, ...one })),
  });
};
const OWN = { workflow_run: { repository_id: 1, head_repository_id: 1 } };
const OF_A_FORK = { workflow_run: { repository_id: 1, head_repository_id: 2 } };

test("the plan of exactly this content is brought from the pull request's run", async () => {
  list(OF_A_FORK, OWN);
  answers["GET /zip"] = zipSync({ "plan.json": Buffer.from("{}"), "../out.json": Buffer.from("out") });
  const plan = planOf(folder, "prod", TREE);
  await bring(plan, github());
  expect(fs.readFileSync(plan.plan, "utf8")).toBe("{}");
  expect(fs.readdirSync(plan.folder)).toEqual(["plan.json"]);
  expect(fs.statSync(plan.plan).mode & 0o777).toBe(0o600);
  // At home it is where the preview left it.
  asked = [];
  await bring(plan, {});
  expect(asked).toEqual([]);
});

test.each([
  ["nobody made one", []],
  ["a fork made it", [OF_A_FORK]],
  ["it is gone", [{ ...OWN, expired: true }]],
])("where %s, nothing is applied, and what to do is said", async (_, artifacts) => {
  list(...artifacts);
  const plan = planOf(folder, "prod", TREE);
  await expect(bring(plan, github())).rejects.toThrow(
    /no plan of exactly this content was reviewed .* have it previewed/,
  );
  expect(fs.existsSync(plan.folder)).toBe(false);
});
