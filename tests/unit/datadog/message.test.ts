import { expect, test } from "vitest";
import { lintMessage } from "../../../datadog/message/lint";
import { type Message, messageTemplate } from "../../../datadog/message/message";

const message = (words: Message["words"], handles = ["@oncall@example.com"]): Message => ({ words, handles });
const rules = (m: Message, groupedBy: string[] = ["host"], notifies: ("alert" | "noData")[] = ["alert"]) =>
  lintMessage(m, groupedBy, notifies).map(({ rule }) => rule);

test("each state's words stand in its block, the handles at the end, no white space after them", () => {
  expect(messageTemplate(message({ recovery: "fine\n", alert: "high" }, ["@a@example.com", "@slack-ops"]))).toBe(
    "{{#is_alert}}\nhigh\n{{/is_alert}}\n{{#is_recovery}}\nfine\n{{/is_recovery}}\n@a@example.com @slack-ops",
  );
});

test("a right message has no findings", () => {
  expect(rules(message({ alert: "{{host.name}} {{host.ip}} {{value}} {{threshold}} {{ warn_threshold }}" }))).toEqual(
    [],
  );
});

test.each<[string, Message, string[], string]>([
  [
    "a host variable without a group by host",
    message({ alert: "on {{host.name}}" }),
    ["env"],
    "message/empty-host-variable",
  ],
  ["a variable that nothing fills", message({ alert: "{{valeu}}" }), ["host"], "message/unknown-variable"],
  ["a group without its attribute", message({ alert: "{{host}}" }), ["host"], "message/empty-host-variable"],
  ["a block in the words", message({ alert: "{{#is_warning}}x{{/is_warning}}" }), ["host"], "message/block-in-words"],
  ["a state that notifies without words", message({ alert: " " }), ["host"], "message/state-without-words"],
  ["nobody", message({ alert: "high" }, []), ["host"], "message/nobody-told"],
  ["a handle without @", message({ alert: "high" }, ["oncall@example.com"]), ["host"], "message/not-a-handle"],
  ["4001 characters", message({ alert: "x".repeat(4000) }), ["host"], "message/too-long"],
])("%s is found", (_, wrong, groupedBy, rule) => {
  expect(rules(wrong, groupedBy)).toContain(rule);
});

test("a service check has a message and no value, a metric a value and no message", () => {
  const said = message({ alert: "{{check_message}}" });
  const valued = message({ alert: "{{value}}" });
  const unknown = (m: Message, watched: "metric" | "check") =>
    lintMessage(m, ["host"], ["alert"], watched).map(({ rule }) => rule);
  expect([unknown(said, "check"), unknown(valued, "metric")]).toEqual([[], []]);
  expect([unknown(said, "metric"), unknown(valued, "check")]).toEqual([
    ["message/unknown-variable"],
    ["message/unknown-variable"],
  ]);
});
