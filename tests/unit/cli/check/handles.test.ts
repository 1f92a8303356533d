import { describe, expect, test } from "vitest";
import { deadHandle, type Directory, handleNeeds, type KnownUser } from "../../../../cli/check/handles";
import { dashboard, monitor, other } from "./registrations";

const QUERY = "avg(last_5m):avg:m{*} > 1";

test("handles are those of messages, whatever their conditions, of rules, downtimes and dashboards' lists", () => {
  const message =
    "{{#is_alert}}now @a@example.com{{else}}@b@example.com{{/is_alert}} @workflow-restart(host=host.name)";
  const needs = handleNeeds([
    monitor("one", QUERY, { message, escalationMessage: "still @slack-{{service.name}}" }),
    monitor("two", QUERY, { message: "again @a@example.com" }),
    monitor("odd", QUERY, { message: "{{#is_alert}} @nobody@example.com" }),
    dashboard("hosts", [], { notifyLists: ["c@example.com"] }),
    other("datadog:index/downtimeSchedule:DowntimeSchedule", "nights", { message: "quiet @d@example.com" }),
    other("datadog:index/monitorNotificationRule:MonitorNotificationRule", "rule", {
      recipients: ["slack-shop-ops"],
      conditionalRecipients: {
        conditions: [{ scope: "x", recipients: ["e@example.com"] }],
        fallbackRecipients: ["f@example.com"],
      },
    }),
  ]);
  expect(Object.fromEntries(needs.map(({ of, by }) => [of, by]))).toEqual({
    "@a@example.com": ["monitor one", "monitor two"],
    "@b@example.com": ["monitor one"],
    "@workflow-restart": ["monitor one"],
    "@slack-{{…}}": ["monitor one"],
    "@c@example.com": ["dashboard hosts"],
    "@d@example.com": ["downtime nights"],
    "@slack-shop-ops": ["notification rule rule"],
    "@e@example.com": ["notification rule rule"],
    "@f@example.com": ["notification rule rule"],
  });
});

const USERS: KnownUser[] = [
  { email: "oncall@example.com", handle: "oncall@example.com", disabled: false },
  { email: "gone@example.com", handle: "gone@example.com", disabled: true },
  { email: "jo@example.com", handle: "jo", disabled: false },
];

const value = <T>(one: T) => Promise.resolve({ value: one });
const directory: Directory = {
  users: (text) => value(USERS.filter(({ email, handle }) => `${email} ${handle}`.includes(text))),
  teams: () => value(["sre", "databases"]),
  slackChannels: (account) => value(account === "shop" ? ["ops-alerts", "general"] : undefined),
  hasPagerDutyService: (name) => value(name === "db"),
  hasWebhook: (name) => value(name === "chat"),
  opsgenieServices: () => value(["night"]),
  msTeamsHandles: () => value(["ops"]),
};

const judged = async (handle: string, asked = directory) => {
  const found = await deadHandle({ of: handle, by: ["monitor one"] }, asked);
  return found === undefined ? "well" : `${found.verdict}: ${found.found}; ${found.remedy}`;
};

describe("a handle", () => {
  test.each([
    "@oncall@example.com",
    "@OnCall@Example.com",
    "@jo",
    "@slack-shop-ops-alerts",
    "@pagerduty-db",
    "@webhook-chat",
    "@opsgenie-night",
    "@teams-ops",
    "@team-sre",
    "@all",
  ])("%s reaches somebody", async (handle) => {
    expect(await judged(handle)).toBe("well");
  });

  test.each([
    ["@oncal@example.com", /^wrong: .*write @oncall@example\.com/],
    ["@gone@example.com", /^wrong: .*disabled/],
    ["@slack-shop-ops-alert", /^wrong: .*no channel of the Slack account shop ops-alert; write ops-alerts/],
    ["@pagerduty-dbs", /^wrong: .*no PagerDuty service dbs/],
    ["@webhook-chta", /^wrong: .*no webhook chta/],
    ["@opsgenie-nihgt", /^wrong: .*write night/],
    ["@teams-dev", /^wrong: .*no handle of Microsoft Teams dev/],
    ["@team-database", /^wrong: .*write databases/],
    ["@oncall-sra", /^wrong: .*write sre/],
  ])("%s reaches nobody", async (handle, expected) => {
    expect(await judged(handle)).toMatch(expected);
  });

  test.each([
    ["@list@elsewhere.com", /mails to any address/],
    ["@slack-general", /names no account of Slack/],
    ["@slack-{{…}}", /has a variable in it/],
    ["@workflow-restart", /does not list what @workflow-… names/],
    ["@pagerduty", /names all that the integration has/],
    ["@oncall-sre", /whether it is on call is not asked/],
    ["@somebody", /is no user of Datadog/],
  ])("%s is not known to reach anybody, which is not well", async (handle, expected) => {
    expect(await judged(handle)).toMatch(/^unasked: /);
    expect(await judged(handle)).toMatch(expected);
  });

  test("of which Datadog says nothing is not known, with what to do", async () => {
    const no = () => Promise.resolve({ unasked: "answers with 403", remedy: "allow the key teams_read" });
    expect(await judged("@team-sre", { ...directory, teams: no })).toBe(
      "unasked: answers with 403; allow the key teams_read",
    );
  });
});
