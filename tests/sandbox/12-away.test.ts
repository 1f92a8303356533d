import { beforeAll, describe, expect, test } from "vitest";
import type { Notification } from "./datadog.js";
import { eventually } from "./eventually.js";
import { TestStack } from "./stack.js";

/** Without a word from a server's check. */
const NO_DATA_AFTER_MINUTES = 2;

const CHECK_FAILS = "PostgreSQL: the Agent's check fails";
const NO_LOGIN = "PostgreSQL: the Agent can't log in";

let stack: TestStack;
const now = () => Math.floor(Date.now() / 1000);

/** A notification of a monitor whose title begins so: of this server, since one of an earlier test may fall silent yet. */
function told(monitor: string, title: string, since: number, seconds: number): Promise<Notification> {
  return eventually(`[${title}] ${monitor}`, seconds, async () => {
    const all = await stack.datadog.notifications(monitor, since);
    return all.find((one) => one.title.startsWith(`[${title}`) && !/port:(?!5432\b)/.test(one.title));
  });
}

function goodRun(check: string, since: number): Promise<true> {
  return eventually(`a good run of ${check}`, 90, async () => {
    const runs = await stack.datadog.checkRuns(check, "db1");
    return runs.some(({ status, time }) => status === 0 && time >= since) ? true : undefined;
  });
}

beforeAll(async () => {
  const began = now();
  stack = await TestStack.fresh(["db1"]);
  stack.settings = {
    hosts: [{ name: "db1", databases: [{ type: "postgres" }] }],
    databaseMonitors: { noDataAfterMinutes: NO_DATA_AFTER_MINUTES },
  };
  await stack.up();
  await goodRun("postgres.can_connect", began);
  await goodRun("datadog.agent.check_status", began);
});

// field/agent.md 6
describe("a PostgreSQL server that is down when the Agent starts", () => {
  let down: number;

  beforeAll(async () => {
    await stack.host.sh("systemctl stop postgresql && systemctl restart datadog-agent");
    down = now();
  });

  test("pages within the declared minutes, by what the Agent says of its check", async () => {
    const { title, body, handles } = await told(CHECK_FAILS, "Triggered", down, NO_DATA_AFTER_MINUTES * 60);
    expect(title).toContain("host:db1");
    expect(handles).toEqual(["@oncall@example.com"]);
    expect(body).toMatch(/^\s*The check postgres of the Agent on db1 .* failed, 2 runs in a row/);
    expect(body).toContain("datadog-agent check postgres");
  });

  test("is not spoken of by its check, which the words of the silence know", async () => {
    const { body } = await told(NO_LOGIN, "No data", down, NO_DATA_AFTER_MINUTES * 60 + 90);
    expect(body).toMatch(/^\s*Nothing was heard of PostgreSQL on db1 .* for 2 minutes/);
    expect(body).toMatch(/^It fails: the server is away/m);
    expect(body).not.toMatch(/has not tried|taken out of the stack/);
    const runs = await stack.datadog.checkRuns("postgres.can_connect", "db1");
    expect(runs.filter(({ time }) => time > down)).toEqual([]);
  });

  test("prints the reason where the words send their reader", async () => {
    const printed = await stack.host.sh("runuser -u dd-agent -- datadog-agent check postgres || :");
    expect(printed).toMatch(/refused/);
  });

  test("is told of as well again once it is back", async () => {
    await stack.host.sh("systemctl start postgresql");
    const back = now();
    const recovery = await told(CHECK_FAILS, "Recovered", back, 120);
    expect(recovery.body).toMatch(/runs without an error again\. Nothing to do\./);
    await told(NO_LOGIN, "Recovered", back, 120);
  });
});

describe("one that goes away later", () => {
  test("pages by its check's own word, with the reason", async () => {
    const down = now();
    await stack.host.sh("systemctl stop postgresql");
    const { body } = await told(NO_LOGIN, "Triggered", down, NO_DATA_AFTER_MINUTES * 60);
    expect(body).toMatch(/can't log in to PostgreSQL on db1 .*, or can't ask it, 2 times in a row\. \S+/);
    await stack.host.sh("systemctl start postgresql");
    await told(NO_LOGIN, "Recovered", down, 120);
  });
});
