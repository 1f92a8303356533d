import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { askPage } from "../../../../cli/check/page-request";
import { missingPage, type PageAnswer, pageNeeds } from "../../../../cli/check/pages";
import { monitor } from "./registrations";

const runbook = (url: string) => ({ assets: [{ name: "Runbook", category: "runbook", url }] });

test("pages are those that monitors link to, each once, without anchors and passwords", () => {
  const query = "avg(last_5m):avg:m{*} > 1";
  expect(
    pageNeeds([
      monitor("one", query, runbook("https://wiki.example.com/db#disk")),
      monitor("two", query, runbook("https://me:secret@wiki.example.com/db")),
      monitor("three", query, { assets: [{ category: "notebook", url: "https://other.example.com" }] }),
    ]),
  ).toEqual([{ of: "https://wiki.example.com/db", by: ["monitor one", "monitor two"] }]);
});

const PAGE = "https://wiki.example.com/db";
const answer = (status: number, url = PAGE): PageAnswer => ({ status, url });

test.each<[PageAnswer, RegExp | undefined]>([
  [answer(200), undefined],
  [answer(200, `${PAGE}/moved`), undefined],
  [answer(404), /^wrong: answers with 404/],
  [answer(410), /^wrong: answers with 410/],
  [answer(503), /^wrong: answers with 503/],
  [answer(401), /^unasked: wants a login/],
  [answer(403), /^unasked: wants a login/],
  [answer(200, "https://wiki.example.com/login?next=/db"), /^unasked: wants a login/],
  [answer(200, "https://accounts.example.com/"), /^unasked: wants a login/],
  [answer(404, "https://github.com/example/private"), /^unasked: .*as github\.com does/],
  [answer(429), /^unasked: /],
  [
    { unreachable: "getaddrinfo ENOTFOUND wiki" },
    /^unasked: can't be reached from here \(getaddrinfo ENOTFOUND wiki\)/,
  ],
])("of %j", (answered, expected) => {
  const found = missingPage({ of: PAGE, by: ["monitor one"] }, answered);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(`${found?.verdict}: ${found?.found}`).toMatch(expected);
});

describe("a page", () => {
  test("is asked for with HEAD, and where that is not known, with GET; redirects are followed", async () => {
    const asked: string[] = [];
    const server = createServer(({ method = "", url = "", headers }, response) => {
      asked.push(`${method} ${url}`);
      expect(headers.authorization ?? headers.cookie).toBeUndefined();
      if (url === "/moved") response.writeHead(302, { Location: "/page" });
      else response.writeHead(method === "HEAD" && url === "/no-head" ? 405 : url === "/gone" ? 404 : 200);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await askPage(`${at}/page`)).toEqual({ status: 200, url: `${at}/page` });
    expect(await askPage(`${at}/moved`)).toEqual({ status: 200, url: `${at}/page` });
    expect(await askPage(`${at}/no-head`)).toMatchObject({ status: 200 });
    expect(await askPage(`${at}/gone`)).toMatchObject({ status: 404 });
    expect(asked).toEqual([
      ...["HEAD /page", "HEAD /moved", "HEAD /page", "HEAD /no-head", "GET /no-head", "HEAD /gone", "GET /gone"],
    ]);
  });

  test.each([
    ["http://127.0.0.1:9/", /ECONNREFUSED|bad port/],
    ["ftp://example.com/", /no web address/],
    ["runbooks/db.md", /no web address/],
  ])("that can't be asked for says why: %s", async (url, reason) => {
    expect(await askPage(url)).toEqual({ unreachable: expect.stringMatching(reason) as string });
  });
});
