import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { environment } from "../../components/environment/environment";
import { NotificationRule } from "../../components/monitors/notification-rule";
import { ruleRecipients } from "../../datadog/message/rule-recipients";
import { recorded } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@all"],
  tags: ["team:sre"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const RULE = "datadog:index/monitorNotificationRule:MonitorNotificationRule";
const plan = async (notificationRules: object, more: object = {}) =>
  (await recorded(environment(), { config: { ...CONFIG, notificationRules, ...more } })).filter(
    ({ type }) => type === RULE,
  );

afterEach(() => {
  vi.restoreAllMocks();
});

test("a rule is of this environment's monitors that have all of its tags", async () => {
  const [rule, ...more] = await plan({ sre: { tags: ["team:sre"], notify: ["@slack-sre", "@a@example.com"] } });
  expect(more).toEqual([]);
  expect(rule).toMatchObject({
    urn: `urn:pulumi:dev::lookout::lookout:monitors:NotificationRule$${RULE}::sre`,
    inputs: {
      name: "Lookout: sre of dev",
      filter: { tags: ["env:dev", "team:sre"] },
      recipients: ["slack-sre", "a@example.com"],
    },
  });
  expect(rule?.inputs).not.toHaveProperty("conditionalRecipients");
});

test.each([
  [
    { critical: ["@p"], warning: ["@s"], noData: ["@n"], recovery: ["@r"] },
    { is_alert: ["p"], is_warning: ["s"], is_no_data: ["n"], is_recovery: ["r"] },
  ],
  // As in messages: warnings and silence go where alerts do, what is over to whoever was notified.
  [{ critical: ["@p"] }, { is_alert: ["p"], is_warning: ["p"], is_no_data: ["p"], is_recovery: ["p"] }],
  [
    { critical: ["@p"], warning: ["@s", "@t"] },
    { is_alert: ["p"], is_warning: ["s", "t"], is_no_data: ["p"], is_recovery: ["p", "s", "t"] },
  ],
])("by severity, %j, each state has its own recipients", (notify, expected) => {
  const told = ruleRecipients(notify);
  if (!("conditionalRecipients" in told)) throw new Error("expected conditions");
  const conditions = told.conditionalRecipients.conditions.map(({ scope, recipients }) => [scope, recipients]);
  expect(conditions).toEqual(Object.entries(expected).map(([state, to]) => [`transition_type:${state}`, to]));
});

test("a tag that no monitor of the stack has is said, since a group may have it", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const teams = { storage: { tags: ["tier:base"] } };
  const tags = ["team:storage", "tier:base", "service:shop", "team:sre"];
  expect(await plan({ all: { tags, notify: ["@a"] } }, { teams, hostMonitors: { team: "storage" } })).toHaveLength(1);
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    expect.stringMatching(/^no monitor of this stack has service:shop: notificationRules\.all /),
    expect.stringMatching(/^no monitor of this stack has team:sre: /),
  ]);
});

test("all that is mistaken in rules is said at once", async () => {
  const many = Array.from({ length: 51 }, (_, i) => `@slack-${i}`);
  const rules = {
    Storage: { tags: ["a:b"], notify: ["@a"] },
    none: { tags: [], notify: [] },
    other: { tags: ["env:prod", "x"], notify: { warning: ["@a"] }, tag: 1 },
    many: { tags: ["a:b"], notify: { critical: many.slice(0, 30), warning: many.slice(20) } },
  };
  await expect(plan(rules)).rejects.toThrow(
    /8 mistakes(?=[^]*"Storage" is not a name)(?=[^]*none\.tags +is empty)(?=[^]*none\.notify +names nobody)(?=[^]*other\.tags\[0\] .*other than env)(?=[^]*other\.tags\[1\] .*is not a tag)(?=[^]*other\.notify\.critical +is missing)(?=[^]*other\.tag +unknown key; did you mean "tags")(?=[^]*many\.notify +names 51 recipients)/,
  );
});

test("a rule in code is transformed as everything is", async () => {
  const made = await recorded(() => {
    const transform = { rule: { filter: { scope: "team:a AND NOT env:dev" } } };
    new NotificationRule("mine", { title: "Mine", tags: ["team:a"], handles: ["@b"], transform });
    return Promise.resolve();
  });
  expect(made.find(({ type }) => type === RULE)?.inputs).toEqual({
    ...{ name: "Mine", filter: { scope: "team:a AND NOT env:dev" }, recipients: ["b"] },
  });
});
