import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Account as Checked } from "../../../../cli/check/datadog";
import { Account } from "../../../../cli/datadog/account";
import { failureOf } from "../../../../cli/datadog/failure";
import { request } from "../../../../cli/datadog/request";

const asked: string[] = [];
let answer: { status: number; body: string; type?: string } = { status: 200, body: "{}" };
let datadog: Server;
let account: Account;

beforeAll(async () => {
  datadog = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(answer.status, { "Content-Type": answer.type ?? "application/json" }).end(answer.body);
  });
  datadog.listen(0, "127.0.0.1");
  await once(datadog, "listening");
  const { port } = datadog.address() as AddressInfo;
  account = new Account({ apiUrl: `http://127.0.0.1:${port}`, apiKey: "0".repeat(32), appKey: "0".repeat(40) });
});

afterAll(() => {
  datadog.close();
});

test.each([
  { kind: "monitor", id: "12", path: "/api/v1/monitor/12", status: 200, body: '{"deleted_monitor_id":12}' },
  { kind: "dashboard", id: "abc", path: "/api/v1/dashboard/abc", status: 200, body: '{"deleted_dashboard_id":"abc"}' },
  { kind: "slo", id: "0f", path: "/api/v1/slo/0f", status: 200, body: '{"data":["0f"]}' },
  { kind: "downtime", id: "a-b", path: "/api/v2/downtime/a-b", status: 204, body: "" },
] as const)("a $kind is deleted", async ({ kind, id, path, status, body }) => {
  asked.length = 0;
  answer = { status, body };
  await account.delete(kind, id);
  expect(asked).toEqual([`DELETE ${path}`]);
});

test("what is gone already is no error, and what may not be deleted is one", async () => {
  answer = { status: 404, body: '{"errors":["Monitor not found"]}' };
  await account.delete("monitor", "12");
  answer = { status: 403, body: '{"errors":["Forbidden"]}' };
  await expect(account.delete("monitor", "12")).rejects.toMatchObject({ code: 403 });
});

test("of monitors and SLOs only those of a tag are asked for", async () => {
  asked.length = 0;
  answer = { status: 200, body: "[]" };
  await account.all("monitor", "stack:lookout/dev");
  answer = { status: 200, body: '{"data":[]}' };
  await account.all("slo", "stack:lookout/dev");
  expect(asked.map((one) => /(?:monitor_tags|tags_query)=[^&]*/.exec(one)?.[0])).toEqual([
    "monitor_tags=stack%3Alookout%2Fdev",
    "tags_query=stack%3Alookout%2Fdev",
  ]);
});

test("a web page in place of an answer is said as a wrong address is, by whichever of the two that ask", async () => {
  answer = { status: 200, body: "<html>Log in</html>", type: "text/html; charset=utf-8" };
  const { port } = datadog.address() as AddressInfo;
  const keys = { apiUrl: `http://127.0.0.1:${port}`, apiKey: "0".repeat(32), appKey: "0".repeat(40) };
  const now = new Date();
  for (const asking of [account.all("monitor"), new Checked(keys, now, now).activeMetrics()]) {
    const error = await asking.then(
      () => undefined,
      (one: unknown) => one,
    );
    expect(failureOf(error, keys.apiUrl, { rights: "read" })).toMatch(
      /^request to http:\S+ failed, reason: the answer is a web page, not the API's; see datadog\.apiUrl and datadog\.site/,
    );
  }
});

test("no request waits for ever; what only reads is asked again where the connection breaks, and not where it is slow", async () => {
  const fetching = vi.spyOn(globalThis, "fetch");
  const ask = (method: string) => request("http://127.0.0.1:1/", { method });
  try {
    for (const [error, method, times] of [
      [new TypeError("fetch failed"), "GET", 2],
      [new TypeError("fetch failed"), "POST", 1],
      [new DOMException("too late", "TimeoutError"), "GET", 1],
    ] as const) {
      fetching.mockReset().mockRejectedValue(error);
      await expect(ask(method)).rejects.toThrow(/^request to \S+ failed, reason: /);
      expect(fetching.mock.calls.map(([, how]) => how?.signal instanceof AbortSignal)).toEqual(Array(times).fill(true));
    }
  } finally {
    fetching.mockRestore();
  }
});
